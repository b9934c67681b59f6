"""From Stripe's objects (as plain dicts) to our facts. No call to the outside happens here."""

from datetime import UTC, datetime
from typing import Any, Final

from broadsheet.fundraising.gateways.facts import (
    AttemptFact,
    DisputeFact,
    FeeFact,
    Listed,
    PaymentFact,
    PledgeFact,
    RefundFact,
    Status,
)
from broadsheet.fundraising.models import Attempt, Dispute, Pledge

Json = dict[str, Any]

_PAYMENT: Final = {
    "succeeded": Status.PAID,
    "processing": Status.PENDING,
    "canceled": Status.CANCELLED,
}
_CHARGE: Final = {
    "succeeded": Attempt.Outcome.PAID,
    "pending": Attempt.Outcome.PENDING,
    "failed": Attempt.Outcome.DECLINED,
}
_PLEDGE: Final = {
    "incomplete": Pledge.State.STARTED,
    "trialing": Pledge.State.ACTIVE,
    "active": Pledge.State.ACTIVE,
    "past_due": Pledge.State.LATE,
    "unpaid": Pledge.State.LATE,
    "paused": Pledge.State.PAUSED,
    "canceled": Pledge.State.ENDED,
    "incomplete_expired": Pledge.State.ENDED,
}
_DISPUTE: Final = {
    "needs_response": Dispute.State.OPEN,
    "under_review": Dispute.State.OPEN,
    "appeal_needs_response": Dispute.State.OPEN,
    "appeal_under_review": Dispute.State.OPEN,
    "won": Dispute.State.WON,
    "lost": Dispute.State.LOST,
}
"""Inquiries (`warning_…`) and prevented disputes hold no money, so they are no dispute here."""
_REFUND_LIVE: Final = frozenset({"pending", "requires_action", "succeeded"})
_FIRST_INVOICE: Final = "subscription_create"


def moment(seconds: int | None) -> datetime | None:
    """An aware moment from Stripe's seconds since 1970."""
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else None


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def ref_of(value: Any) -> str:
    """The id in a field that may hold an id, the whole object, or nothing."""
    if isinstance(value, dict):
        return str(value.get("id", ""))
    return str(value or "")


def ref_to_fetch(told: Json) -> str:
    """Which object to fetch for a notice about this one; empty for what is never about a gift."""
    kind = told.get("object", "")
    if kind in {"checkout.session", "payment_intent", "invoice", "subscription"}:
        return ref_of(told)[:255]
    if kind in {"charge", "refund", "dispute", "invoice_payment"}:
        if kind == "invoice_payment":
            return ref_of(told.get("invoice"))[:255]
        return (ref_of(told.get("payment_intent")) or ref_of(told.get("charge")))[:255]
    return ""


# Payments -------------------------------------------------------------------------------------


def payment(
    intent: Json,
    *,
    charges: list[Json],
    refunds: list[Json] | None = None,
    disputes: list[Json] | None = None,
    invoice: Json | None = None,
    session: Json | None = None,
) -> PaymentFact:
    """A Payment Intent with all that hangs on it."""
    latest = intent.get("latest_charge")
    latest = latest if isinstance(latest, dict) else None
    paid = next((one for one in charges if one["status"] == "succeeded"), None)
    came_home = next((one for one in charges if one.get("failure_balance_transaction")), None)
    status = _status(intent, charges, invoice=invoice, session=session)
    money = paid or came_home
    fees = _charge_fees(latest, intent) if latest and paid else []
    for one in disputes or []:
        fees += _dispute_fees(one)
    marks = dict(intent.get("metadata") or {})
    details = ((invoice or {}).get("parent") or {}).get("subscription_details") or {}
    return PaymentFact(
        ref=intent["id"],
        status=status,
        amount_minor=intent.get("amount_received") or intent["amount"],
        currency=intent["currency"].upper(),
        at=_at((money or intent)["created"]),
        is_live=intent["livemode"] is True,
        gift_token=str(marks.get("gift", "")),
        pledge_token=str((details.get("metadata") or {}).get("pledge", "")),
        pledge_ref=ref_of(details.get("subscription")),
        invoice_ref=ref_of(invoice),
        is_first=bool(invoice) and (invoice or {}).get("billing_reason") == _FIRST_INVOICE,
        aliases=tuple(name for name in (ref_of(session), ref_of(invoice)) if name),
        taken_back_at=_taken_back_at(came_home),
        fees=tuple(fees),
        attempts=tuple(_attempt(one, invoice) for one in charges),
        refunds=tuple(refund(one) for one in refunds or [] if _counts(one)),
        disputes=tuple(_dispute(one) for one in disputes or [] if one["status"] in _DISPUTE),
    )


def _status(
    intent: Json, charges: list[Json], *, invoice: Json | None, session: Json | None
) -> Status:
    if (found := _PAYMENT.get(intent["status"])) is not None:
        return found
    if session is not None and session.get("status") == "expired":
        return Status.CANCELLED
    if not intent.get("last_payment_error"):
        return Status.WAITING
    # A declined card may be tried again at once, in the same Checkout; a debit that came home, or
    # a month's bill that was not paid, is news.
    is_card = all(
        (one.get("payment_method_details") or {}).get("type") == "card" for one in charges
    )
    return Status.WAITING if is_card and invoice is None else Status.FAILED


def _taken_back_at(charge: Json | None) -> datetime | None:
    """When a debit that counted as paid came home; Stripe books that as a movement of its own."""
    if charge is None or charge["status"] != "failed":
        return None
    home = charge["failure_balance_transaction"]
    return _at(home["created"] if isinstance(home, dict) else charge["created"])


def _attempt(charge: Json, invoice: Json | None) -> AttemptFact:
    details = charge.get("payment_method_details") or {}
    card = details.get(details.get("type", ""), None) or {}
    is_latest = bool(invoice) and charge["status"] == "failed"
    return AttemptFact(
        ref=charge["id"],
        at=_at(charge["created"]),
        outcome=str(_CHARGE[charge["status"]]),
        code=str(charge.get("failure_code") or "")[:60],
        card=str(card.get("fingerprint") or ""),
        next_try_at=moment((invoice or {}).get("next_payment_attempt")) if is_latest else None,
    )


def unpaid(session: Json) -> PaymentFact:
    """A Checkout that nobody has paid in yet."""
    is_over = session.get("status") == "expired"
    return PaymentFact(
        ref="",
        status=Status.CANCELLED if is_over else Status.WAITING,
        amount_minor=session["amount_total"] or 0,
        currency=str(session["currency"] or "").upper(),
        at=_at(session["created"]),
        is_live=session["livemode"] is True,
        gift_token=str((session.get("metadata") or {}).get("gift", "")),
        aliases=(session["id"],),
    )


def intent_of_invoice(invoice: Json) -> str:
    """The Payment Intent with which an invoice is paid, the latest of several."""
    payments = (invoice.get("payments") or {}).get("data") or []
    intents = [ref_of(one["payment"].get("payment_intent")) for one in payments]
    return next((ref for ref in reversed(intents) if ref), "")


# Fees, refunds, disputes ----------------------------------------------------------------------


def _fee(movement: Json, currency: str) -> int:
    """The fee of a balance transaction, in the payment's currency."""
    fee = int(movement["fee"])
    rate = movement.get("exchange_rate")
    if movement["currency"] != currency and rate:
        return round(fee / float(rate))
    return fee


def _charge_fees(charge: Json, intent: Json) -> list[FeeFact]:
    movement = charge.get("balance_transaction")
    if not isinstance(movement, dict) or not (fee := _fee(movement, intent["currency"])):
        return []
    return [FeeFact(ref=movement["id"], amount_minor=fee, at=_at(movement["created"]))]


def _dispute_fees(dispute: Json) -> list[FeeFact]:
    return [
        FeeFact(ref=one["id"], amount_minor=fee, at=_at(one["created"]))
        for one in dispute.get("balance_transactions") or []
        if (fee := _fee(one, dispute["currency"]))
    ]


def _counts(one: Json) -> bool:
    """Whether a refund moved money: one cancelled before it began did not."""
    return one["status"] in _REFUND_LIVE or bool(one.get("failure_balance_transaction"))


def refund(one: Json) -> RefundFact:
    """A refund; one that failed says when its money came back."""
    failed_at = None
    if one["status"] in {"failed", "canceled"}:
        home = one.get("failure_balance_transaction")
        failed_at = _at(home["created"] if isinstance(home, dict) else one["created"])
    return RefundFact(
        ref=one["id"],
        amount_minor=one["amount"],
        at=_at(one["created"]),
        token=str((one.get("metadata") or {}).get("refund", "")),
        failed_at=failed_at,
        reason=str(one.get("failure_reason") or one.get("reason") or "")[:60],
    )


def _dispute(one: Json) -> DisputeFact:
    state = _DISPUTE[one["status"]]
    moved = [_at(row["created"]) for row in one.get("balance_transactions") or []]
    is_open = state == Dispute.State.OPEN
    return DisputeFact(
        ref=one["id"],
        amount_minor=one["amount"],
        at=_at(one["created"]),
        state=str(state),
        closed_at=None if is_open else max([_at(one["created"]), *moved]),
        answer_by_at=moment((one.get("evidence_details") or {}).get("due_by")),
        reason=str(one.get("reason") or "")[:60],
    )


# Pledges and lists ----------------------------------------------------------------------------


def pledge(subscription: Json) -> PledgeFact:
    """A subscription; what it charges next stands with its one item."""
    item = subscription["items"]["data"][0]
    state = _PLEDGE[subscription["status"]]
    pause = subscription.get("pause_collection")
    if pause and state == Pledge.State.ACTIVE:
        state = Pledge.State.PAUSED
    is_over = state == Pledge.State.ENDED
    details = subscription.get("cancellation_details") or {}
    return PledgeFact(
        ref=subscription["id"],
        state=str(state),
        amount_minor=item["price"]["unit_amount"] * (item.get("quantity") or 1),
        currency=subscription["currency"].upper(),
        is_live=subscription["livemode"] is True,
        pledge_token=str((subscription.get("metadata") or {}).get("pledge", "")),
        customer_ref=ref_of(subscription["customer"]),
        next_charge_at=None if is_over else moment(item.get("current_period_end")),
        paused_until=moment(pause.get("resumes_at")) if pause else None,
        ended_at=moment(subscription.get("ended_at")),
        end_reason=str(details.get("reason") or "")[:120],
    )


def is_payment(charge: Json) -> bool:
    """Whether a charge brought money and belongs to a Payment Intent."""
    return charge["status"] == "succeeded" and bool(charge.get("payment_intent"))


def listed(charge: Json) -> Listed:
    """A paid charge as a line of Stripe's list."""
    return Listed(
        ref=ref_of(charge["payment_intent"]),
        amount_minor=charge["amount_captured"],
        currency=charge["currency"].upper(),
        refunded_minor=charge["amount_refunded"],
        at=_at(charge["created"]),
        is_ours=bool((charge.get("metadata") or {}).get("gift")),
    )
