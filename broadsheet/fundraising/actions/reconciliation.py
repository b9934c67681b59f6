"""Comparing our books with the gateways', in both directions; what was missed is looked at anew.

A difference is mended by fetching and booking the payment, as if its notice had come; what stays
different is for a person. Each comparison leaves a row with its result.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, Sum

from broadsheet.core import clock
from broadsheet.core.outbox import announce
from broadsheet.core.schedule import every
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.pledges import apply_pledge
from broadsheet.fundraising.actions.settlement import UnknownReference, apply_payment
from broadsheet.fundraising.gateways import Gateway, GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.gateways.facts import Listed
from broadsheet.fundraising.models import (
    Account,
    Gift,
    LedgerEntry,
    LedgerTransaction,
    Pledge,
    ReconciliationRun,
    State,
)

logger = logging.getLogger(__name__)

Kind = LedgerTransaction.Kind

OPEN_AFTER: Final = timedelta(minutes=10)
"""Younger payments are left to their notices."""
OPEN_FOR: Final = timedelta(days=60)
WINDOW: Final = timedelta(days=40)
"""How far back the nightly comparison looks; refunds and debits come late."""
SETTLE_DOWN: Final = timedelta(minutes=5)
"""What happened in the last minutes may still be on its way to us."""
NIGHT_SECONDS: Final = 24 * 3600
LATEST_SHOWN: Final = 200


def look_again(gift: Gift) -> Gift:
    """Ask the gateway about one gift now and book what it says: a donor came back, or staff asks.

    A gateway that does not answer changes nothing.
    """
    gateway = gateways.find(gift.gateway)
    if not gateway.tells:
        return gift
    names = {row.ref.partition("_")[0]: row.ref for row in gift.objects_outside.order_by("id")}
    for kind in gateway.asked_by:
        if kind in names:
            try:
                fetch_and_book(gateway, names[kind])
            except (GatewayDown, GatewayRefused, NotThere, UnknownReference):
                logger.warning("A gift could not be looked up at its gateway.")
            break
    gift.refresh_from_db()
    return gift


def fetch_and_book(gateway: Gateway, ref: str) -> None:
    """Ask for one object and book what is said of it. Raises what the gateway raises, and
    UnknownReference.
    """
    asked_at = clock.now()
    told = gateway.fetch(ref)
    with transaction.atomic():
        for payment in told.payments:
            apply_payment(gateway=gateway.key, fact=payment)
        for pledge in told.pledges:
            apply_pledge(gateway=gateway.key, fact=pledge, asked_at=asked_at)


# Every hour -----------------------------------------------------------------------------------


@every(seconds=3600, name="look at open payments")
def reconcile_open_payments() -> None:
    """Ask each gateway about payments that are neither here nor there, and stale pledges."""
    for gateway in _telling():
        _run(gateway, ReconciliationRun.Kind.HOURLY, OPEN_FOR, _open_payments)


def _telling() -> list[Gateway]:
    return [one for one in gateways.GATEWAYS if one.tells and not gateways.why_closed(one)]


def _open_payments(gateway: Gateway, run: ReconciliationRun) -> None:
    started = Gift.objects.filter(
        gateway=gateway.key,
        started_at__gte=run.covers_from,
        started_at__lt=run.started_at - OPEN_AFTER,
        state__in=[State.STARTED, State.PENDING, State.FAILED],
    )
    for gift in started.order_by("id"):
        run.ours += 1
        before = gift.state
        after = look_again(gift).state
        if after in {State.SETTLED, State.QUESTIONED}:
            _note(run, "payment", f"gift {gift.pk}", before, after, is_mended=True)
    stale = Pledge.objects.filter(gateway=gateway.key).exclude(gateway_ref="")
    stale = stale.exclude(state=Pledge.State.ENDED).filter(
        Q(seen_at__isnull=True)
        | Q(seen_at__lt=run.started_at - timedelta(days=1))
        | Q(next_charge_at__lt=run.started_at)
    )
    for pledge in stale.order_by("id"):
        fetch_and_book(gateway, pledge.gateway_ref)


# Every night ----------------------------------------------------------------------------------


@every(seconds=NIGHT_SECONDS, name="compare with the gateways")
def reconcile_all(kind: str = ReconciliationRun.Kind.NIGHTLY) -> None:
    """Compare each gateway's list of payments with the ledger, both ways."""
    for gateway in _telling():
        _run(gateway, ReconciliationRun.Kind(kind), WINDOW, _both_directions)


def compare_now() -> None:
    """The same comparison, because somebody asked for it."""
    for gateway in _telling():
        _run(gateway, ReconciliationRun.Kind.BY_HAND, WINDOW, _both_directions)


def _both_directions(gateway: Gateway, run: ReconciliationRun) -> None:
    theirs = {one.ref: one for one in gateway.payments_between(run.covers_from, run.covers_until)}
    ours = _booked(gateway, run.covers_from, run.covers_until)
    run.theirs = len(theirs)
    for ref, listed in theirs.items():
        if _agrees(ours.get(ref) or _booked_as(gateway, ref), listed):
            continue
        before = ours.get(ref)
        if not _look(gateway, ref):
            run.theirs -= 1  # of another shop on the same account
            continue
        is_mended = _agrees(_booked_as(gateway, ref), listed)
        what = "payment" if before is None or before[0] != listed.amount_minor else "given back"
        expected = f"{listed.amount_minor} − {listed.refunded_minor} {listed.currency}"
        found = "nothing" if before is None else f"{before[0]} − {before[1]}"
        _note(run, what, ref, expected, found, is_mended=is_mended)
    for ref in set(ours) - set(theirs):
        try:
            is_there = any(one.ref == ref for one in gateway.fetch(ref).payments)
        except NotThere:
            is_there = False
        if not is_there:
            _note(run, "payment", ref, "nothing", str(ours[ref][0]), is_mended=False)
        elif _look(gateway, ref) and not _taken_back(gateway, ref):
            _note(run, "payment", ref, "not listed as paid", str(ours[ref][0]), is_mended=False)
    run.ours = len(_booked(gateway, run.covers_from, run.covers_until))


def _taken_back(gateway: Gateway, ref: str) -> bool:
    return LedgerTransaction.objects.filter(
        gateway=gateway.key, provider_object=ref, kind=Kind.CORRECTION
    ).exists()


def _agrees(booked: tuple[int, int] | None, listed: Listed) -> bool:
    return booked == (listed.amount_minor, listed.refunded_minor)


def _look(gateway: Gateway, ref: str) -> bool:
    """Fetch and book; False where it is nothing of ours."""
    try:
        fetch_and_book(gateway, ref)
    except UnknownReference as unknown:
        return unknown.is_marked
    return True


def _booked(gateway: Gateway, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """Payment → (received, given back), as the ledger has them."""
    gifts = LedgerTransaction.objects.filter(
        gateway=gateway.key, kind=Kind.GIFT, happened_at__gte=since, happened_at__lt=until
    )
    return _sums(gifts.values_list("gift_id", flat=True))


def _booked_as(gateway: Gateway, ref: str) -> tuple[int, int] | None:
    gifts = LedgerTransaction.objects.filter(
        gateway=gateway.key, kind=Kind.GIFT, provider_object=ref
    )
    return _sums(gifts.values_list("gift_id", flat=True)).get(ref)


def _sums(gifts: Iterable[int | None]) -> dict[str, tuple[int, int]]:
    rows = (
        LedgerEntry.objects.filter(account__kind=Account.Kind.GIFTS, transaction__gift__in=gifts)
        .values_list("transaction__gift")
        .annotate(
            received=Sum("amount_minor", filter=Q(transaction__kind=Kind.GIFT)),
            returned=Sum(
                "amount_minor",
                filter=Q(transaction__kind__in=[Kind.REFUND, Kind.REFUND_FAILED]),
            ),
        )
    )
    names = dict(
        LedgerTransaction.objects.filter(kind=Kind.GIFT, gift__in=gifts).values_list(
            "gift_id", "provider_object"
        )
    )
    return {names[pk]: (-(received or 0), returned or 0) for pk, received, returned in rows}


# The row that is left -------------------------------------------------------------------------

Comparison = Callable[[Gateway, ReconciliationRun], None]


def _run(
    gateway: Gateway, kind: ReconciliationRun.Kind, reach: timedelta, compare: Comparison
) -> ReconciliationRun:
    now = clock.now()
    run = ReconciliationRun.objects.create(
        gateway=gateway.key,
        kind=kind,
        covers_from=now - reach,
        covers_until=now - SETTLE_DOWN,
        started_at=now,
    )
    try:
        compare(gateway, run)
    except (GatewayDown, GatewayRefused, NotThere, UnknownReference) as error:
        run.error = (f"{error.__class__.__name__}: {error}")[:500]
    run.finished_at = clock.now()
    with transaction.atomic():
        run.save()
        announce("reconciliation.finished", gateway=gateway.key, is_clean=run.is_clean)
    if not run.is_clean:
        logger.error("The books and %s differ: see the run at the desk.", gateway.key)
    return run


def _note(
    run: ReconciliationRun, what: str, where: str, expected: str, found: str, *, is_mended: bool
) -> None:
    run.differences = [
        *run.differences,
        {
            "what": what,
            "where": where,
            "expected": expected,
            "found": found,
            "mended": is_mended,
        },
    ][:LATEST_SHOWN]
