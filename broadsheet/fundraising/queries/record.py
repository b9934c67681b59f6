"""The public record: amounts without people, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Max, Q, QuerySet, Sum

from broadsheet.core.models import Newsroom
from broadsheet.core.money import format_amount
from broadsheet.fundraising.models import (
    Account,
    Book,
    LedgerTransaction,
    RecordLine,
)

LINES_A_PAGE: Final = 100
WAITING_COUNTED: Final = 1_000
"""More than this wait only after an import, until the next morning."""


@dataclass(frozen=True)
class Line:
    """One line as everybody sees it; amounts in minor units."""

    number: int
    kind: str
    kind_text: str
    month: str
    currency: str
    amount_minor: int
    """What it did to the meter: positive received, negative taken back; 0 for a mere fee."""
    fee_minor: int
    seal: str
    batch: int
    added_on: str

    @property
    def amount(self) -> str:
        """The amount for people."""
        return format_amount(self.amount_minor, self.currency)

    @property
    def fee(self) -> str:
        """The fee for people, or nothing."""
        return format_amount(self.fee_minor, self.currency) if self.fee_minor else ""

    @property
    def seal_start(self) -> str:
        """Enough of the seal to tell lines apart."""
        return self.seal[:12]


@dataclass(frozen=True)
class RecordPage:
    """A page of the record."""

    lines: list[Line]
    number: int
    pages: int
    count: int
    waiting: int
    """Bookings that are on the meter and wait for the next batch."""


def _lines() -> QuerySet[RecordLine, RecordLine]:
    gifts = Q(transaction__entries__account__kind=Account.Kind.GIFTS)
    fees = Q(transaction__entries__account__kind=Account.Kind.FEES)
    return (
        RecordLine.objects.select_related("transaction")
        .annotate(
            credit=Sum("transaction__entries__amount_minor", filter=gifts),
            fees=Sum("transaction__entries__amount_minor", filter=fees),
        )
        .order_by("-number")
    )


def _shown(row: RecordLine) -> Line:
    booking = row.transaction
    return Line(
        number=row.number,
        kind=booking.kind,
        kind_text=str(LedgerTransaction.Kind(booking.kind).label),
        month=booking.month,
        currency=booking.currency,
        amount_minor=-(row.credit or 0),  # type: ignore[attr-defined]
        fee_minor=row.fees or 0,  # type: ignore[attr-defined]
        seal=row.seal,
        batch=row.batch,
        added_on=row.added_on.isoformat(),
    )


def record_page(number: int = 1) -> RecordPage | None:
    """A page of lines, the newest on the first; None where there is no such page."""
    count = RecordLine.objects.aggregate(last=Max("number"))["last"] or 0
    pages = max(1, -(-count // LINES_A_PAGE))
    if not 1 <= number <= pages:
        return None
    newest = count - (number - 1) * LINES_A_PAGE
    rows = _lines().filter(number__lte=newest, number__gt=newest - LINES_A_PAGE)
    return RecordPage(
        lines=[_shown(row) for row in rows],
        number=number,
        pages=pages,
        count=count,
        waiting=_waiting(),
    )


def _waiting() -> int:
    """Bookings after the last one that has a line; a batch leaves none behind."""
    last = RecordLine.objects.aggregate(last=Max("transaction_id"))["last"] or 0
    is_sample = Newsroom.current().is_sample
    later = LedgerTransaction.objects.filter(pk__gt=last).order_by("pk")
    # By number alone: the database would go through the whole book to find the few at its end.
    found = later.values_list("book", "is_sample")[:WAITING_COUNTED]
    return sum(1 for book, sample in found if book == Book.LIVE and sample == is_sample)


def record_lines() -> Iterator[Line]:
    """The whole record, newest first, a few at a time."""
    return (_shown(row) for row in _lines().iterator(chunk_size=2000))


def line_of(seal: str) -> tuple[RecordLine, int] | None:
    """The line with this seal and the page on which it stands."""
    found = RecordLine.objects.filter(seal=seal).first()
    if found is None:
        return None
    count = RecordLine.objects.aggregate(last=Max("number"))["last"] or 0
    return found, (count - found.number) // LINES_A_PAGE + 1
