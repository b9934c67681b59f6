"""Reads of the room, shaped for the page that asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom
from broadsheet.core.money import BadAmount, parse_amount
from broadsheet.fundraising import references
from broadsheet.fundraising.meter import Meter
from broadsheet.fundraising.models import (
    Account,
    Book,
    Campaign,
    Gift,
    Goal,
    LedgerEntry,
    LedgerTransaction,
    State,
)
from broadsheet.fundraising.models.gift import states_before

GIFTS_A_PAGE: Final = 50


def campaign() -> Campaign | None:
    """The open campaign."""
    return Campaign.objects.filter(is_open=True).first()


def currency() -> str:
    """The currency that gifts are made in: the open campaign's, else the newsroom's."""
    found = campaign()
    return found.currency if found else Newsroom.current().currency


def goal_for(campaign: Campaign, month: Month) -> Goal | None:
    """The goal that holds in a month: the last one decided for it or for an earlier month."""
    return campaign.goals.filter(month__lte=month.key).order_by("-month").first()


@dataclass(frozen=True)
class Received:
    """What a month brought: minor units, corrections included, and gifts not taken back since."""

    amount_minor: int
    gifts: int


def received_in(month: Month, currency: str, *, book: Book = Book.LIVE) -> Received:
    """The sum over the ledger of a month, and its gifts; each gift has one entry of its account.

    In a data folder marked as sample only sample money counts, and elsewhere none of it.
    """
    stands = Q(transaction__kind=LedgerTransaction.Kind.GIFT, transaction__reversal=None)
    found = LedgerEntry.objects.filter(
        account__kind=Account.Kind.GIFTS,
        transaction__book=book,
        transaction__currency=currency,
        transaction__month=month.key,
        transaction__is_sample=Newsroom.current().is_sample,
    ).aggregate(total=Sum("amount_minor"), gifts=Count("pk", filter=stands))
    return Received(amount_minor=-(found["total"] or 0), gifts=found["gifts"])


def meter_now() -> Meter | None:
    """The meter of the current month; None while no campaign is open."""
    now = clock.now()
    month = clock.month_of(now)
    goal = (
        Goal.objects.filter(campaign__is_open=True, month__lte=month.key)
        .select_related("campaign")
        .order_by("campaign_id", "-month")
        .first()
    )
    if goal is None:
        return None
    currency = goal.campaign.currency
    received = received_in(month, currency)
    return Meter(
        name=goal.campaign.name,
        month=month,
        currency=currency,
        goal_minor=goal.amount_minor,
        raised_minor=received.amount_minor,
        gifts=received.gifts,
        today=now.astimezone(clock.zone()).date(),
        as_of=now,
        is_sample=Newsroom.current().is_sample,
    )


# The desk -----------------------------------------------------------------------------------


def _matching(text: str) -> Q:
    """Gifts whose reference, name, e-mail or amount is what somebody typed."""
    text = text.strip()
    compact = references.compact(text).replace(" ", "").upper()
    found = (
        Q(reference__icontains=compact)
        | Q(name__icontains=text)
        | Q(email__icontains=text)
        | Q(token=text)
    )
    try:
        amount = parse_amount(text, currency())
    except BadAmount:
        return found
    return found | Q(amount_minor=amount) | Q(received_minor=amount)


def waiting_gifts(search: str = "") -> QuerySet[Gift]:
    """Bank gifts whose transfer has not come, oldest first; given-up ones only when searched."""
    states = states_before(State.SETTLED) if search.strip() else [State.STARTED]
    found = Gift.objects.filter(gateway="bank", state__in=states).order_by("started_at", "id")
    return found.filter(_matching(search)) if search.strip() else found


def waiting_count() -> int:
    """How many bank gifts wait for their transfer."""
    return waiting_gifts().count()


def gifts_page(
    *,
    number: int | str = 1,
    search: str = "",
    states: Iterable[str] = (),
    book: str = "",
    month: str = "",
) -> Page[Gift]:
    """Gifts of all kinds, newest first, narrowed by what the desk asks; `month` is of receipt."""
    found = Gift.objects.all()
    if search.strip():
        found = found.filter(_matching(search))
    if chosen := [state for state in states if state]:
        found = found.filter(state__in=chosen)
    if book:
        found = found.filter(book=book)
    if month:
        found = found.filter(transactions__month=month).distinct()
    return Paginator(found, GIFTS_A_PAGE).get_page(number)


def booked_months() -> list[str]:
    """Months with movements, newest first."""
    return list(
        LedgerTransaction.objects.order_by("-month").values_list("month", flat=True).distinct()
    )
