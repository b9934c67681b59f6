"""The make-believe payment service behind the test gateway, and the faults that a seed gives it.

A seed and a gift's reference (TEST0001, TEST0002 and so on) say together what goes wrong with that
gift, so the same seed makes the same trouble in the same order, in every new newsroom.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.core import clock
from broadsheet.core.clock import rfc3339
from broadsheet.fundraising.gateways.base import GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.gateways.facts import (
    AttemptFact,
    Listed,
    PaymentFact,
    RefundFact,
    Status,
)
from broadsheet.fundraising.models import (
    Attempt,
    Gift,
    PlayNotice,
    PlayPayment,
    PlayRefund,
    Refund,
)

PREFIX: Final = "test"
SIGNED: Final = "Test-Signature"
"""The header of a notice that carries its signature."""
CHANCE: Final = 64
"""Of 256: how often each fault happens."""
LATE_BY: Final = timedelta(minutes=2)
LATER_BY: Final = timedelta(seconds=20)
"""So long after the other one comes a repeat, or the notice that should have come first."""
UNKNOWN_FOR: Final = timedelta(seconds=90)


class Fault(StrEnum):
    """What may go wrong with one gift. New ones go to the end: their place is their dice."""

    REFUSED = "card refused at first"
    TWICE = "notices come twice"
    LATE = "notices come late"
    DISORDERED = "notices come out of order"
    LOST = "no notice comes at all"
    UNKNOWN = "outcome unknown for a while"


def faults_of(reference: str, *, seed: str) -> frozenset[Fault]:
    """What goes wrong with the gift of this reference; nothing without a seed."""
    if not seed:
        return frozenset()
    dice = hashlib.sha256(f"{seed}:{reference}".encode()).digest()
    return frozenset(fault for fault, thrown in zip(Fault, dice, strict=False) if thrown < CHANCE)


# What its customers do ------------------------------------------------------------------------


def open_checkout(gift: Gift) -> PlayPayment:
    """The checkout of a gift; the same one, however often."""
    found, _created = PlayPayment.objects.get_or_create(
        gift=gift,
        defaults={
            "ref": f"{PREFIX}_{gift.token}",
            "amount_minor": gift.amount_minor,
            "currency": gift.currency,
            "opened_at": clock.now(),
        },
    )
    return found


def pay(gift: Gift) -> PlayPayment:
    """The donor pretends to pay. A payment that is made is made once."""
    faults = faults_of(gift.reference, seed=settings.PLAY_MONEY_SEED)
    open_checkout(gift)
    with transaction.atomic():
        payment = PlayPayment.objects.select_for_update().get(gift=gift)
        if payment.paid_at is not None:
            return payment
        now = clock.now()
        if Fault.REFUSED in faults and payment.declined_at is None:
            payment.declined_at = now
            _plan(payment, faults, ("payment.declined", now))
        else:
            payment.paid_at = now
            payment.known_at = now + UNKNOWN_FOR if Fault.UNKNOWN in faults else None
            opened = ("payment.opened", payment.opened_at)
            _plan(payment, faults, opened, ("payment.paid", now))
        payment.save()
    return payment


def _plan(payment: PlayPayment, faults: frozenset[Fault], *told: tuple[str, datetime]) -> None:
    """Write down which notices are sent, and when."""
    if not settings.PLAY_MONEY_SEED or Fault.LOST in faults:
        return
    first_due = clock.now() + (LATE_BY if Fault.LATE in faults else timedelta(0))
    for place, (kind, happened_at) in enumerate(told):
        is_last = place == len(told) - 1
        due_at = first_due + (
            LATER_BY if Fault.DISORDERED in faults and not is_last else timedelta(0)
        )
        for repeat in range(2 if Fault.TWICE in faults else 1):
            PlayNotice.objects.create(
                payment=payment,
                event_id=f"{payment.ref}-{kind}",
                kind=kind,
                happened_at=happened_at,
                due_at=due_at + repeat * LATER_BY,
            )


# What it sends --------------------------------------------------------------------------------


def signed(notice: PlayNotice) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a notice."""
    body = json.dumps(
        {
            "id": notice.event_id,
            "kind": notice.kind,
            "payment": notice.payment.ref,
            "at": rfc3339(notice.happened_at),
        }
    ).encode()
    return body, {SIGNED: _signature(body)}


def is_genuine(body: bytes, signature: str) -> bool:
    """Whether a notice is the service's own."""
    return constant_time_compare(_signature(body), signature)


def _signature(body: bytes) -> str:
    return salted_hmac("broadsheet.play", body, algorithm="sha256").hexdigest()


# What it answers ------------------------------------------------------------------------------


def payment_of(ref: str) -> PaymentFact:
    """A payment with its tries and refunds. Raises NotThere, and GatewayDown while the outcome is
    not known.
    """
    payment = PlayPayment.objects.select_related("gift").filter(ref=ref).first()
    if payment is None:
        raise NotThere(ref)
    if payment.known_at is not None and payment.known_at > clock.now():
        raise GatewayDown("the outcome is not known yet")
    status = Status.WAITING
    if payment.paid_at is not None:
        status = Status.PAID
    elif payment.declined_at is not None:
        status = Status.FAILED
    return PaymentFact(
        ref=payment.ref,
        status=status,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        at=payment.paid_at or payment.opened_at,
        gift_token=payment.gift.token,
        attempts=tuple(_attempts(payment)),
        refunds=tuple(_told(one) for one in payment.refunds.order_by("id")),
    )


def _attempts(payment: PlayPayment) -> Iterator[AttemptFact]:
    if payment.declined_at is not None:
        declined = Attempt.Outcome.DECLINED
        yield AttemptFact(f"{payment.ref}-1", payment.declined_at, declined, code="card_declined")
    if payment.paid_at is not None:
        yield AttemptFact(f"{payment.ref}-2", payment.paid_at, Attempt.Outcome.PAID)


def _told(refund: PlayRefund) -> RefundFact:
    return RefundFact(
        ref=f"{PREFIX}_{refund.token}",
        amount_minor=refund.amount_minor,
        at=refund.at,
        token=refund.token,
    )


def paid_between(since: datetime, until: datetime) -> Iterator[Listed]:
    """What was paid in this time, as far as its outcome is known."""
    known = Q(known_at__isnull=True) | Q(known_at__lte=clock.now())
    paid = PlayPayment.objects.filter(known, paid_at__gte=since, paid_at__lt=until)
    for payment in paid.order_by("-paid_at"):
        yield Listed(
            ref=payment.ref,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            refunded_minor=_given_back(payment),
            at=payment.paid_at or payment.opened_at,
            is_ours=True,
        )


def _given_back(payment: PlayPayment) -> int:
    return sum(payment.refunds.values_list("amount_minor", flat=True))


def give_back(refund: Refund) -> RefundFact:
    """Give play money back, once for each refund. Raises NotThere, GatewayRefused."""
    with transaction.atomic():
        payment = PlayPayment.objects.select_for_update().filter(gift=refund.gift_id).first()
        if payment is None:
            raise NotThere(refund.token)
        done = payment.refunds.filter(token=refund.token).first()
        if done is None:
            left = payment.amount_minor - _given_back(payment) if payment.paid_at else 0
            if refund.amount_minor > left:
                raise GatewayRefused("more than what is left of the payment")
            done = payment.refunds.create(
                token=refund.token, amount_minor=refund.amount_minor, at=clock.now()
            )
    return _told(done)
