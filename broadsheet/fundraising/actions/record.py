"""Writing for everybody to read: lines of the public record, and sums carried forward."""

import hashlib
import secrets
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Max

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.core.schedule import every
from broadsheet.fundraising import sums
from broadsheet.fundraising.models import (
    Book,
    CarriedSum,
    Gift,
    LedgerTransaction,
    Proof,
    RecordLine,
)

BATCH_SMALLEST: Final = 5
"""So many bookings hide each other; fewer wait for the next ones."""
CODE_BYTES: Final = 16
CARRY_AT: Final = 500
"""So many bookings since the last carry are few enough to be added up on each reading."""
SETTLED_FOR: Final = timedelta(minutes=10)
"""A booking is carried when no transaction with a smaller number can still be under way."""
ROWS_AT_ONCE: Final = 500


def seal_of(code: str) -> str:
    """What the record shows of a code: its SHA-256 in hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()


def prove(booking: LedgerTransaction) -> Proof:
    """The code that proves a booking to be in the record; made when it is first asked for.

    Raises Proof.DoesNotExist for one that was destroyed after its line was sealed.
    """
    if RecordLine.objects.filter(transaction=booking).exists():
        return Proof.objects.get(transaction=booking)
    found, _created = Proof.objects.get_or_create(
        transaction=booking, defaults={"code": secrets.token_hex(CODE_BYTES)}
    )
    return found


def forget_proofs(gift: Gift) -> None:
    """Destroy the codes of a gift: nobody can tell any more which lines are its own."""
    Proof.objects.filter(transaction__gift=gift).delete()


@every(seconds=3600, name="add to the public record")
def extend_record() -> int:
    """Add the bookings of the days before today, shuffled; gives how many lines were added."""
    today = datetime.combine(clock.today(), time(), tzinfo=clock.zone())
    return add_lines(recorded_before=today)


def add_lines(*, recorded_before: datetime) -> int:
    """Add a line for each live booking that has none; nothing while they are too few to hide."""
    with transaction.atomic():
        waiting = list(
            LedgerTransaction.objects.filter(
                book=Book.LIVE,
                is_sample=Newsroom.current().is_sample,
                recorded_at__lt=recorded_before,
                line=None,
            )
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if len(waiting) < BATCH_SMALLEST:
            return 0
        secrets.SystemRandom().shuffle(waiting)
        codes = _codes(waiting)
        last = RecordLine.objects.aggregate(number=Max("number"), batch=Max("batch"))
        RecordLine.objects.bulk_create(
            (
                RecordLine(
                    number=(last["number"] or 0) + place,
                    transaction_id=booking,
                    seal=seal_of(codes[booking]),
                    batch=(last["batch"] or 0) + 1,
                    added_on=clock.today(),
                )
                for place, booking in enumerate(waiting, start=1)
            ),
            batch_size=ROWS_AT_ONCE,
        )
        announce("record.extended")
    return len(waiting)


def _codes(bookings: list[int]) -> dict[int, str]:
    """The code of each booking, made where a receipt has not asked for it before."""
    known = dict(
        Proof.objects.filter(transaction__line=None, transaction__book=Book.LIVE).values_list(
            "transaction_id", "code"
        )
    )
    made = {pk: secrets.token_hex(CODE_BYTES) for pk in bookings if pk not in known}
    Proof.objects.bulk_create(
        (Proof(transaction_id=pk, code=code) for pk, code in made.items()),
        batch_size=ROWS_AT_ONCE,
    )
    return known | made


@every(seconds=3600, name="carry the books forward")
def carry_forward() -> int:
    """Carry the sums of older bookings forward where many came since; gives how many did."""
    last = CarriedSum.objects.aggregate(last=Max("up_to"))["last"] or 0
    settled = LedgerTransaction.objects.filter(
        pk__gt=last, recorded_at__lt=clock.now() - SETTLED_FOR
    )
    found = settled.aggregate(last=Max("pk"), count=Count("pk"))
    if found["count"] < CARRY_AT:
        return 0
    rows = sums.summed_between(last, found["last"])
    for row in rows:
        row.up_to = found["last"]
    CarriedSum.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return int(found["count"])
