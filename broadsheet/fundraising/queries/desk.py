"""People, promises and movements as the desk asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum

from broadsheet.fundraising.models import (
    BankCredit,
    Book,
    Dispute,
    Donor,
    Gift,
    Goal,
    Notice,
    Pledge,
    ReconciliationRun,
    Refund,
    State,
    StatementImport,
)
from broadsheet.fundraising.queries.meter import currency

ROWS_A_PAGE: Final = 50


def _page(rows: QuerySet[Any], number: int | str) -> Page[Any]:
    return Paginator(rows, ROWS_A_PAGE).get_page(number)


def donors_page(*, number: int | str = 1, search: str = "") -> Page[Donor]:
    """Donors, the newest first, with the number and sum of what arrived from them."""
    arrived = Q(gifts__state=State.SETTLED, gifts__book=Book.LIVE, gifts__currency=currency())
    found = Donor.objects.annotate(
        count=Count("gifts", filter=arrived),
        total=Sum("gifts__received_minor", filter=arrived),
        back=Sum("gifts__refunded_minor", filter=arrived),
    ).order_by("-first_seen_at", "-pk")
    if search.strip():
        text = search.strip()
        found = found.filter(Q(email__icontains=text) | Q(name__icontains=text))
    return _page(found, number)


def pledges_page(*, number: int | str = 1, state: str = "", search: str = "") -> Page[Pledge]:
    """Monthly gifts, the newest first."""
    found = Pledge.objects.select_related("donor")
    if state:
        found = found.filter(state=state)
    if search.strip():
        text = search.strip()
        found = found.filter(Q(donor__email__icontains=text) | Q(gateway_ref=text))
    return _page(found, number)


def notices_page(*, number: int | str = 1, state: str = "", search: str = "") -> Page[Notice]:
    """Notices of gateways, the newest first, without their bodies."""
    found = Notice.objects.defer("body", "facts")
    if state:
        found = found.filter(state=state)
    if search.strip():
        text = search.strip()
        found = found.filter(Q(event_id=text) | Q(object_ref=text) | Q(kind__icontains=text))
    return _page(found, number)


def runs_page(*, number: int | str = 1) -> Page[ReconciliationRun]:
    """Comparisons with gateways, the newest first."""
    return _page(ReconciliationRun.objects.all(), number)


def goals_page(*, number: int | str = 1, state: str = "", search: str = "") -> Page[Goal]:
    """Campaigns by their goals, the newest first; `state` is "open", "over" or empty."""
    found = Goal.objects.select_related("campaign", "decided_by")
    if state:
        found = found.filter(campaign__is_open=state == "open")
    if search.strip():
        text = search.strip()
        found = found.filter(
            Q(campaign__name__icontains=text)
            | Q(campaign__currency__iexact=text)
            | Q(month__startswith=text)
        )
    return _page(found.order_by("-month", "-pk"), number)


def refunds_page(*, number: int | str = 1, state: str = "") -> Page[Refund]:
    """Refunds, those that wait for a second person first."""
    found = Refund.objects.select_related("gift", "by", "approved_by")
    if state:
        found = found.filter(state=state)
    return _page(found.order_by("-started_at", "-id"), number)


def open_disputes() -> list[Dispute]:
    """Disputes that are not decided, the most pressing first."""
    return list(
        Dispute.objects.filter(state=Dispute.State.OPEN)
        .select_related("gift")
        .order_by("answer_by_at", "id")
    )


@dataclass(frozen=True)
class Waiting:
    """A credit without a gift, and the gifts that it may be."""

    credit: BankCredit
    likely: list[Gift]


LIKELY_SHOWN: Final = 5
SAID_MAX: Final = 50
"""So many statements are looked through for headings that somebody has explained."""


def waiting_credits() -> list[Waiting]:
    """Credits of statements that nobody decided about, the oldest first."""
    found = BankCredit.objects.filter(state=BankCredit.State.WAITING)
    return [Waiting(credit, _likely(credit)) for credit in found[:ROWS_A_PAGE]]


def columns_said_before(headings: Sequence[str]) -> dict[str, str]:
    """What somebody said last about the columns of a statement that had all these headings."""
    said = StatementImport.objects.exclude(columns={}).values_list("columns", flat=True)
    known = set(headings)
    return next((dict(one) for one in said[:SAID_MAX] if known.issuperset(one.values())), {})


def _likely(credit: BankCredit) -> list[Gift]:
    """Bank gifts that wait for just this amount, or whose donor's name is the payer's."""
    waiting = Gift.objects.filter(
        gateway="bank",
        currency=credit.currency,
        state__in=[State.STARTED, State.CANCELLED],
    )
    same = Q(amount_minor=credit.amount_minor)
    if credit.payer:
        same |= Q(name__iexact=credit.payer)
    return list(waiting.filter(same).order_by("-started_at")[:LIKELY_SHOWN])


@dataclass(frozen=True)
class Source:
    """A page that donors read before they gave."""

    path: str
    gifts: int
    amount_minor: int


def sources(*, floor: int = 1, limit: int = 25) -> list[Source]:
    """The pages from which most came, with at least `floor` gifts each."""
    rows = (
        Gift.objects.filter(state=State.SETTLED, book=Book.LIVE, currency=currency())
        .exclude(source_path="")
        .order_by()
        .values_list("source_path")
        .annotate(count=Count("pk"), total=Sum("received_minor"))
        .filter(count__gte=floor)
        .order_by("-total", "source_path")[:limit]
    )
    return [Source(path, count, total or 0) for path, count, total in rows]
