"""The part of `broadsheet check` that is about refunds, disputes, entries by hand and notices."""

from typing import Any, Final

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from broadsheet.core.checks import Difference
from broadsheet.fundraising.models import (
    Dispute,
    Gift,
    LedgerTransaction,
    ManualEntry,
    Notice,
    Refund,
    State,
)

Kind = LedgerTransaction.Kind


def refunds_against_entries() -> list[Difference]:
    """Refunds are booked as their rows say, and reserve what they take of their gift."""
    found = []
    reserving = [Refund.State.ASKED, Refund.State.STARTED, Refund.State.BOOKED]
    reserved = Gift.objects.annotate(
        expected=Coalesce(
            Sum("refunds__amount_minor", filter=Q(refunds__state__in=reserving)), Value(0)
        )
    ).exclude(refunded_minor=F("expected"))
    for gift in reserved:
        found.append(
            Difference(
                "gift given back", f"gift {gift.pk}", str(gift.expected), str(gift.refunded_minor)
            )
        )
    rows = Refund.objects.annotate(
        out=Count("transactions", filter=Q(transactions__kind=Kind.REFUND)),
        home=Count("transactions", filter=Q(transactions__kind=Kind.REFUND_FAILED)),
    )
    for row in rows.iterator(chunk_size=1000):
        went = row.settled_at is not None
        expected = (int(went), int(went and row.state == Refund.State.FAILED))
        if (row.out, row.home) != expected:
            found.append(
                Difference("refund", f"refund {row.pk}", str(expected), str((row.out, row.home)))
            )
    return found


_DISPUTE: Final = {
    Dispute.State.OPEN: {Kind.DISPUTE_HELD},
    Dispute.State.WON: {Kind.DISPUTE_HELD, Kind.DISPUTE_RELEASED},
    Dispute.State.LOST: {Kind.DISPUTE_HELD, Kind.DISPUTE_LOST},
}


def disputes_against_entries() -> list[Difference]:
    """Each dispute is held, and released or lost, exactly as its row says."""
    found = []
    for row in Dispute.objects.prefetch_related("transactions"):
        expected = {str(kind) for kind in _DISPUTE[Dispute.State(row.state)]}
        booked = {booking.kind for booking in row.transactions.all()}
        if booked != expected:
            where = f"dispute {row.pk}"
            found.append(
                Difference("dispute", where, ", ".join(sorted(expected)), ", ".join(sorted(booked)))
            )
    return found


def entries_by_hand() -> list[Difference]:
    """Each entry by hand is in the ledger exactly when it was decided so."""
    booked = Q(state=ManualEntry.State.BOOKED)
    strays = ManualEntry.objects.filter(
        (booked & Q(booking__isnull=True)) | (~booked & Q(booking__isnull=False))
    )
    return [Difference("entry by hand", f"entry {row.pk}", row.state, "") for row in strays]


def facts_against_entries() -> list[Difference]:
    """What gateways last said of each payment, kept beside their notices, rebuilds the ledger."""
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    notices = Notice.objects.filter(state=Notice.State.DONE).order_by("worked_at", "id")
    for gateway, facts in notices.values_list("gateway", "facts").iterator(chunk_size=1000):
        for fact in facts:
            if fact["kind"] == "payment" and fact["ref"] and fact["status"] == "paid":
                latest[gateway, fact["ref"]] = fact
    booked = {
        (row.gateway, row.provider_object): row
        for row in LedgerTransaction.objects.filter(kind=Kind.GIFT).select_related("gift")
    }
    questioned = set(
        Gift.objects.filter(state__in=[State.QUESTIONED, State.REFUSED]).values_list(
            "gateway", "objects_outside__ref"
        )
    )
    found = []
    for key, fact in latest.items():
        row = booked.get(key)
        received = row.gift.received_minor if row is not None and row.gift is not None else 0
        if row is None and key in questioned:
            continue
        if received != fact["amount_minor"]:
            found.append(Difference("payment", key[1], str(fact["amount_minor"]), str(received)))
    return found


def find_differences() -> list[Difference]:
    """All of it."""
    return [
        *refunds_against_entries(),
        *disputes_against_entries(),
        *entries_by_hand(),
        *facts_against_entries(),
    ]
