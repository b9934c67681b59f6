"""What counts as money received: the only code that writes the ledger.

The meter is the negated sum of the account *gifts received*. Each kind of movement, with its sides
(debit is positive: money lies there; credit is negative: it came from there):

| Kind | Debit | Credit |
|---|---|---|
| gift | where the money lies | gifts |
| fee | fees | where the money lies |
| refund | gifts | where the money lies |
| dispute held | gifts | held |
| dispute lost | held | where the money lies |
| entry by hand | bank, or fees | gifts, or bank |
| refund failed, dispute released, correction | the earlier sides with the signs turned | |

Every movement counts in the month of the moment at which it happened outside, whenever we hear of
it, so that late, repeated or disordered news gives the same books.
"""

from datetime import datetime

from django.db import transaction

from broadsheet.core import clock
from broadsheet.fundraising.models import (
    Account,
    Book,
    Dispute,
    Gift,
    LedgerEntry,
    LedgerTransaction,
    ManualEntry,
    Refund,
)

Kind = LedgerTransaction.Kind
Sides = list[tuple[Account, int]]

BY_HAND = "desk"
"""The gateway of entries that no gateway made."""

_MONEY = {"bank": Account.Kind.BANK, "test": Account.Kind.TILL}
"""Where the money of a gateway lies, where that is not the card gateway's account."""


class Unbalanced(Exception):
    """Entries that do not sum to zero were refused."""


def _account(gift: Gift, kind: Account.Kind) -> Account:
    return Account.of(kind=kind, book=Book(gift.book), currency=gift.currency)


def money_account(gift: Gift) -> Account:
    """Where the money of this gift lies once it has arrived."""
    return _account(gift, _MONEY.get(gift.gateway, Account.Kind.CARDS))


def _book(booking: LedgerTransaction, sides: Sides) -> LedgerTransaction:
    """Write a transaction with its entries; raises Unbalanced, or IntegrityError for a repeat."""
    if sum(amount for _, amount in sides) != 0 or len(sides) < 2:
        raise Unbalanced(sides)
    with transaction.atomic():
        booking.save(force_insert=True)
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=booking, account=account, amount_minor=amount)
            for account, amount in sides
        )
    return booking


def _booking(
    *, gift: Gift, kind: Kind, provider_object: str, happened_at: datetime
) -> LedgerTransaction:
    return LedgerTransaction(
        kind=kind,
        book=gift.book,
        currency=gift.currency,
        gateway=gift.gateway,
        provider_object=provider_object,
        gift=gift,
        happened_at=happened_at,
        zone=clock.zone().key,
        month=clock.month_of(happened_at).key,
        recorded_at=clock.now(),
        is_sample=gift.is_sample,
    )


def _reverse(booking: LedgerTransaction, original: LedgerTransaction) -> LedgerTransaction:
    """Book `original` once more with the signs turned."""
    booking.reverses = original
    booking.refund, booking.dispute = original.refund, original.dispute
    entries = original.entries.select_related("account")
    return _book(booking, [(entry.account, -entry.amount_minor) for entry in entries])


def is_booked(*, gateway: str, provider_object: str, kind: Kind) -> bool:
    """Whether this movement is in the ledger; its uniqueness there has the last word."""
    return LedgerTransaction.objects.filter(
        gateway=gateway, provider_object=provider_object, kind=kind
    ).exists()


def record_gift(
    *, gift: Gift, amount_minor: int, at: datetime, provider_object: str = ""
) -> LedgerTransaction:
    """Book money that arrived at `at`; a payment without a name outside goes by its gift's."""
    return _book(
        _booking(
            gift=gift,
            kind=Kind.GIFT,
            provider_object=provider_object or gift.token,
            happened_at=at,
        ),
        [(money_account(gift), amount_minor), (_account(gift, Account.Kind.GIFTS), -amount_minor)],
    )


def record_fee(
    *, gift: Gift, amount_minor: int, at: datetime, provider_object: str
) -> LedgerTransaction:
    """Book what the gateway kept of this gift; a negative amount is a fee given back."""
    return _book(
        _booking(gift=gift, kind=Kind.FEE, provider_object=provider_object, happened_at=at),
        [(_account(gift, Account.Kind.FEES), amount_minor), (money_account(gift), -amount_minor)],
    )


def record_refund(*, refund: Refund, at: datetime) -> LedgerTransaction:
    """Book money that went back to the donor."""
    gift = refund.gift
    booking = _booking(
        gift=gift,
        kind=Kind.REFUND,
        provider_object=refund.gateway_ref or refund.token,
        happened_at=at,
    )
    booking.refund = refund
    return _book(
        booking,
        [
            (_account(gift, Account.Kind.GIFTS), refund.amount_minor),
            (money_account(gift), -refund.amount_minor),
        ],
    )


def record_refund_failed(*, refund: Refund, at: datetime) -> LedgerTransaction:
    """Book that the money of a refund came back to us."""
    original = LedgerTransaction.objects.get(refund=refund, kind=Kind.REFUND)
    booking = _booking(
        gift=refund.gift,
        kind=Kind.REFUND_FAILED,
        provider_object=original.provider_object,
        happened_at=at,
    )
    return _reverse(booking, original)


def _dispute_booking(dispute: Dispute, kind: Kind, at: datetime) -> LedgerTransaction:
    booking = _booking(
        gift=dispute.gift, kind=kind, provider_object=dispute.gateway_ref, happened_at=at
    )
    booking.dispute = dispute
    return booking


def record_dispute_held(*, dispute: Dispute, at: datetime) -> LedgerTransaction:
    """Book that disputed money does not count for now."""
    return _book(
        _dispute_booking(dispute, Kind.DISPUTE_HELD, at),
        [
            (_account(dispute.gift, Account.Kind.GIFTS), dispute.amount_minor),
            (_account(dispute.gift, Account.Kind.HELD), -dispute.amount_minor),
        ],
    )


def record_dispute_released(*, dispute: Dispute, at: datetime) -> LedgerTransaction:
    """Book that a dispute was won: the money counts again."""
    original = LedgerTransaction.objects.get(dispute=dispute, kind=Kind.DISPUTE_HELD)
    return _reverse(_dispute_booking(dispute, Kind.DISPUTE_RELEASED, at), original)


def record_dispute_lost(*, dispute: Dispute, at: datetime) -> LedgerTransaction:
    """Book that a dispute was lost: the money is gone."""
    return _book(
        _dispute_booking(dispute, Kind.DISPUTE_LOST, at),
        [
            (_account(dispute.gift, Account.Kind.HELD), dispute.amount_minor),
            (money_account(dispute.gift), -dispute.amount_minor),
        ],
    )


def record_correction(*, gift: Gift, at: datetime) -> LedgerTransaction:
    """Take a booked gift back in full; raises LedgerTransaction.DoesNotExist where none is.

    It counts in the month of `at`: a month that is over keeps its sum.
    """
    original = LedgerTransaction.objects.get(gift=gift, kind=Kind.GIFT)
    booking = _booking(
        gift=gift,
        kind=Kind.CORRECTION,
        provider_object=original.provider_object,
        happened_at=at,
    )
    return _reverse(booking, original)


def record_manual(*, entry: ManualEntry) -> LedgerTransaction:
    """Book an entry by hand, in the live book and on the bank account."""
    bank, gifts, fees = (
        Account.of(kind=kind, book=Book.LIVE, currency=entry.currency)
        for kind in (Account.Kind.BANK, Account.Kind.GIFTS, Account.Kind.FEES)
    )
    debit, credit = (bank, gifts) if entry.kind == ManualEntry.Kind.RECEIVED else (fees, bank)
    booking = LedgerTransaction(
        kind=Kind.MANUAL,
        book=Book.LIVE,
        currency=entry.currency,
        gateway=BY_HAND,
        provider_object=entry.token,
        manual=entry,
        happened_at=entry.happened_at,
        zone=clock.zone().key,
        month=clock.month_of(entry.happened_at).key,
        recorded_at=clock.now(),
        is_sample=entry.is_sample,
    )
    return _book(booking, [(debit, entry.amount_minor), (credit, -entry.amount_minor)])
