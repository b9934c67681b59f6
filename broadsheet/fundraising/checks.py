"""What `broadsheet check` asks of this room: do books, gifts and meter agree?"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet, Sum

from broadsheet.core.checks import Difference
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import append_only, payment_checks, queries, sums
from broadsheet.fundraising.actions import record
from broadsheet.fundraising.models import (
    Account,
    Book,
    CarriedSum,
    Gift,
    LedgerEntry,
    LedgerTransaction,
    ManualEntry,
    Proof,
    RecordLine,
    State,
)
from broadsheet.fundraising.models.gift import book_matches_gateway

Kind = LedgerTransaction.Kind


def unprotected_ledger() -> list[Difference]:
    """The triggers that keep the ledger append-only are in the database."""
    return [
        Difference("ledger protection", f"trigger {name}", "present", "missing")
        for name in append_only.missing(connection)
    ]


def unbalanced_rows() -> QuerySet[Any]:
    """Transactions whose entries cannot be right by themselves."""
    return LedgerTransaction.objects.annotate(
        total=Sum("entries__amount_minor"),
        sides=Count("entries"),
        strays=Count(
            "entries",
            filter=~Q(entries__account__book=F("book"))
            | ~Q(entries__account__currency=F("currency")),
        ),
    ).filter(Q(total__isnull=True) | ~Q(total=0) | Q(sides__lt=2) | Q(strays__gt=0))


def unbalanced_transactions() -> list[Difference]:
    """Each transaction has at least two entries, in its own book and currency, that sum to zero."""
    found = []
    rows = unbalanced_rows().values_list("pk", "total", "sides", "strays", "book", "currency")
    for pk, total, sides, strays, book, currency in rows:
        where = f"transaction {pk}"
        if sides < 2:
            found.append(Difference("ledger entries", where, "2 or more", str(sides)))
        if total:
            found.append(Difference("ledger balance", where, "0", str(total)))
        if strays:
            found.append(
                Difference("ledger accounts", where, f"{book} {currency}", "another account")
            )
    return found


def misplaced_months() -> list[Difference]:
    """Each transaction counts in the month of its moment, in the zone it was booked in."""
    found = []
    rows = LedgerTransaction.objects.values_list("pk", "happened_at", "zone", "month")
    for pk, happened_at, zone, month in rows.iterator():
        expected = happened_at.replace(tzinfo=happened_at.tzinfo or UTC)
        key = expected.astimezone(ZoneInfo(zone)).strftime("%Y-%m")
        if key != month:
            found.append(Difference("ledger month", f"transaction {pk}", key, month))
    return found


def _sums(*kinds: Kind) -> dict[int, int]:
    """Gift → what bookings of these kinds took from, or brought to, gifts received."""
    rows = (
        LedgerEntry.objects.filter(account__kind=Account.Kind.GIFTS, transaction__kind__in=kinds)
        .values_list("transaction__gift")
        .annotate(total=Sum("amount_minor"))
    )
    return {gift: -total for gift, total in rows if gift is not None}


def gifts_against_entries() -> list[Difference]:
    """A gift is received, and given back, exactly when and as much as the ledger says so.

    Gifts with an unbalanced transaction are left out: their trouble is named already.
    """
    named = set(unbalanced_rows().values_list("gift", flat=True))
    booked, taken_back = _sums(Kind.GIFT), _sums(Kind.CORRECTION)
    found = []
    rows = Gift.objects.exclude(pk__in=named - {None}).values_list(
        "pk", "state", "received_minor", "corrected_at"
    )
    for pk, state, received_minor, corrected_at in rows.iterator():
        where = f"gift {pk}"
        received = received_minor or 0
        if booked.get(pk, 0) != received:
            found.append(Difference("gift received", where, str(booked.get(pk, 0)), str(received)))
        expected = received if state == State.CORRECTED else 0
        if -taken_back.get(pk, 0) != expected:
            found.append(
                Difference("gift taken back", where, str(-taken_back.get(pk, 0)), str(expected))
            )
        if (state == State.CORRECTED) != (corrected_at is not None):
            found.append(Difference("gift taken back on", where, state, str(corrected_at)))
    return found


def books() -> list[Difference]:
    """Play money is in the test book and nothing else is; a booking is in its gift's book."""
    found = [
        Difference("gift book", f"gift {gift.pk}", f"book of {gift.gateway}", gift.book)
        for gift in Gift.objects.exclude(book_matches_gateway())
    ]
    strays = (
        LedgerTransaction.objects.filter(gift__isnull=False)
        .exclude(
            Q(book=F("gift__book"))
            & Q(currency=F("gift__currency"))
            & Q(gateway=F("gift__gateway"))
            & Q(is_sample=F("gift__is_sample"))
            & book_matches_gateway()
        )
        .values_list(
            *("pk", "gateway", "book", "currency"),
            *("gift__gateway", "gift__book", "gift__currency"),
        )
    )
    found += [
        Difference(
            "ledger book",
            f"transaction {row[0]}",
            f"{row[4]} {row[5]} {row[6]}",
            f"{row[1]} {row[2]} {row[3]}",
        )
        for row in strays
    ]
    if not Newsroom.current().is_sample:
        samples = LedgerTransaction.objects.filter(is_sample=True).count()
        if samples:
            found.append(Difference("sample gifts", "ledger", "0", str(samples)))
    return found


def meter_against_gifts() -> list[Difference]:
    """The meter's sum equals what gifts, refunds and disputes of the month say."""
    meter = queries.meter_now()
    if meter is None:
        return []
    moved = LedgerTransaction.objects.filter(
        book=Book.LIVE,
        currency=meter.currency,
        is_sample=meter.is_sample,
        month=meter.month.key,
    )

    def total(field: str, *kinds: Kind, **more: str) -> int:
        return moved.filter(kind__in=kinds, **more).aggregate(sum=Sum(field))["sum"] or 0

    expected = (
        total("gift__received_minor", Kind.GIFT)
        - total("gift__received_minor", Kind.CORRECTION)
        - total("refund__amount_minor", Kind.REFUND)
        + total("refund__amount_minor", Kind.REFUND_FAILED)
        - total("dispute__amount_minor", Kind.DISPUTE_HELD)
        + total("dispute__amount_minor", Kind.DISPUTE_RELEASED)
        + total("manual__amount_minor", Kind.MANUAL, manual__kind=str(ManualEntry.Kind.RECEIVED))
    )
    if expected == meter.raised_minor:
        return []
    return [Difference("meter", meter.month.key, str(expected), str(meter.raised_minor))]


def carried_sums() -> list[Difference]:
    """What was carried forward is what the bookings up to there add up to."""
    last = CarriedSum.objects.aggregate(last=Max("up_to"))["last"] or 0

    def totals(rows: Iterable[CarriedSum]) -> Counter[tuple[object, ...]]:
        found: Counter[tuple[object, ...]] = Counter()
        for row in rows:
            key = (row.currency, row.is_sample, row.month, row.side, row.kind)
            found[*key, "amount"] += row.amount_minor
            found[*key, "count"] += row.count
        return found

    expected = totals(sums.summed_between(0, last))
    found = totals(CarriedSum.objects.iterator())
    return [
        Difference("carried sum", " ".join(map(str, key)), str(expected[key]), str(found[key]))
        for key in sorted(expected.keys() | found.keys(), key=str)
        if expected[key] != found[key]
    ]


def record_lines() -> list[Difference]:
    """The public record has no gap, and each line is sealed with the code that is still kept."""
    last = RecordLine.objects.aggregate(last=Max("number"), count=Count("pk"))
    found = []
    if (last["last"] or 0) != last["count"]:
        found.append(Difference("record lines", "record", str(last["last"]), str(last["count"])))
    rows = Proof.objects.exclude(transaction__line=None).values_list(
        "code", "transaction__line__seal", "transaction__line__number"
    )
    found += [
        Difference("record seal", f"line {number}", record.seal_of(code), seal)
        for code, seal, number in rows.iterator()
        if record.seal_of(code) != seal
    ]
    return found


def find_differences() -> list[Difference]:
    """All of it; the meter is only questioned where the books themselves are in order."""
    found = [
        *unprotected_ledger(),
        *unbalanced_transactions(),
        *misplaced_months(),
        *books(),
        *gifts_against_entries(),
        *payment_checks.find_differences(),
        *carried_sums(),
        *record_lines(),
    ]
    return found or meter_against_gifts()
