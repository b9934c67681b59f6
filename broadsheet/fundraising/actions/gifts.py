"""The life of a gift: started, settled or given up, and taken back when the desk was wrong.

Each step claims the row by an update filtered on the states it may come from; the count says who
won. What follows (ledger, log, letter, announcement) is written in the same transaction.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.money import EXPONENTS, format_amount
from broadsheet.core.outbox import announce
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line, clean_text
from broadsheet.fundraising import gateways, ledger, letters, queries, references
from broadsheet.fundraising.gateways import Gateway, Instructions, Redirect, UnknownGateway
from broadsheet.fundraising.models import (
    Book,
    FundraisingSettings,
    Gift,
    GiftEvent,
    State,
)
from broadsheet.fundraising.models.gift import states_before

NAME_LENGTH: Final = 80
EMAIL_LENGTH: Final = 254
MESSAGE_LENGTH: Final = 500
KEY_LENGTH: Final = 255
LARGEST_UNITS: Final = 1_000_000
"""A gift above this many units of its currency is made in person, not through a form."""
WAIT: Final = timedelta(days=60)
"""How long a started gift waits for its money before it is given up."""


class GiftRefused(ValueError):
    """The gift cannot be started so; `field` names what is wrong, the message says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


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
    chosen = _check_way(gateway, frequency)
    _check_amount(amount_minor, currency)
    _check_person(email=email, name=name, message=message, idempotency_key=idempotency_key)
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
    by: AbstractBaseUser | None = None,
) -> Gift:
    """Record that the newsroom has the money. Safe to repeat: the ledger changes once.

    Raises AlreadySettled when another worker, or an earlier call, settled it first.
    """
    if amount_minor <= 0:
        raise GiftRefused("amount_minor", _("A gift is more than nothing."))
    with transaction.atomic():
        claimed = Gift.objects.filter(
            pk=gift.pk, state__in=states_before(State.SETTLED)
        ).update(state=State.SETTLED, received_minor=amount_minor, settled_at=settled_at)
        if not claimed:
            raise AlreadySettled
        settled = Gift.objects.get(pk=gift.pk)
        ledger.record_gift(gift=settled, amount_minor=amount_minor, at=settled_at)
        _log(settled, State.SETTLED, by=by)
        letters.post_receipt(settled)
        _tell("gift.settled", settled, month=clock.month_of(settled_at).key)
    return settled


def cancel_gift(
    *, gift: Gift, by: AbstractBaseUser | None = None, note: str = ""
) -> bool:
    """Stop waiting for the money; False where it came, or was given up, before."""
    with transaction.atomic():
        claimed = Gift.objects.filter(
            pk=gift.pk, state__in=states_before(State.CANCELLED)
        ).update(state=State.CANCELLED)
        if claimed:
            _log(gift, State.CANCELLED, by=by, note=note)
    return bool(claimed)


def correct_gift(*, gift: Gift, reason: str, by: AbstractBaseUser | None) -> Gift:
    """Take a booked gift back because the desk was wrong: a reversing entry, never an edit.

    It counts now, so a month that is over keeps its sum. Raises NotSettled where nothing is booked
    (any more), GiftRefused without a reason.
    """
    reason = clean_line(reason)
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    now = clock.now()
    with transaction.atomic():
        claimed = Gift.objects.filter(
            pk=gift.pk, state__in=states_before(State.CORRECTED)
        ).update(state=State.CORRECTED, corrected_at=now)
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
    by: AbstractBaseUser | None,
    name: str = "",
    email: str = "",
    reference: str = "",
    message: str = "",
    idempotency_key: str = "",
) -> Gift:
    """Book a transfer that came without the form. The same key is the same transfer.

    Raises GiftRefused for a wrong amount, currency, moment or e-mail.
    """
    if idempotency_key and (
        known := Gift.objects.filter(idempotency_key=idempotency_key).first()
    ):
        return known
    email, name = clean_line(email), clean_line(name)
    _check_currency(currency)
    if amount_minor <= 0:
        raise GiftRefused("amount_minor", _("A gift is more than nothing."))
    if received_at > clock.now():
        raise GiftRefused("received_at", _("This day has not come yet."))
    _check_person(email=email, name=name, message=message, idempotency_key=idempotency_key)
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
        return settle_gift(
            gift=gift, amount_minor=amount_minor, settled_at=received_at, by=by
        )


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


def _check_way(gateway: str, frequency: str) -> Gateway:
    try:
        chosen = gateways.find(gateway)
    except UnknownGateway:
        raise GiftRefused("gateway", _("Please choose one of the ways of giving.")) from None
    if frequency not in {"once", "monthly"}:
        raise GiftRefused("frequency", _("A gift is made once or monthly."))
    if frequency not in chosen.frequencies:
        raise GiftRefused(
            "frequency", _("Monthly gifts are not possible this way yet; please give once.")
        )
    if closed := gateways.why_closed(chosen):
        raise GiftRefused("gateway", closed)
    return chosen


def _check_currency(currency: str) -> None:
    expected = queries.currency()
    if currency != expected:
        raise GiftRefused(
            "currency", _("Gifts are made in %(currency)s.") % {"currency": expected}
        )


def _check_amount(amount_minor: int, currency: str) -> None:
    _check_currency(currency)
    smallest = FundraisingSettings.current().minimum_for(currency)
    largest = LARGEST_UNITS * int(10 ** EXPONENTS[currency])
    if amount_minor < smallest:
        raise GiftRefused(
            "amount_minor",
            _("The smallest gift is %(amount)s.") % {"amount": format_amount(smallest, currency)},
        )
    if amount_minor > largest:
        raise GiftRefused(
            "amount_minor",
            _("That is more than %(amount)s: please write to us first.")
            % {"amount": format_amount(largest, currency)},
        )


def _check_person(*, email: str, name: str, message: str, idempotency_key: str) -> None:
    for field, value, length in (
        ("name", name, NAME_LENGTH),
        ("email", email, EMAIL_LENGTH),
        ("message", message, MESSAGE_LENGTH),
        ("idempotency_key", idempotency_key, KEY_LENGTH),
    ):
        if len(value) > length:
            raise GiftRefused(
                field, _("Please use at most %(length)d characters.") % {"length": length}
            )
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise GiftRefused("email", _("This is not an e-mail address.")) from None


def _log(
    gift: Gift, state: State, *, by: AbstractBaseUser | None = None, note: str = ""
) -> None:
    GiftEvent.objects.create(
        gift=gift, state=state, at=clock.now(), by=by, note=clean_line(note)[:500]
    )


def _tell(topic: str, gift: Gift, *, month: str) -> None:
    """Announce a movement of live money; play money is no news."""
    if gift.book == Book.LIVE:
        announce(topic, month=month, amount_minor=gift.received_minor, currency=gift.currency)
