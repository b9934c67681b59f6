"""Starting a gift: its row is written first, the gateway is called after."""

import hashlib
import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.text import clean_line, clean_text
from broadsheet.fundraising import gateways, letters
from broadsheet.fundraising.actions import card_testing
from broadsheet.fundraising.actions.log import log_step
from broadsheet.fundraising.actions.wishes import (
    GiftRefused,
    check_amount,
    check_cover,
    check_person,
    check_way,
)
from broadsheet.fundraising.gateways import (
    Gateway,
    GatewayDown,
    GatewayRefused,
    Instructions,
    NotThere,
    Redirect,
)
from broadsheet.fundraising.models import Donor, GatewayObject, Gift, Pledge, State


class KeyUsed(ValueError):
    """The idempotency key was used for another gift."""


class GatewayUnreachable(GiftRefused):
    """The gateway does not answer now. Nothing was charged; the gift's row stays."""

    def __init__(self) -> None:
        super().__init__(
            "gateway",
            _(
                "Card payments cannot be reached at the moment. Nothing was charged; please try"
                " again later, or give by bank transfer."
            ),
        )


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
    cover_minor: int = 0,
    email: str = "",
    name: str = "",
    message: str = "",
    idempotency_key: str = "",
    source: str = Gift.Source.FORM,
    source_path: str = "",
    address_key: str = "",
) -> Started:
    """Write down that somebody means to give, once or monthly. The same key with the same wishes is
    one gift.

    `amount_minor` is all that is charged; `cover_minor` is the part of it that pays the fee.
    `address_key` is a keyed hash of the visitor's address. While card payments are paused, all are
    refused them; for whoever gave before, the gift is written all the same, and a letter leads on.
    Raises GiftRefused for a wish that cannot be met, GatewayUnreachable, KeyUsed for a key of
    another gift.
    """
    email, name, message = clean_line(email), clean_line(name), clean_text(message)
    wishes = [gateway, amount_minor, cover_minor, currency, frequency, email, name, message]
    fingerprint = hashlib.sha256(json.dumps(wishes).encode()).hexdigest()
    if idempotency_key and (known := _known(idempotency_key, fingerprint)):
        return _next(known, created=False)
    chosen = check_way(gateway, frequency)
    check_amount(amount_minor, currency)
    check_cover(cover_minor, amount_minor)
    check_person(email=email, name=name, message=message, idempotency_key=idempotency_key)
    paused = _pause(chosen, address_key=address_key, email=email)
    if paused and not (paused.by_letter and card_testing.may_write_letter(email)):
        raise GiftRefused("gateway", str(paused))
    gift = Gift(
        token=new_token(),
        waits_for_letter=paused is not None,
        address_key=address_key if chosen.tells else "",
        gateway=chosen.key,
        book=chosen.book,
        source=source,
        source_path=clean_line(source_path)[:500],
        is_sample=Newsroom.current().is_sample,
        amount_minor=amount_minor,
        cover_minor=cover_minor,
        currency=currency,
        name=name,
        email=email,
        message=message,
        language=translation.get_language() or "",
        # A repeat during the pause has to be told what everybody is told, so no key is remembered.
        idempotency_key=idempotency_key if idempotency_key and not paused else None,
        fingerprint=fingerprint,
        started_at=clock.now(),
    )
    try:
        with transaction.atomic():
            _write(gift, chosen, is_monthly=frequency == "monthly")
    except IntegrityError:
        known = _known(idempotency_key, fingerprint) if idempotency_key else None
        if known is None:
            raise
        return _next(known, created=False)
    if paused:
        raise GiftRefused("gateway", str(paused))
    return _next(gift, created=True)


def go_on_with(*, gift: Gift) -> Started:
    """What a donor does who comes back to a gift that is not paid: the same payment, not another.

    Raises GatewayUnreachable.
    """
    return _next(gift, created=False)


def _write(gift: Gift, chosen: Gateway, *, is_monthly: bool) -> None:
    gift.donor = _donor(gift) if gift.email else None
    if is_monthly:
        gift.pledge = Pledge.objects.create(
            token=new_token(),
            gateway=gift.gateway,
            book=gift.book,
            donor=gift.donor,
            amount_minor=gift.amount_minor,
            cover_minor=gift.cover_minor,
            currency=gift.currency,
            language=gift.language,
            started_at=gift.started_at,
            is_sample=gift.is_sample,
        )
    chosen.prepare(gift)
    gift.save(force_insert=True)
    log_step(gift, State.STARTED)
    letters.post_instructions(gift)
    if gift.waits_for_letter:
        letters.post_go_on(gift)


def _pause(chosen: Gateway, *, address_key: str, email: str) -> card_testing.CardsPaused | None:
    """Why this donor cannot give by card now; None where it is possible."""
    if not chosen.tells:
        return None
    try:
        card_testing.check(gateway=chosen.key, address_key=address_key, email=email)
    except card_testing.CardsPaused as paused:
        card_testing.refused(chosen.key)
        return paused
    return None


def come_by_letter(*, gift: Gift) -> Started:
    """The donor opened the link of the letter: on to the gateway. Safe to repeat.

    Raises GatewayUnreachable.
    """
    Gift.objects.filter(pk=gift.pk).update(waits_for_letter=False)
    gift.refresh_from_db()
    return _next(gift, created=False)


def _donor(gift: Gift) -> Donor:
    """The donor with the gift's e-mail; what an earlier gift said of the name stays."""
    found, _created = Donor.objects.get_or_create(
        email_key=Donor.key_of(gift.email),
        defaults={
            "email": gift.email,
            "name": gift.name,
            "language": gift.language,
            "first_seen_at": gift.started_at,
            "is_sample": gift.is_sample,
        },
    )
    return found


def _known(idempotency_key: str, fingerprint: str) -> Gift | None:
    """The gift of a key; raises KeyUsed where that gift is another one."""
    known = Gift.objects.filter(idempotency_key=idempotency_key).first()
    if known is not None and known.fingerprint != fingerprint:
        raise KeyUsed
    return known


def _next(gift: Gift, *, created: bool) -> Started:
    """What the donor does now; a checkout that was opened is remembered as the gift's."""
    if gift.waits_for_letter:
        return Started(gift=gift, next=Redirect(gateways.gift_path(gift)), created=created)
    try:
        step = gateways.find(gift.gateway).begin(gift)
    except (GatewayDown, GatewayRefused, NotThere) as error:
        raise GatewayUnreachable from error
    if isinstance(step, Redirect) and step.ref:
        GatewayObject.objects.get_or_create(
            gateway=gift.gateway, ref=step.ref, defaults={"gift": gift}
        )
    return Started(gift=gift, next=step, created=created)
