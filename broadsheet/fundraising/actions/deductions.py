"""What becomes of money after it was booked: fees, refunds and disputes, each booked once.

Each has one row for each name outside, and its state is only left by an update that filters on it.
"""

from django.db.models import F
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.fundraising import ledger
from broadsheet.fundraising.actions.log import log_step, tell
from broadsheet.fundraising.gateways.facts import DisputeFact, PaymentFact, RefundFact
from broadsheet.fundraising.models import Dispute, Gift, Refund, State

Kind = ledger.Kind


def apply_deductions(gift: Gift, fact: PaymentFact) -> None:
    """Fees, refunds and disputes of a payment that is booked. Joins the caller's transaction."""
    for fee in fact.fees:
        if not ledger.is_booked(gateway=gift.gateway, provider_object=fee.ref, kind=Kind.FEE):
            ledger.record_fee(
                gift=gift, amount_minor=fee.amount_minor, at=fee.at, provider_object=fee.ref
            )
            tell("fee.booked", gift, month=clock.month_of(fee.at).key, amount_minor=0)
    for refund in fact.refunds:
        apply_refund(gift=gift, fact=refund)
    for dispute in fact.disputes:
        _apply_dispute(gift, dispute)


def apply_refund(*, gift: Gift, fact: RefundFact) -> Refund:
    """Bring a refund to what the gateway says; one that nobody here asked for gets its row.

    Joins the caller's transaction.
    """
    gift = Gift.objects.select_for_update().get(pk=gift.pk)
    row = Refund.objects.filter(gateway=gift.gateway, gateway_ref=fact.ref).first()
    if row is None and fact.token:
        row = Refund.objects.filter(token=fact.token, gift=gift).first()
    if row is None:
        _reserve(gift, fact.amount_minor)
        row = Refund.objects.create(
            token=new_token(),
            gift=gift,
            gateway=gift.gateway,
            gateway_ref=fact.ref,
            origin=Refund.Origin.GATEWAY,
            amount_minor=fact.amount_minor,
            reason=fact.reason,
            started_at=fact.at,
        )
    elif row.state == Refund.State.FAILED and row.settled_at is None:
        _reserve(gift, row.amount_minor)  # given up here, and done outside after all
        Refund.objects.filter(pk=row.pk).update(state=Refund.State.STARTED, failed_at=None)
    booked = Refund.objects.filter(pk=row.pk, state=Refund.State.STARTED).update(
        state=Refund.State.BOOKED, gateway_ref=fact.ref, settled_at=fact.at, due_at=None
    )
    row.refresh_from_db()
    if booked:
        done = ledger.record_refund(refund=row, at=fact.at)
        log_step(gift, State(gift.state), note=_amount_note(_("Given back: %s"), row))
        tell("gift.refunded", gift, month=done.month, amount_minor=row.amount_minor)
    if fact.failed_at is not None:
        _refund_failed(row, fact)
    return row


def _refund_failed(row: Refund, fact: RefundFact) -> None:
    at = fact.failed_at or fact.at
    failed = Refund.objects.filter(pk=row.pk, state=Refund.State.BOOKED).update(
        state=Refund.State.FAILED, failed_at=at, last_error=fact.reason
    )
    if not failed:
        return
    release(row)
    done = ledger.record_refund_failed(refund=row, at=at)
    note = _amount_note(_("The refund failed, the money is back: %s"), row)
    log_step(row.gift, State(row.gift.state), note=note)
    tell("gift.refunded", row.gift, month=done.month, amount_minor=-row.amount_minor)


def _reserve(gift: Gift, amount_minor: int) -> None:
    """Take a refund of the gateway's own into account.

    Refunds that we asked for and it has not done yet give way: it never gives back more than came.
    """
    room = Gift.objects.filter(pk=gift.pk, refunded_minor__lte=F("received_minor") - amount_minor)
    grown = F("refunded_minor") + amount_minor
    for waiting in gift.refunds.filter(state=Refund.State.STARTED, gateway_ref=""):
        if room.update(refunded_minor=grown):
            return
        give_up_refund(waiting, _("The gateway had given it back already."))
    Gift.objects.filter(pk=gift.pk).update(refunded_minor=grown)  # a constraint bounds it


def give_up_refund(row: Refund, why: str) -> None:
    """A refund that the gateway will not do: its part of the gift is free again."""
    stopped = Refund.objects.filter(pk=row.pk, state=Refund.State.STARTED).update(
        state=Refund.State.FAILED, failed_at=clock.now(), due_at=None, last_error=why[:500]
    )
    if stopped:
        release(row)


def release(row: Refund) -> None:
    """Free the part of the gift that a refund had reserved."""
    Gift.objects.filter(pk=row.gift_id).update(
        refunded_minor=F("refunded_minor") - row.amount_minor
    )


def _amount_note(sentence: str, row: Refund) -> str:
    return sentence % format_amount(row.amount_minor, row.gift.currency)


def _apply_dispute(gift: Gift, fact: DisputeFact) -> None:
    row, created = Dispute.objects.get_or_create(
        gateway=gift.gateway,
        gateway_ref=fact.ref,
        defaults={
            "gift": gift,
            "amount_minor": fact.amount_minor,
            "reason": fact.reason,
            "opened_at": fact.at,
            "answer_by_at": fact.answer_by_at,
        },
    )
    if created:
        done = ledger.record_dispute_held(dispute=row, at=fact.at)
        log_step(gift, State(gift.state), note=_("The donor’s bank disputes the payment."))
        tell("gift.disputed", gift, month=done.month, amount_minor=row.amount_minor)
    if fact.state == Dispute.State.OPEN:
        return
    at = fact.closed_at or fact.at
    closed = Dispute.objects.filter(pk=row.pk, state=Dispute.State.OPEN).update(
        state=fact.state, closed_at=at
    )
    if not closed:
        return
    is_won = fact.state == Dispute.State.WON
    book = ledger.record_dispute_released if is_won else ledger.record_dispute_lost
    done = book(dispute=row, at=at)
    note = _("The dispute was won.") if is_won else _("The dispute was lost.")
    log_step(gift, State(gift.state), note=note)
    tell("gift.disputed", gift, month=done.month, amount_minor=-row.amount_minor if is_won else 0)
