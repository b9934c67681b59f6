"""What counts as money received: the only code that writes the ledger.

Two entries for a gift: debit where the money is (the bank account), credit where it came from
(gifts received). The meter is the negated sum of the credit side, so a correction, which books the
same entries with the signs turned, takes the money off again.
"""

from datetime import datetime

from django.db import transaction

from broadsheet.core import clock
from broadsheet.fundraising.models import Account, Book, Gift, LedgerEntry, LedgerTransaction

Kind = LedgerTransaction.Kind


class Unbalanced(Exception):
    """Entries that do not sum to zero were refused."""


def money_account(gift: Gift) -> Account:
    """Where the money of this gift lies once it has arrived."""
    kind = Account.Kind.TILL if gift.book == Book.TEST else Account.Kind.BANK
    return Account.of(kind=kind, book=Book(gift.book), currency=gift.currency)


def _book(booking: LedgerTransaction, sides: list[tuple[Account, int]]) -> LedgerTransaction:
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


def _booking(*, gift: Gift, kind: Kind, happened_at: datetime) -> LedgerTransaction:
    return LedgerTransaction(
        kind=kind,
        book=gift.book,
        currency=gift.currency,
        gateway=gift.gateway,
        provider_object=gift.token,
        gift=gift,
        happened_at=happened_at,
        zone=clock.zone().key,
        month=clock.month_of(happened_at).key,
        recorded_at=clock.now(),
        is_sample=gift.is_sample,
    )


def record_gift(*, gift: Gift, amount_minor: int, at: datetime) -> LedgerTransaction:
    """Book money that arrived at `at`; it counts in that moment's month."""
    gifts = Account.of(kind=Account.Kind.GIFTS, book=Book(gift.book), currency=gift.currency)
    return _book(
        _booking(gift=gift, kind=Kind.GIFT, happened_at=at),
        [(money_account(gift), amount_minor), (gifts, -amount_minor)],
    )


def record_correction(*, gift: Gift, at: datetime) -> LedgerTransaction:
    """Take a booked gift back in full; raises LedgerTransaction.DoesNotExist where none is.

    It counts in the month of `at`: a month that is over keeps its sum.
    """
    original = LedgerTransaction.objects.get(gift=gift, kind=Kind.GIFT)
    booking = _booking(gift=gift, kind=Kind.CORRECTION, happened_at=at)
    booking.reverses = original
    return _book(
        booking,
        [
            (entry.account, -entry.amount_minor)
            for entry in original.entries.select_related("account")
        ],
    )
