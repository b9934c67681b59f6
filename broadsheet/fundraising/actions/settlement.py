"""Booking what a gateway says of a payment: however often, in whatever order, once.

A fact is a picture of the gateway's object, never a step. Each state is only left by an update that
filters on it, and the ledger refuses a movement that it has. So an old picture after a new one, or
the same one again, changes nothing. `deductions.py` books what becomes of the money afterwards.
"""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.core.prepared import Insert
from broadsheet.fundraising import ledger
from broadsheet.fundraising.actions.card_testing import card_key, note_declined
from broadsheet.fundraising.actions.deductions import apply_deductions
from broadsheet.fundraising.actions.gifts import AlreadySettled, settle_gift
from broadsheet.fundraising.actions.log import log_step, tell
from broadsheet.fundraising.gateways.facts import PaymentFact, Status
from broadsheet.fundraising.models import Attempt, GatewayObject, Gift, Pledge, State
from broadsheet.fundraising.models.gift import states_before

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
            apply_deductions(gift, fact)
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
    booked = gift.transactions.filter(kind=ledger.Kind.GIFT).first()
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
            _settle_once(gift, fact)
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


def _settle_once(gift: Gift, fact: PaymentFact) -> None:
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
