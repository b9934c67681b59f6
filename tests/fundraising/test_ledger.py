"""The books: balanced, append-only, each movement once."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from broadsheet.core.clock import Month
from broadsheet.fundraising import actions, append_only, checks, ledger, queries
from broadsheet.fundraising.models import (
    Account,
    AppendOnly,
    Gift,
    LedgerEntry,
    LedgerTransaction,
)


@pytest.fixture
def settled(pledge, clock):
    return actions.settle_gift(gift=pledge(), amount_minor=2000, settled_at=clock.at)


def test_a_gift_is_two_sides_that_sum_to_zero(settled):
    sides = {
        entry.account.kind: entry.amount_minor
        for entry in LedgerEntry.objects.select_related("account")
    }
    assert sides == {Account.Kind.BANK: 2000, Account.Kind.GIFTS: -2000}


def test_unbalanced_sides_are_refused(settled):
    account = Account.objects.first()
    booking = LedgerTransaction.objects.get()
    with pytest.raises(ledger.Unbalanced):
        ledger._book(booking, [(account, 1)])
    with pytest.raises(ledger.Unbalanced):
        ledger._book(booking, [(account, 1), (account, -2)])


def test_the_same_movement_is_booked_once(settled, clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.record_gift(gift=settled, amount_minor=2000, at=clock.at)
    assert LedgerEntry.objects.count() == 2


def test_the_models_refuse_to_change_or_delete(settled):
    entry = LedgerEntry.objects.first()
    entry.amount_minor = 1
    for change in (
        entry.save,
        entry.delete,
        LedgerEntry.objects.all().delete,
        LedgerEntry.objects.filter(pk=entry.pk).delete,
        lambda: LedgerEntry.objects.update(amount_minor=1),
        lambda: LedgerEntry.objects.bulk_update([entry], ["amount_minor"]),
        LedgerTransaction.objects.get().delete,
        lambda: LedgerTransaction.objects.update(month="2026-12"),
    ):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fundraising_ledgerentry SET amount_minor = 1",
        "DELETE FROM fundraising_ledgerentry",
        "UPDATE fundraising_ledgertransaction SET month = '2026-12'",
        "UPDATE fundraising_ledgertransaction SET is_sample = NOT is_sample",
        "DELETE FROM fundraising_ledgertransaction",
    ],
)
def test_the_database_refuses_everybody(settled, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert LedgerEntry.objects.count() == 2


def test_a_sample_deletion_does_not_reach_real_rows(settled):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.all().delete_samples()
    assert queries.received_in(Month(2026, 11), "USD").amount_minor == 2000


def test_play_money_cannot_enter_the_live_book(settled):
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.filter(pk=settled.pk).update(gateway="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.filter(pk=settled.pk).update(book="test")


def test_a_gift_cannot_be_received_without_an_amount(pledge):
    gift = pledge()
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(state="settled")


def test_protection_that_is_gone_is_reported(settled):
    append_only.release(connection)
    found = checks.find_differences()
    assert [row.what for row in found] == ["ledger protection"] * 4
    append_only.protect(connection)
    assert checks.find_differences() == []
