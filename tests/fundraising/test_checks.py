"""`broadsheet check` names exactly the row that was changed by hand."""

import pytest
from django.db import connection

from broadsheet.fundraising import actions, append_only, checks
from broadsheet.fundraising.models import Gift, LedgerEntry, LedgerTransaction


@pytest.fixture
def settled(pledge, clock):
    pledge(500)
    actions.settle_gift(gift=pledge(1000), amount_minor=1000, settled_at=clock.at)
    return actions.settle_gift(gift=pledge(2000), amount_minor=2000, settled_at=clock.at)


def by_hand(statement: str, *values: object) -> None:
    """Change a row as somebody would who takes the triggers away first."""
    append_only.release(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    append_only.protect(connection)


def test_books_in_order(settled):
    assert checks.find_differences() == []


def test_a_changed_entry(settled):
    entry = LedgerEntry.objects.last()
    by_hand(
        "UPDATE fundraising_ledgerentry SET amount_minor = amount_minor - 5 WHERE id = %s",
        entry.pk,
    )
    (found,) = checks.find_differences()
    assert found.what == "ledger balance"
    assert found.where == f"transaction {entry.transaction_id}"
    assert (found.expected, found.found) == ("0", "-5")


def test_both_sides_changed(settled):
    booked = LedgerTransaction.objects.last()
    by_hand(
        "UPDATE fundraising_ledgerentry SET amount_minor = amount_minor * 2"
        " WHERE transaction_id = %s",
        booked.pk,
    )
    (found,) = checks.find_differences()
    assert (found.what, found.where) == ("gift received", f"gift {settled.pk}")
    assert (found.expected, found.found) == ("4000", "2000")


def test_a_missing_entry(settled):
    entry = LedgerEntry.objects.last()
    by_hand("DELETE FROM fundraising_ledgerentry WHERE id = %s", entry.pk)
    found = checks.find_differences()
    assert {row.where for row in found} == {f"transaction {entry.transaction_id}"}


def test_a_moved_month(settled):
    booked = LedgerTransaction.objects.last()
    by_hand("UPDATE fundraising_ledgertransaction SET month = '2026-12' WHERE id = %s", booked.pk)
    (found,) = checks.find_differences()
    assert (found.what, found.where) == ("ledger month", f"transaction {booked.pk}")
    assert (found.expected, found.found) == ("2026-11", "2026-12")


def test_a_changed_amount_of_a_gift(settled):
    Gift.objects.filter(pk=settled.pk).update(received_minor=2001)
    (found,) = checks.find_differences()
    assert (found.what, found.where) == ("gift received", f"gift {settled.pk}")
    assert (found.expected, found.found) == ("2000", "2001")


def test_a_gift_that_claims_to_be_taken_back(settled, clock):
    Gift.objects.filter(pk=settled.pk).update(state="corrected", corrected_at=clock.at)
    (found,) = checks.find_differences()
    assert (found.what, found.where) == ("gift taken back", f"gift {settled.pk}")


def test_a_waiting_gift_that_claims_to_be_received(settled, clock):
    waiting = Gift.objects.get(amount_minor=500)
    Gift.objects.filter(pk=waiting.pk).update(
        state="settled", received_minor=500, settled_at=clock.at
    )
    (found,) = checks.find_differences()
    assert (found.what, found.where) == ("gift received", f"gift {waiting.pk}")


def test_a_gift_in_another_book_than_its_booking(settled):
    Gift.objects.filter(pk=settled.pk).update(gateway="test", book="test")
    (found,) = checks.find_differences()
    assert found.what == "ledger book"
    assert found.expected == "test test USD"
    assert found.found == "bank live USD"
