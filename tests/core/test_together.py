"""Rows of several threads are added in one transaction, each once, or none of them."""

import threading
import time

import pytest
from django.db import IntegrityError, connections, transaction

from broadsheet.core.models import Letter
from broadsheet.core.together import InsertTogether

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
WAIT_SECONDS = 20


class SlowTable(InsertTogether[Letter]):
    """A table whose first transaction begins when all who shall share it have come."""

    def __init__(self, expected: int) -> None:
        super().__init__(Letter)
        self.expected = expected
        self.sizes: list[int] = []

    def _close(self, group):
        until = time.monotonic() + WAIT_SECONDS
        while not self.sizes and len(group.rows) < self.expected and time.monotonic() < until:
            time.sleep(0.002)
        rows = super()._close(group)
        self.sizes.append(len(rows))
        return rows


def letter(key, clock):
    return Letter(key=key, to="r@readers.example", written_at=clock.at, due_at=clock.at)


def add_all(table, rows):
    """What came of each row, added by a thread of its own."""
    said: list[object] = [None] * len(rows)

    def run(place):
        try:
            said[place] = table(rows[place])
        except Exception as error:  # noqa: BLE001
            said[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(rows))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    return said


def test_those_who_wait_share_a_transaction(clock):
    rows = [letter(f"row{n}", clock) for n in range(THREADS)]
    table = SlowTable(THREADS)
    assert add_all(table, rows) == [True] * THREADS
    assert table.sizes == [THREADS]
    assert Letter.objects.filter(key__startswith="row").count() == THREADS


def test_a_row_that_is_there_is_not_added_again(clock):
    rows = [letter(f"row{n % 2}", clock) for n in range(THREADS)]
    said = add_all(SlowTable(THREADS), rows)
    assert sorted(said) == [False] * (THREADS - 2) + [True] * 2
    assert Letter.objects.filter(key__startswith="row").count() == 2


def test_an_error_reaches_all_of_them_and_none_is_added(clock):
    rows = [letter(f"row{n}", clock) for n in range(THREADS)]
    rows[5].key = "\ud800"  # no database can take half a character
    table = SlowTable(THREADS)
    said = add_all(table, rows)
    assert {type(one) for one in said} == {UnicodeEncodeError}
    assert not Letter.objects.exists()
    rows[5].key = "row5"
    assert add_all(table, rows) == [True] * THREADS


def test_it_is_refused_inside_a_transaction(clock):
    row = letter("row", clock)
    table = InsertTogether(Letter)
    with pytest.raises(RuntimeError), transaction.atomic():
        table(row)
    assert table(row)
    with pytest.raises(IntegrityError):
        letter("row", clock).save()
