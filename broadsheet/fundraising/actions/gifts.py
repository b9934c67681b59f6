"""The life of a gift: settled or given up, and taken back when the desk was wrong.

Each step claims the row by an update filtered on the states it may come from; the count says who
won. What follows (ledger, log, letter, announcement) is written in the same transaction.
"""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line, clean_text
from broadsheet.fundraising import gateways, ledger, letters, references
from broadsheet.fundraising.actions import record
from broadsheet.fundraising.actions.log import log_step, tell
from broadsheet.fundraising.actions.wishes import GiftRefused, check_currency, check_person
from broadsheet.fundraising.models import Book, Gift, State
from broadsheet.fundraising.models.gift import states_before

WAIT: Final = timedelta(days=60)
"""How long a started gift waits for its money before it is given up."""


class AlreadySettled(Exception):
    """The money of this gift is booked already, or was taken back."""


class NotSettled(Exception):
    """There is nothing to take back: no money is booked for this gift."""


def settle_gift(
    *,
    gift: Gift,
    amount_minor: int,
    settled_at: datetime,
    by: User | None = None,
    payment_ref: str = "",
) -> Gift:
    """Record that the newsroom has the money. Safe to repeat: the ledger changes once.

    `payment_ref` is what the gateway calls the payment, where it has a name.

    Raises AlreadySettled when another worker, or an earlier call, settled it first.
    """
    if amount_minor <= 0:
        raise GiftRefused("amount_minor", _("A gift is more than nothing."))
    with transaction.atomic():
        claimed = Gift.objects.filter(pk=gift.pk, state__in=states_before(State.SETTLED)).update(
            state=State.SETTLED, received_minor=amount_minor, settled_at=settled_at
        )
        if not claimed:
            raise AlreadySettled
        settled = Gift.objects.get(pk=gift.pk)
        booking = ledger.record_gift(
            gift=settled, amount_minor=amount_minor, at=settled_at, provider_object=payment_ref
        )
        record.prove(booking)
        log_step(settled, State.SETTLED, by=by)
        letters.post_receipt(settled)
        tell("gift.settled", settled, month=clock.month_of(settled_at).key)
    return settled


def cancel_gift(*, gift: Gift, by: User | None = None, note: str = "") -> bool:
    """Stop waiting for the money; False where it came, or was given up, before."""
    with transaction.atomic():
        claimed = Gift.objects.filter(pk=gift.pk, state__in=states_before(State.CANCELLED)).update(
            state=State.CANCELLED,
            close_checkout_at=clock.now() if gateways.find(gift.gateway).tells else None,
        )
        if claimed:
            log_step(gift, State.CANCELLED, by=by, note=note)
    return bool(claimed)


def correct_gift(*, gift: Gift, reason: str, by: User | None) -> Gift:
    """Take a booked gift back because the desk was wrong: a reversing entry, never an edit.

    It counts now, so a month that is over keeps its sum. Raises NotSettled where nothing is booked
    (any more), GiftRefused without a reason, and where the money has to go back by a refund.
    """
    reason = clean_line(reason)
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    if gift.gateway != "bank" or gift.refunded_minor:
        raise GiftRefused("reason", _("This gift is given back by a refund."))
    now = clock.now()
    with transaction.atomic():
        claimed = Gift.objects.filter(
            pk=gift.pk, state__in=states_before(State.CORRECTED), refunded_minor=0
        ).update(state=State.CORRECTED, corrected_at=now)
        if not claimed:
            raise NotSettled
        corrected = Gift.objects.get(pk=gift.pk)
        booked = ledger.record_correction(gift=corrected, at=now)
        log_step(corrected, State.CORRECTED, by=by, note=reason)
        tell("gift.corrected", corrected, month=booked.month)
    return corrected


def record_transfer(
    *,
    amount_minor: int,
    currency: str,
    received_at: datetime,
    by: User | None,
    name: str = "",
    email: str = "",
    reference: str = "",
    message: str = "",
    idempotency_key: str = "",
    source: str = Gift.Source.DESK,
) -> Gift:
    """Book a transfer that came without the form. The same key is the same transfer.

    Raises GiftRefused for a wrong amount, currency, moment or e-mail.
    """
    if idempotency_key and (known := Gift.objects.filter(idempotency_key=idempotency_key).first()):
        return known
    email, name = clean_line(email), clean_line(name)
    check_currency(currency)
    if amount_minor <= 0:
        raise GiftRefused("amount_minor", _("A gift is more than nothing."))
    if received_at > clock.now():
        raise GiftRefused("received_at", _("This day has not come yet."))
    check_person(email=email, name=name, message=message, idempotency_key=idempotency_key)
    with transaction.atomic():
        gift = Gift.objects.create(
            token=new_token(),
            gateway="bank",
            book=Book.LIVE,
            source=source,
            is_sample=Newsroom.current().is_sample,
            amount_minor=amount_minor,
            currency=currency,
            name=name,
            email=email,
            message=clean_text(message),
            language=translation.get_language() or "",
            reference=references.compact(clean_line(reference))[:40],
            idempotency_key=idempotency_key or None,
            started_at=clock.now(),
        )
        log_step(gift, State.STARTED, by=by)
        return settle_gift(gift=gift, amount_minor=amount_minor, settled_at=received_at, by=by)


@every(seconds=6 * 3600, name="give up gifts whose money did not come")
def give_up_old_gifts() -> int:
    """Give up gifts that waited too long. Money that comes after all can still be confirmed."""
    waiting = [State.STARTED, State.PENDING, State.FAILED]
    old = Gift.objects.filter(state__in=waiting, started_at__lt=clock.now() - WAIT)
    return sum(cancel_gift(gift=gift, note=_("No money came in time.")) for gift in old)
