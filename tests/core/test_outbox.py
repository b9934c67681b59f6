"""What is announced is told at least once; a letter is sent once for its key."""

import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections, transaction

from broadsheet.core import clock, letters, outbox
from broadsheet.core.models import Announcement, Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """A list that collects the values told to one topic."""
    values = []
    monkeypatch.setitem(outbox._handlers, "test.happened", [values.append])
    return values


@pytest.fixture
def hello(tmp_path, settings):
    """Templates of one letter."""
    (tmp_path / "hello.subject.txt").write_text("Hello\n{{ name }}")
    (tmp_path / "hello.txt").write_text("Dear {{ name }}")
    (tmp_path / "hello.html").write_text("<p>Dear {{ name }}</p>")
    templates = [dict(settings.TEMPLATES[0], DIRS=[str(tmp_path)])]
    settings.TEMPLATES = templates


def write(key="one", name="Ada"):
    return outbox.post_letter(
        key=key, to="ada@news.example", template="hello", context={"name": name}
    )


def test_an_announcement_is_told_and_gone(told):
    outbox.announce("test.happened", id=7)
    outbox.work_once()
    assert told == [{"id": 7}]
    assert outbox.work_once() == 0


def test_nothing_is_told_of_what_was_rolled_back(told):
    with transaction.atomic():
        outbox.announce("test.happened", id=7)
        transaction.set_rollback(True)
    outbox.work_once()
    assert told == []


def test_a_failing_handler_is_tried_again_later_and_then_parked(monkeypatch):
    def fail(values):
        raise RuntimeError("no")

    monkeypatch.setitem(outbox._handlers, "test.happened", [fail])
    outbox.announce("test.happened")
    for attempt in range(1, outbox.ATTEMPTS_MAX + 1):
        assert outbox.work_once() == 1
        assert outbox.work_once() == 0
        row = Announcement.objects.get()
        assert row.attempts == attempt
        assert "no" in row.last_error
        Announcement.objects.update(due_at=clock.now())
    assert Announcement.objects.get().is_parked
    assert outbox.work_once() == 0


def test_a_worker_that_died_leaves_its_row_to_the_next(told):
    outbox.announce("test.happened", id=1)
    Announcement.objects.update(due_at=clock.now() + outbox.LEASE)  # leased by one that died
    assert outbox.work_once() == 0
    Announcement.objects.update(due_at=clock.now() - timedelta(seconds=1))
    outbox.work_once()
    assert told == [{"id": 1}]


def test_a_letter_is_written_once_for_its_key_and_sent_once(hello):
    assert write() is True
    assert write(name="Bob") is False
    outbox.work_once()
    outbox.work_once()
    (message,) = mail.outbox
    assert message.subject == "Hello Ada"
    assert message.body == "Dear Ada\n"
    assert message.alternatives[0].content == "<p>Dear Ada</p>"
    assert Letter.objects.get().state == Letter.State.SENT


def test_a_letter_that_cannot_be_sent_stays_and_says_why(hello, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    write()
    outbox.work_once()
    letter = Letter.objects.get()
    assert letter.state == Letter.State.WAITING
    assert letter.attempts == 1
    assert "refused" in letter.last_error.lower()
    Letter.objects.update(attempts=outbox.ATTEMPTS_MAX - 1, due_at=clock.now())
    outbox.work_once()
    letter.refresh_from_db()
    assert letter.state == Letter.State.FAILED
    letters.try_again(letter)
    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING


def test_a_batch_costs_few_statements_however_long(told, django_assert_max_num_queries):
    for number in range(40):
        outbox.announce("test.happened", id=number)
        outbox.announce("test.nobody_listens", id=number)
    # Is there any; lease (begin, select, delete the unheard, update, end); delete; the letters.
    with django_assert_max_num_queries(8):
        assert outbox.work_once() == 80
    assert told == [{"id": number} for number in range(40)]
    assert not Announcement.objects.exists()


def test_one_that_fails_does_not_keep_the_others_of_its_batch(monkeypatch):
    heard = []

    def fail_for_two(values):
        if values["id"] == 2:
            raise RuntimeError("no")
        heard.append(values["id"])

    monkeypatch.setitem(outbox._handlers, "test.happened", [fail_for_two])
    for number in (1, 2, 3):
        outbox.announce("test.happened", id=number)
    outbox.work_once()
    assert heard == [1, 3]
    assert Announcement.objects.get().values == {"id": 2}


def test_what_outlasts_the_lease_is_left_to_the_next_worker(monkeypatch, clock):
    heard = []

    def slow(values):
        heard.append(values["id"])
        clock.advance(seconds=outbox.LEASE.total_seconds())

    monkeypatch.setitem(outbox._handlers, "test.happened", [slow])
    outbox.announce("test.happened", id=1)
    outbox.announce("test.happened", id=2)
    outbox.work_once()
    assert heard == [1]
    outbox.work_once()
    assert heard == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_announcement_once(monkeypatch):
    heard = []
    both_are_at_it = threading.Barrier(2, timeout=5)

    def hear(values):
        heard.append(values["id"])
        if len(heard) == 1:
            with suppress(threading.BrokenBarrierError):
                both_are_at_it.wait()

    def work():
        try:
            while outbox.work_once():
                pass
        finally:
            connections.close_all()

    monkeypatch.setitem(outbox._handlers, "test.happened", [hear])
    for number in range(20):
        outbox.announce("test.happened", id=number)
    workers = [threading.Thread(target=work) for _ in range(2)]
    workers[0].start()
    while not heard:
        time.sleep(0.001)
    workers[1].start()
    workers[1].join(10)
    both_are_at_it.abort()
    workers[0].join(10)
    assert sorted(heard) == list(range(20))
    assert not Announcement.objects.exists()
