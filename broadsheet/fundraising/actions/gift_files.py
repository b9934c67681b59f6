"""Reading gifts in from a file: the same file twice is the same books as once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.fundraising import ledger
from broadsheet.fundraising.actions import record
from broadsheet.fundraising.actions.log import log_step
from broadsheet.fundraising.gift_files import BadFile, Movement
from broadsheet.fundraising.models import (
    Book,
    Dispute,
    Donor,
    Gift,
    LedgerTransaction,
    ManualEntry,
    Refund,
    State,
)

Kind = LedgerTransaction.Kind


class _BookedOtherwise(Exception):
    """The gift of a row has its money already, by another name."""


_DOES_NOT_FIT: Final = (
    Gift.DoesNotExist,
    LedgerTransaction.DoesNotExist,
    IntegrityError,
    _BookedOtherwise,
)


@dataclass(frozen=True)
class Read:
    """What became of a file: rows that were booked, and rows that were known before."""

    created: int
    known: int


def import_gifts(*, movements: Sequence[Movement], by: User | None = None) -> Read:
    """Book what a file tells, all of it or nothing; no letter is sent.

    Movements that are in the ledger are left alone. Raises BadFile for one that cannot be booked.
    """
    created = known = 0
    with transaction.atomic():
        for one in movements:
            if _is_known(one):
                known += 1
                continue
            try:
                with transaction.atomic():
                    _BOOK[one.kind](one, by)
            except _DOES_NOT_FIT as error:
                words = {"kind": one.kind, "name": one.movement}
                raise BadFile(
                    _("The movement “%(kind)s %(name)s” does not fit the gifts that are known.")
                    % words
                ) from error
            created += 1
        if created:
            announce("gifts.imported")
    return Read(created=created, known=known)


def _is_known(one: Movement) -> bool:
    return ledger.is_booked(gateway=one.gateway, provider_object=one.movement, kind=Kind(one.kind))


def _gift(one: Movement, by: User | None) -> None:
    gift = Gift.objects.filter(token=one.gift).first() or Gift(
        token=one.gift,
        gateway=one.gateway,
        book=Book.LIVE,
        source=Gift.Source.DESK,
        is_sample=Newsroom.current().is_sample,
        amount_minor=max(one.promised_minor, one.amount_minor, one.cover_minor + 1),
        cover_minor=one.cover_minor,
        currency=one.currency,
        reference=one.reference,
        started_at=one.started_at or one.happened_at,
    )
    if gift.state in {State.SETTLED, State.CORRECTED}:
        raise _BookedOtherwise
    gift.state = State.SETTLED
    gift.received_minor, gift.settled_at = one.amount_minor, one.happened_at
    gift.source_path = one.source_path
    gift.name, gift.email, gift.message = one.name, one.email, one.message
    if one.email and gift.donor is None:
        gift.donor, _created = Donor.objects.get_or_create(
            email_key=Donor.key_of(one.email),
            defaults={
                "email": one.email,
                "name": one.name,
                "first_seen_at": gift.started_at,
                "is_sample": gift.is_sample,
            },
        )
    gift.save()
    record.prove(
        ledger.record_gift(
            gift=gift,
            amount_minor=one.amount_minor,
            at=one.happened_at,
            provider_object=one.movement,
        )
    )
    log_step(gift, State.SETTLED, by=by, note=_("Read in from a file."))


def _correction(one: Movement, by: User | None) -> None:
    gift = Gift.objects.get(token=one.gift)
    ledger.record_correction(gift=gift, at=one.happened_at)
    gift.state, gift.corrected_at = State.CORRECTED, one.happened_at
    gift.save(update_fields=["state", "corrected_at"])
    log_step(gift, State.CORRECTED, by=by, note=_("Read in from a file."))


def _fee(one: Movement, by: User | None) -> None:
    ledger.record_fee(
        gift=Gift.objects.get(token=one.gift),
        amount_minor=one.amount_minor,
        at=one.happened_at,
        provider_object=one.movement,
    )


def _refund(one: Movement, by: User | None) -> None:
    gift = Gift.objects.get(token=one.gift)
    gift.refunded_minor += one.amount_minor
    gift.save(update_fields=["refunded_minor"])
    is_named = one.movement != one.gift
    found = Refund.objects.create(
        token=f"r-{one.movement}"[:32] if is_named else one.movement,
        gift=gift,
        gateway=one.gateway,
        gateway_ref=one.movement,
        state=Refund.State.BOOKED,
        amount_minor=one.amount_minor,
        reason=one.reason,
        by=by,
        started_at=one.happened_at,
        settled_at=one.happened_at,
    )
    ledger.record_refund(refund=found, at=one.happened_at)


def _refund_failed(one: Movement, by: User | None) -> None:
    booking = LedgerTransaction.objects.get(
        gateway=one.gateway, provider_object=one.movement, kind=Kind.REFUND
    )
    found = booking.refund
    assert found is not None, "a constraint of the ledger"
    ledger.record_refund_failed(refund=found, at=one.happened_at)
    found.state, found.failed_at = Refund.State.FAILED, one.happened_at
    found.save(update_fields=["state", "failed_at"])
    found.gift.refunded_minor -= found.amount_minor
    found.gift.save(update_fields=["refunded_minor"])


def _dispute_held(one: Movement, by: User | None) -> None:
    found = Dispute.objects.create(
        gift=Gift.objects.get(token=one.gift),
        gateway=one.gateway,
        gateway_ref=one.movement,
        amount_minor=one.amount_minor,
        reason=one.reason[:60],
        opened_at=one.happened_at,
    )
    ledger.record_dispute_held(dispute=found, at=one.happened_at)


def _dispute_closed(one: Movement, by: User | None) -> None:
    booking = LedgerTransaction.objects.get(
        gateway=one.gateway, provider_object=one.movement, kind=Kind.DISPUTE_HELD
    )
    found = booking.dispute
    assert found is not None, "a constraint of the ledger"
    if one.kind == Kind.DISPUTE_LOST:
        ledger.record_dispute_lost(dispute=found, at=one.happened_at)
        found.state = Dispute.State.LOST
    else:
        ledger.record_dispute_released(dispute=found, at=one.happened_at)
        found.state = Dispute.State.WON
    found.closed_at = one.happened_at
    found.save(update_fields=["state", "closed_at"])


def _manual(one: Movement, by: User | None) -> None:
    is_cost = one.gift == ManualEntry.Kind.COST
    entry = ManualEntry.objects.create(
        token=one.movement[:32],
        kind=ManualEntry.Kind.COST if is_cost else ManualEntry.Kind.RECEIVED,
        state=ManualEntry.State.BOOKED,
        amount_minor=one.amount_minor,
        currency=one.currency,
        happened_at=one.happened_at,
        reason=one.reason or _("Read in from a file."),
        by=by,
        written_at=clock.now(),
        decided_at=clock.now(),
        is_sample=Newsroom.current().is_sample,
    )
    ledger.record_manual(entry=entry)


_BOOK: dict[str, Callable[[Movement, User | None], None]] = {
    Kind.GIFT: _gift,
    Kind.CORRECTION: _correction,
    Kind.FEE: _fee,
    Kind.REFUND: _refund,
    Kind.REFUND_FAILED: _refund_failed,
    Kind.DISPUTE_HELD: _dispute_held,
    Kind.DISPUTE_RELEASED: _dispute_closed,
    Kind.DISPUTE_LOST: _dispute_closed,
    Kind.MANUAL: _manual,
}
