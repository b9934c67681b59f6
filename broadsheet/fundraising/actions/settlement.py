"""Booking what a gateway says of a payment: however often, in whatever order, once.

A fact is a picture of the gateway's object, never a step. Each state is only left by an update that
filters on it, refunds and disputes have one row for each name outside, and the ledger refuses a
movement that it has. So an old picture after a new one, or the same one again, changes nothing.
"""

from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.core.prepared import Insert
from broadsheet.fundraising import ledger
from broadsheet.fundraising.actions.card_testing import card_key, note_declined
from broadsheet.fundraising.actions.gifts import AlreadySettled, settle_gift
from broadsheet.fundraising.actions.log import log_step, tell
from broadsheet.fundraising.gateways.facts import (
    DisputeFact,
    PaymentFact,
    RefundFact,
    Status,
)
from broadsheet.fundraising.models import (
    Attempt,
    Dispute,
    GatewayObject,
    Gift,
    Pledge,
    Refund,
    State,
)
from broadsheet.fundraising.models.gift import states_before

Kind = ledger.Kind

_BOOKED: Final = frozenset({State.SETTLED, State.CORRECTED})

_add_object = Insert(GatewayObject, unless_there=True)


class UnknownReference(LookupError):
    """No row here belongs to the payment, or none yet; `is_marked` where it carries our mark."""

    def __init__(self, ref: str, *, is_marked: bool) -> None:
        super().__init__(ref)
        self.is_marked = is_marked


def apply_payment(*, gateway: str, fact: PaymentFact) -> Gift:
    """Bring gift, log and ledger to what the gateway says. Safe to repeat, in any order.

    Most notices tell what is booked: these cost few statements, because whoever writes waits.
    Joins the caller's transaction. Raises UnknownReference.
    """
    with transaction.atomic():
        gift = Gift.objects.select_for_update().get(pk=_gift_of(gateway, fact).pk)
        gift = _sibling_if_paid_twice(gift, fact)
        _remember(gift, fact)
        has_failed = _note_attempts(gift, fact)
        _move(gift, fact)
        gift.refresh_from_db()
        if has_failed:
            note_declined(gift)
        if gift.state in _BOOKED:
            book_what_hangs_on(gift, fact)
    return gift


# Whose payment it is --------------------------------------------------------------------------


def _gift_of(gateway: str, fact: PaymentFact) -> Gift:
    names = [name for name in (fact.ref, *fact.aliases) if name]
    known = GatewayObject.objects.filter(gateway=gateway, ref__in=names, gift__isnull=False)
    belongs = {found.ref: found.gift for found in known.select_related("gift")}
    for name in names:  # the payment's own name comes first
        if (owner := belongs.get(name)) is not None:
            return owner
    if fact.gift_token:
        gift = Gift.objects.filter(token=fact.gift_token, gateway=gateway).first()
        if gift is not None:
            return gift
    pledge = find_pledge(gateway=gateway, ref=fact.pledge_ref, token=fact.pledge_token)
    if pledge is None:
        raise UnknownReference(fact.ref, is_marked=bool(fact.gift_token or fact.pledge_token))
    return _gift_of_pledge(pledge, fact)


def find_pledge(*, gateway: str, ref: str, token: str) -> Pledge | None:
    """The pledge of these names; the gateway's own comes first."""
    found = Pledge.objects.filter(gateway=gateway)
    if ref and (known := found.filter(gateway_ref=ref).first()):
        return known
    return found.filter(token=token).first() if token else None


def _gift_of_pledge(pledge: Pledge, fact: PaymentFact) -> Gift:
    """The gift of one month: that with which the pledge began, or a renewal's own."""
    if fact.is_first:
        first = pledge.gifts.exclude(source=Gift.Source.RENEWAL).order_by("id").first()
        if first is not None:
            return first
    Pledge.objects.select_for_update().get(pk=pledge.pk)
    known = GatewayObject.objects.filter(
        gateway=pledge.gateway, ref=fact.invoice_ref or fact.ref, gift__isnull=False
    ).first()
    if known is not None and known.gift is not None:
        return known.gift
    donor = pledge.donor
    gift = Gift.objects.create(
        token=new_token(),
        gateway=pledge.gateway,
        book=pledge.book,
        source=Gift.Source.RENEWAL,
        is_sample=pledge.is_sample,
        amount_minor=fact.amount_minor,
        currency=fact.currency,
        name=donor.name if donor else "",
        email=donor.email if donor else "",
        language=pledge.language,
        donor=donor,
        pledge=pledge,
        started_at=fact.at,
    )
    log_step(gift, State.STARTED)
    return gift


def _sibling_if_paid_twice(gift: Gift, fact: PaymentFact) -> Gift:
    """Another paid payment for a gift that is paid: real money, so a row of its own for a person
    to look at. Never on the meter by itself.
    """
    if fact.status != Status.PAID or gift.state not in _BOOKED:
        return gift
    booked = gift.transactions.filter(kind=Kind.GIFT).first()
    if booked is None or booked.provider_object in {fact.ref, gift.token}:
        return gift
    sibling = Gift.objects.create(
        token=new_token(),
        gateway=gift.gateway,
        book=gift.book,
        source=gift.source,
        is_sample=gift.is_sample,
        amount_minor=fact.amount_minor,
        currency=fact.currency,
        name=gift.name,
        email=gift.email,
        language=gift.language,
        donor=gift.donor,
        started_at=fact.at,
        state=State.QUESTIONED,
    )
    log_step(sibling, State.QUESTIONED, note=_("The same gift was paid a second time."))
    GatewayObject.objects.filter(gateway=gift.gateway, ref=fact.ref).delete()
    return sibling


def _remember(gift: Gift, fact: PaymentFact) -> None:
    names = {name for name in (fact.ref, *fact.aliases) if name}
    known = GatewayObject.objects.filter(gateway=gift.gateway, ref__in=names)
    for name in sorted(names - set(known.values_list("ref", flat=True))):
        _add_object(GatewayObject(gateway=gift.gateway, ref=name, gift=gift))


def _note_attempts(gift: Gift, fact: PaymentFact) -> bool:
    """Write down each try of a card that is news; true where one was declined."""
    known = {
        row.gateway_ref: (row.outcome, row.next_try_at)
        for row in Attempt.objects.filter(
            gateway=gift.gateway, gateway_ref__in=[one.ref for one in fact.attempts]
        )
    }
    has_failed = False
    for attempt in fact.attempts:
        if known.get(attempt.ref) == (attempt.outcome, attempt.next_try_at):
            continue
        _row, is_new = Attempt.objects.update_or_create(
            gateway=gift.gateway,
            gateway_ref=attempt.ref,
            defaults={"next_try_at": attempt.next_try_at, "outcome": attempt.outcome},
            create_defaults={
                "gift": gift,
                "at": attempt.at,
                "outcome": attempt.outcome,
                "code": attempt.code,
                "card_key": card_key(attempt.card),
                "next_try_at": attempt.next_try_at,
            },
        )
        has_failed |= is_new and attempt.outcome == Attempt.Outcome.DECLINED
    return has_failed


# Where it stands ------------------------------------------------------------------------------


def _move(gift: Gift, fact: PaymentFact) -> None:
    if fact.status == Status.PAID or fact.taken_back_at:
        wrong = _what_is_wrong(gift, fact)
        if wrong:
            if _step(gift, State.QUESTIONED):
                log_step(gift, State.QUESTIONED, note=wrong)
        elif gift.state not in {State.QUESTIONED, *_BOOKED}:
            settle_once(gift, fact)
        if fact.taken_back_at:
            _take_back(gift, fact)
    elif fact.status == Status.PENDING:
        _step(gift, State.PENDING, log=True)
    elif fact.status == Status.FAILED:
        _step(gift, State.FAILED, log=True)
    elif fact.status == Status.CANCELLED:
        _step(gift, State.CANCELLED, log=True)


def _step(gift: Gift, state: State, *, log: bool = False) -> bool:
    moved = Gift.objects.filter(pk=gift.pk, state__in=states_before(state)).update(state=state)
    if moved and log:
        log_step(gift, state)
    return bool(moved)


def _what_is_wrong(gift: Gift, fact: PaymentFact) -> str:
    """Why paid money must not be booked by itself; empty where all is as it was asked."""
    if not fact.is_live:
        return _("The gateway says that this was no real money.")
    if fact.currency != gift.currency or fact.amount_minor != gift.amount_minor:
        return _("Asked for %(asked)s, paid was %(paid)s.") % {
            "asked": format_amount(gift.amount_minor, gift.currency),
            "paid": f"{fact.amount_minor} {fact.currency}"
            if fact.currency != gift.currency
            else format_amount(fact.amount_minor, fact.currency),
        }
    return ""


def settle_once(gift: Gift, fact: PaymentFact) -> None:
    """Settle unless that is done."""
    try:
        settle_gift(
            gift=gift,
            amount_minor=fact.amount_minor,
            settled_at=fact.at,
            payment_ref=fact.ref,
        )
    except AlreadySettled:
        return


def _take_back(gift: Gift, fact: PaymentFact) -> None:
    """The gateway took money back that counted: the books say both."""
    moved = Gift.objects.filter(
        pk=gift.pk, state__in=states_before(State.CORRECTED), refunded_minor=0
    ).update(state=State.CORRECTED, corrected_at=fact.taken_back_at)
    if moved and fact.taken_back_at:
        gift.refresh_from_db()
        booked = ledger.record_correction(gift=gift, at=fact.taken_back_at)
        log_step(gift, State.CORRECTED, note=_("The gateway took the payment back."))
        tell("gift.corrected", gift, month=booked.month)


# What hangs on it -----------------------------------------------------------------------------


def book_what_hangs_on(gift: Gift, fact: PaymentFact) -> None:
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
