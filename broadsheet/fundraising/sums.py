"""Sums over the live book: what was carried forward, and every booking since.

A month with 50,000 gifts is read as quickly as one with five, and no number is kept that could
differ from the ledger: a carried sum is a sum of rows that never change, and `broadsheet check`
adds them all up again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, TruncDate

from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom
from broadsheet.core.money import EXPONENTS
from broadsheet.core.questions import Question
from broadsheet.fundraising.models import (
    Account,
    Book,
    CarriedSum,
    LedgerEntry,
    LedgerTransaction,
)

Kind = LedgerTransaction.Kind
Side = CarriedSum.Side

BAND_UNITS: Final = (0, 10, 20, 50, 100, 200, 500, 1000)
"""Where each size of gift begins, in whole units of the currency."""
LISTED_MAX: Final = 2_000
"""So many bookings since the carry are named one by one."""

_SIDES: Final[dict[str, Side]] = {Account.Kind.GIFTS: Side.GIFTS, Account.Kind.FEES: Side.FEES}


@dataclass(frozen=True)
class DaySum:
    """What one day brought, by side of the books, kind of booking and size of gift."""

    day: date
    side: str
    kind: str
    band: int
    count: int
    amount_minor: int
    """Received is positive, taken back is negative; a fee that was paid is positive."""


@dataclass(frozen=True)
class Received:
    """What a month brought: minor units, corrections included, and gifts not taken back since."""

    amount_minor: int
    gifts: int


def _entries(*, is_sample: bool) -> QuerySet[LedgerEntry, LedgerEntry]:
    return LedgerEntry.objects.filter(
        account__kind__in=list(_SIDES),
        transaction__book=Book.LIVE,
        transaction__is_sample=is_sample,
    )


@dataclass(frozen=True)
class _Parted:
    """The books in two parts that hold each booking once, whoever carries forward meanwhile."""

    carried: Q
    """Of the carried sums, those that were there when the parts were made."""
    since: Q
    """Of the entries, those of the bookings that no carried sum held then."""


def _parted() -> _Parted:
    """Where the carried sums end and the entries begin, with one query.

    The numbers of the bookings are looked up first: a database that is asked for a range of
    bookings and their month at once goes through the whole month.
    """
    last = Coalesce(Subquery(CarriedSum.objects.order_by("-up_to").values("up_to")[:1]), 0)
    later = LedgerTransaction.objects.annotate(last=last).filter(pk__gt=F("last")).order_by("pk")
    found = list(later.values_list("pk", "last")[: LISTED_MAX + 1])
    if not found:  # what is carried from now on came later as well, and counts there
        return _Parted(carried=Q(), since=Q(transaction_id__in=[]))
    carried = Q(up_to__lte=found[0][1])
    if len(found) > LISTED_MAX:
        return _Parted(carried=carried, since=Q(transaction_id__gt=found[0][1]))
    return _Parted(carried=carried, since=Q(transaction_id__in=[pk for pk, _last in found]))


_LAST_CARRIED: Final = Question(
    lambda: CarriedSum.objects.order_by("-up_to").values_list("up_to")[:1]
)
_CARRIED: Final = Question(
    lambda up_to, month, currency, sample: (
        CarriedSum.objects.filter(
            up_to__lte=up_to, month=month, currency=currency, is_sample=sample
        )
        .order_by()
        .values_list("side", "kind")
        .annotate(count=Sum("count"), amount=Sum("amount_minor"))
    )
)
_SINCE: Final = Question(
    lambda up_to: (
        LedgerEntry.objects.filter(transaction_id__gt=up_to)
        .order_by()
        .values_list(
            "account__kind",
            "transaction__book",
            "transaction__currency",
            "transaction__is_sample",
            "transaction__month",
            "transaction__kind",
            "transaction__reverses__month",
            "transaction__reverses__kind",
        )
        .annotate(count=Count("pk"), amount=Sum("amount_minor"))
    )
)
"""It names the range of bookings alone: a database that is asked for their month, book or account
at once goes through all that have it."""


def received_in(month: Month, currency: str, *, book: Book = Book.LIVE) -> Received:
    """The sum over the ledger of a month, and its gifts.

    In a data folder marked as sample only sample money counts, and elsewhere none of it. The last
    carry is looked up first, so each booking counts once, whoever carries forward meanwhile.
    """
    is_sample = Newsroom.current().is_sample
    amount_minor = gifts = 0
    carried = _LAST_CARRIED() if book == Book.LIVE else []
    up_to = carried[0][0] if carried else 0
    if carried:
        for side, kind, count, amount in _CARRIED(up_to, month.key, currency, is_sample):
            if side == Side.UNDONE:
                gifts -= count
            elif side == Side.GIFTS:
                amount_minor += amount
                gifts += count if kind == Kind.GIFT else 0
    wanted = (Account.Kind.GIFTS, book, currency, is_sample)
    for *what, booked, kind, undone, undone_kind, count, amount in _SINCE(up_to):
        if tuple(what) != wanted:
            continue
        if booked == month.key:
            amount_minor -= amount
            gifts += count if kind == Kind.GIFT else 0
        if undone == month.key and undone_kind == Kind.GIFT:
            gifts -= count
    return Received(amount_minor=amount_minor, gifts=gifts)


def day_sums(month: Month, currency: str) -> list[DaySum]:
    """All that counts in a month, day by day."""
    is_sample = Newsroom.current().is_sample
    parted = _parted()
    carried = CarriedSum.objects.filter(
        parted.carried, month=month.key, currency=currency, is_sample=is_sample
    )
    found = [
        DaySum(*row)
        for row in carried.values_list("day", "side", "kind", "band", "count", "amount_minor")
    ]
    entries = _entries(is_sample=is_sample).filter(parted.since, transaction__currency=currency)
    return found + [
        DaySum(row.day, row.side, row.kind, row.band, row.count, row.amount_minor)
        for row in _summed(entries, month=month)
    ]


def _summed(
    entries: QuerySet[LedgerEntry, LedgerEntry], *, month: Month | None = None
) -> list[CarriedSum]:
    """The entries grouped as carried sums are, not saved; `month` leaves out the others."""
    found: list[CarriedSum] = []
    booked = entries if month is None else entries.filter(transaction__month=month.key)
    for prefix, rows in (
        ("transaction__", booked),
        (
            "transaction__reverses__",
            entries.filter(
                account__kind=Account.Kind.GIFTS,
                transaction__reverses__kind=Kind.GIFT,
                **({} if month is None else {"transaction__reverses__month": month.key}),
            ),
        ),
    ):
        is_undone = prefix != "transaction__"
        zones = set(rows.order_by().values_list(f"{prefix}zone", flat=True).distinct())
        for zone in zones:
            grouped = _grouped(rows.filter(**{f"{prefix}zone": zone}), prefix, ZoneInfo(zone))
            found += [_sum_of(row, is_undone=is_undone) for row in grouped]
    return found


def _grouped(
    rows: QuerySet[LedgerEntry, LedgerEntry], prefix: str, zone: ZoneInfo
) -> Iterable[Any]:
    return (
        rows.annotate(
            day=TruncDate(f"{prefix}happened_at", tzinfo=zone),
            month=F(f"{prefix}month"),
            size=Abs("amount_minor"),
            band=_band(),
        )
        .order_by()
        .values_list(
            "transaction__currency",
            "transaction__is_sample",
            "month",
            "day",
            "account__kind",
            "transaction__kind",
            "band",
        )
        .annotate(count=Count("pk"), total=Sum("amount_minor"))
    )


def _sum_of(row: tuple[Any, ...], *, is_undone: bool) -> CarriedSum:
    currency, is_sample, month, day, account, kind, band, count, total = row
    side = Side.UNDONE if is_undone else _SIDES[account]
    sign = {Side.GIFTS: -1, Side.FEES: 1, Side.UNDONE: 0}[side]
    return CarriedSum(
        currency=currency,
        is_sample=is_sample,
        month=month,
        day=day,
        side=side,
        kind=kind,
        band=band,
        count=count,
        amount_minor=sign * total,
    )


def _band() -> Case:
    """The index of the band in which a `size` falls, in whichever currency it is."""
    scales: dict[int, list[str]] = {digits: [] for digits in sorted(set(EXPONENTS.values()))}
    for code, digits in EXPONENTS.items():
        scales[digits].append(code)
    whens = [
        When(transaction__currency__in=codes, size__gte=units * 10**digits, then=Value(index))
        for index, units in reversed(list(enumerate(BAND_UNITS)))
        if index
        for digits, codes in scales.items()
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def summed_between(after: int, up_to: int) -> list[CarriedSum]:
    """The sums of the bookings after one and up to another, straight from the ledger."""
    return [
        row
        for is_sample in (False, True)
        for row in _summed(
            _entries(is_sample=is_sample).filter(
                transaction_id__gt=after, transaction_id__lte=up_to
            )
        )
    ]
