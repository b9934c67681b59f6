"""The life of a gift: started, settled or given up, and taken back when the desk was wrong.

Each step claims the row by an update filtered on the states it may come from; the count says who
won. What follows (ledger, log, letter, announcement) is written in the same transaction.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line, clean_text
from broadsheet.fundraising import gateways, ledger, letters, references
from broadsheet.fundraising.actions.wishes import (
    GiftRefused,
    check_amount,
    check_currency,
    check_person,
    check_way,
)
from broadsheet.fundraising.gateways import Instructions, Redirect
from broadsheet.fundraising.models import (
    Book,
    Gift,
    GiftEvent,
    State,
)
from broadsheet.fundraising.models.gift import states_before

WAIT: Final = timedelta(days=60)
"""How long a started gift waits for its money before it is given up."""


class KeyUsed(ValueError):
    """The idempotency key was used for another gift."""


class AlreadySettled(Exception):
    """The money of this gift is booked already, or was taken back."""


class NotSettled(Exception):
    """There is nothing to take back: no money is booked for this gift."""


@dataclass(frozen=True)
class Started:
    """A gift and what its donor does next; `created` is False when the call was a repeat."""

    gift: Gift
    next: Redirect | Instructions
    created: bool


def start_gift(
    *,
    amount_minor: int,
    currency: str,
    gateway: str,
    frequency: str = "once",
    email: str = "",
    name: str = "",
    message: str = "",
    idempotency_key: str = "",
    source: str = Gift.Source.FORM,
    source_path: str = "",
) -> Started:
    """Write down that somebody means to give. The same key with the same wishes is one gift.

    Raises GiftRefused for a wish that cannot be met, KeyUsed for a key of another gift.
    """
    email, name, message = clean_line(email), clean_line(name), clean_text(message)
    wishes = [gateway, amount_minor, currency, frequency, email, name, message]
    fingerprint = hashlib.sha256(json.dumps(wishes).encode()).hexdigest()
    if idempotency_key and (known := _known(idempotency_key, fingerprint)):
        return _next(known, created=False)
    chosen = check_way(gateway, frequency)
    check_amount(amount_minor, currency)
    check_person(email=email, name=name, message=message, idempotency_key=idempotency_key)
    gift = Gift(
        token=new_token(),
        gateway=chosen.key,
        book=chosen.book,
        source=source,
        source_path=clean_line(source_path)[:500],
        is_sample=Newsroom.current().is_sample,
        amount_minor=amount_minor,
        currency=currency,
        name=name,
        email=email,
        message=message,
        language=translation.get_language() or "",
        idempotency_key=idempotency_key or None,
        fingerprint=fingerprint,
        started_at=clock.now(),
    )
    try:
        with transaction.atomic():
            chosen.prepare(gift)
            gift.save(force_insert=True)
            _log(gift, State.STARTED)
            letters.post_instructions(gift)
    except IntegrityError:
        known = _known(idempotency_key, fingerprint) if idempotency_key else None
        if known is None:
            raise
        return _next(known, created=False)
    return _next(gift, created=True)


def settle_gift(
    *,
    gift: Gift,
    amount_minor: int,
    settled_at: datetime,
    by: User | None = None,
) -> Gift:
    """Record that the newsroom has the money. Safe to repeat: the ledger changes once.

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
        ledger.record_gift(gift=settled, amount_minor=amount_minor, at=settled_at)
        _log(settled, State.SETTLED, by=by)
        letters.post_receipt(settled)
        _tell("gift.settled", settled, month=clock.month_of(settled_at).key)
    return settled


def cancel_gift(*, gift: Gift, by: User | None = None, note: str = "") -> bool:
    """Stop waiting for the money; False where it came, or was given up, before."""
    with transaction.atomic():
        claimed = Gift.objects.filter(pk=gift.pk, state__in=states_before(State.CANCELLED)).update(
            state=State.CANCELLED
        )
        if claimed:
            _log(gift, State.CANCELLED, by=by, note=note)
    return bool(claimed)


def correct_gift(*, gift: Gift, reason: str, by: User | None) -> Gift:
    """Take a booked gift back because the desk was wrong: a reversing entry, never an edit.

    It counts now, so a month that is over keeps its sum. Raises NotSettled where nothing is booked
    (any more), GiftRefused without a reason.
    """
    reason = clean_line(reason)
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    now = clock.now()
    with transaction.atomic():
        claimed = Gift.objects.filter(pk=gift.pk, state__in=states_before(State.CORRECTED)).update(
            state=State.CORRECTED, corrected_at=now
        )
        if not claimed:
            raise NotSettled
        corrected = Gift.objects.get(pk=gift.pk)
        booked = ledger.record_correction(gift=corrected, at=now)
        _log(corrected, State.CORRECTED, by=by, note=reason)
        _tell("gift.corrected", corrected, month=booked.month)
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
            source=Gift.Source.DESK,
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
        _log(gift, State.STARTED, by=by)
        return settle_gift(gift=gift, amount_minor=amount_minor, settled_at=received_at, by=by)


@every(seconds=6 * 3600, name="give up gifts whose money did not come")
def give_up_old_gifts() -> int:
    """Give up gifts that waited too long. Money that comes after all can still be confirmed."""
    old = Gift.objects.filter(state=State.STARTED, started_at__lt=clock.now() - WAIT)
    return sum(cancel_gift(gift=gift, note=_("No money came in time.")) for gift in old)


def _known(idempotency_key: str, fingerprint: str) -> Gift | None:
    """The gift of a key; raises KeyUsed where that gift is another one."""
    known = Gift.objects.filter(idempotency_key=idempotency_key).first()
    if known is not None and known.fingerprint != fingerprint:
        raise KeyUsed
    return known


def _next(gift: Gift, *, created: bool) -> Started:
    return Started(gift=gift, next=gateways.find(gift.gateway).begin(gift), created=created)


def _log(gift: Gift, state: State, *, by: User | None = None, note: str = "") -> None:
    GiftEvent.objects.create(
        gift=gift, state=state, at=clock.now(), by=by, note=clean_line(note)[:500]
    )


def _tell(topic: str, gift: Gift, *, month: str) -> None:
    """Announce a movement of live money; play money is no news."""
    if gift.book == Book.LIVE:
        announce(topic, month=month, amount_minor=gift.received_minor, currency=gift.currency)
