"""The threads of a process take turns to write, and nobody keeps a turn."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from broadsheet.core.models import RateCount
from broadsheet.core.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL lets all write."),
]

THREADS = 8
TURNS = 10


def in_threads(work, count=THREADS):
    """Run `work` in so many threads at once; raises what one of them raised."""
    failed = []

    def run():
        try:
            work()
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if failed:
        raise failed[0]


@pytest.fixture
def row(clock):
    return RateCount.objects.create(key="turns", count=0, expires_at=clock.at)


def test_many_threads_write_and_nothing_is_lost(row):
    def count():
        for _ in range(TURNS):
            with transaction.atomic():
                found = RateCount.objects.get(pk=row.pk)
                found.count += 1
                found.save()

    in_threads(count)
    row.refresh_from_db()
    assert row.count == THREADS * TURNS
    assert not base._turn.is_taken


def fail_in_a_transaction():
    with transaction.atomic():
        assert base._turn.is_taken
        raise ZeroDivisionError


def test_a_turn_ends_with_an_error(row):
    with pytest.raises(ZeroDivisionError):
        fail_in_a_transaction()
    assert not base._turn.is_taken


def test_a_turn_ends_with_the_connection(row):
    def leave():
        with transaction.atomic():
            RateCount.objects.update(count=7)
            connection.close()

    in_threads(leave, count=1)
    assert not base._turn.is_taken
    row.refresh_from_db()
    assert row.count == 0


def test_a_turn_is_not_kept_where_sqlite_refuses(row):
    other = connection.copy()  # as another process would have one
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")
    try:
        other.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError), transaction.atomic():
            pass
    finally:
        other.close()
        connection.close()
    assert not base._turn.is_taken


@pytest.mark.parametrize(
    ("values", "expected"), [(["a"], "a is 5 %"), ({"what": "b"}, "b is 5 %"), (None, "c is 5 %")]
)
def test_values_come_into_a_statement_in_each_way_that_django_has(values, expected):
    place = {list: "%s || ' is 5 %%'", dict: "%(what)s || ' is 5 %%'"}.get(
        type(values), "'c is 5 %'"
    )
    for _twice in range(2):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {place}", values)
            assert cursor.fetchone() == (expected,)


def test_a_turn_goes_to_whoever_has_waited_longest():
    turn = base.Turn()
    assert turn.acquire(timeout=0)
    came = []

    def wait(number):
        assert turn.acquire(timeout=30)
        came.append(number)
        turn.release()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(turn._waiting) <= number:
            time.sleep(0.001)
    turn.release()
    for thread in threads:
        thread.join(30)
    assert came == [0, 1, 2, 3, 4]
    assert not turn.is_taken


def test_who_gives_up_waiting_is_passed_over():
    turn = base.Turn()
    assert turn.acquire(timeout=0)
    assert not turn.acquire(timeout=0.01)
    turn.release()
    assert not turn.is_taken
    assert turn.acquire(timeout=0)
