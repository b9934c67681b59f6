"""Giving money back: written and reserved first, asked for after, booked when it is done."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import DateTimeField, F
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.core.prepared import Given, Select
from broadsheet.core.text import clean_line
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.deductions import apply_refund, give_up_refund, release
from broadsheet.fundraising.actions.wishes import GiftRefused
from broadsheet.fundraising.gateways import GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.gateways.facts import RefundFact
from broadsheet.fundraising.models import FundraisingSettings, Gift, Refund, State

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
BATCH: Final = 20
FIRST_DELAY: Final = timedelta(seconds=30)
LONGEST_DELAY: Final = timedelta(hours=1)

_due = Select(
    lambda: (
        Refund.objects.filter(state=Refund.State.STARTED, due_at__lte=Given("now", DateTimeField()))
        .select_related("gift")
        .order_by("due_at", "id")[:BATCH]
    )
)


class SamePerson(ValueError):
    """The second person has to be another one than the first."""


def refund_gift(
    *,
    gift: Gift,
    amount_minor: int,
    reason: str,
    by: User,
    given_back_at: datetime | None = None,
) -> Refund:
    """Give back a part or all of a gift. Above the newsroom's limit it waits for a second person.

    The worker asks the gateway. A gift by transfer is given back by a transfer of the treasurer's
    own, on the day of `given_back_at`, and booked at once. Raises GiftRefused for an amount beyond
    what is left, or without a reason.
    """
    reason = clean_line(reason)[:500]
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    if amount_minor <= 0:
        raise GiftRefused("amount", _("A refund is more than nothing."))
    now = clock.now()
    if given_back_at is not None and given_back_at > now:
        raise GiftRefused("given_back_on", _("This day has not come yet."))
    needs_second = amount_minor > FundraisingSettings.current().second_person_above(gift.currency)
    with transaction.atomic():
        _reserve(gift, amount_minor)
        row = Refund.objects.create(
            token=new_token(),
            gift=gift,
            gateway=gift.gateway,
            state=Refund.State.ASKED if needs_second else Refund.State.STARTED,
            amount_minor=amount_minor,
            reason=reason,
            by=by,
            started_at=given_back_at or now,
            due_at=now,
        )
        if not needs_second:
            _begin(row)
    row.refresh_from_db()
    return row


def _reserve(gift: Gift, amount_minor: int) -> None:
    reserved = Gift.objects.filter(
        pk=gift.pk,
        state=State.SETTLED,
        refunded_minor__lte=F("received_minor") - amount_minor,
    ).update(refunded_minor=F("refunded_minor") + amount_minor)
    if not reserved:
        gift.refresh_from_db()
        left = format_amount(gift.stands_minor, gift.currency)
        raise GiftRefused("amount", _("At most %(left)s can be given back.") % {"left": left})


def approve_refund(*, refund: Refund, by: User) -> Refund:
    """The second person agrees. Raises SamePerson; does nothing where it was decided before."""
    if refund.by_id == by.pk:
        raise SamePerson
    with transaction.atomic():
        agreed = Refund.objects.filter(pk=refund.pk, state=Refund.State.ASKED).update(
            state=Refund.State.STARTED, approved_by=by, due_at=clock.now()
        )
        refund.refresh_from_db()
        if agreed:
            _begin(refund)
    refund.refresh_from_db()
    return refund


def turn_down_refund(*, refund: Refund, by: User) -> Refund:
    """Somebody says no: the money stays."""
    with transaction.atomic():
        stopped = Refund.objects.filter(pk=refund.pk, state=Refund.State.ASKED).update(
            state=Refund.State.TURNED_DOWN, approved_by=by, due_at=None
        )
        if stopped:
            release(refund)
    refund.refresh_from_db()
    return refund


def _begin(row: Refund) -> None:
    """Book a refund by transfer; one through a gateway is left to the worker."""
    if gateways.find(row.gateway).gives_back:
        return
    fact = RefundFact(
        ref=row.token, amount_minor=row.amount_minor, at=row.started_at, token=row.token
    )
    apply_refund(gift=row.gift, fact=fact)


def ask_for_refunds() -> bool:
    """Ask gateways for the refunds that are due; true where there was any."""
    found = _due(now=clock.now())
    for row in found:
        ask_for_refund(row)
    return bool(found)


def ask_for_refund(row: Refund) -> None:
    """Ask a gateway for one refund; the same row always asks for the same one."""
    now = clock.now()
    leased = Refund.objects.filter(pk=row.pk, state=Refund.State.STARTED, due_at=row.due_at).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not leased:
        return
    try:
        fact = gateways.find(row.gateway).refund(row)
    except GatewayDown as error:
        delay = min(FIRST_DELAY * 2 ** min(row.attempts, 8), LONGEST_DELAY)
        Refund.objects.filter(pk=row.pk, state=Refund.State.STARTED).update(
            due_at=clock.now() + delay, last_error=f"gateway down: {error}"[:500]
        )
    except (GatewayRefused, NotThere) as error:
        with transaction.atomic():
            give_up_refund(row, str(error))
    else:
        with transaction.atomic():
            apply_refund(gift=row.gift, fact=fact)
