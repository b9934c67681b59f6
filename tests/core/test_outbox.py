"""What is announced is told at least once; a letter is sent once for its key."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

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
