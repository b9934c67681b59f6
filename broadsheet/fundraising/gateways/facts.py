"""What a gateway says of its objects, in words of ours: plain values, no persons, safe to keep."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from broadsheet.core.clock import rfc3339


class Status(StrEnum):
    """Where a payment stands with its gateway."""

    WAITING = "waiting"
    """The donor has not paid yet, or may try again."""
    PENDING = "pending"
    """Under way, such as a debit that takes days: not money yet."""
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Can never be paid any more."""


@dataclass(frozen=True)
class FeeFact:
    """What the gateway kept for itself; less than nothing where it gave a fee back."""

    ref: str
    amount_minor: int
    at: datetime


@dataclass(frozen=True)
class AttemptFact:
    """One try at charging."""

    ref: str
    at: datetime
    outcome: str
    """One of `Attempt.Outcome`."""
    code: str = ""
    card: str = ""
    """The gateway's fingerprint of the card; kept only as a keyed hash."""
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class RefundFact:
    """Money on its way back, or back, or come home again because that failed."""

    ref: str
    amount_minor: int
    at: datetime
    token: str = ""
    """Of our own row, where we asked for it."""
    failed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class DisputeFact:
    """A payment that the donor's bank questions, with its money held."""

    ref: str
    amount_minor: int
    at: datetime
    state: str
    """One of `Dispute.State`."""
    closed_at: datetime | None = None
    answer_by_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class PaymentFact:
    """One payment with all that hangs on it; `ref` is the key of everything."""

    ref: str
    status: Status
    amount_minor: int
    """What was paid, or what is asked for while it is not."""
    currency: str
    at: datetime
    """When it was paid; else when it was made."""
    is_live: bool = True
    gift_token: str = ""
    pledge_token: str = ""
    pledge_ref: str = ""
    invoice_ref: str = ""
    """Of a monthly payment: which month's bill it pays."""
    is_first: bool = False
    """Whether that bill is the one with which the pledge began."""
    aliases: tuple[str, ...] = ()
    """Other objects of the gateway that mean this payment."""
    taken_back_at: datetime | None = None
    """Where it was paid and the gateway then took the money back, as debits may."""
    fees: tuple[FeeFact, ...] = ()
    attempts: tuple[AttemptFact, ...] = ()
    refunds: tuple[RefundFact, ...] = ()
    disputes: tuple[DisputeFact, ...] = ()


@dataclass(frozen=True)
class PledgeFact:
    """A monthly promise as the gateway has it."""

    ref: str
    state: str
    """One of `Pledge.State`."""
    amount_minor: int
    currency: str
    is_live: bool = True
    pledge_token: str = ""
    customer_ref: str = ""
    next_charge_at: datetime | None = None
    paused_until: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class Told:
    """What came of fetching one object."""

    payments: tuple[PaymentFact, ...] = ()
    pledges: tuple[PledgeFact, ...] = ()

    def as_values(self) -> list[dict[str, Any]]:
        """For keeping beside a notice: JSON values, times as RFC 3339; no card, no person."""
        return [
            {"kind": kind, **_plain(dataclasses.asdict(fact))}
            for kind, facts in (("payment", self.payments), ("pledge", self.pledges))
            for fact in facts
        ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name != "card"}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return rfc3339(value) if isinstance(value, datetime) else value


@dataclass(frozen=True)
class Heard:
    """A notice as it came in, read but not believed."""

    event_id: str
    kind: str
    object_ref: str
    """What to fetch; empty where the notice is about nothing of ours."""
    happened_at: datetime | None = None
    is_live: bool = True


@dataclass(frozen=True)
class Listed:
    """One payment in a gateway's own list, for reconciliation."""

    ref: str
    amount_minor: int
    currency: str
    refunded_minor: int
    at: datetime
    is_ours: bool
    """Whether it carries our mark; an account may serve other shops too."""
