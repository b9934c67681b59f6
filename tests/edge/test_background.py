"""The loops beside the server outlive whatever goes wrong in one turn."""

import threading

import pytest

from broadsheet.core import outbox, schedule
from broadsheet.core.models import Announcement
from broadsheet.edge import background
from broadsheet.edge.background import Loop


@pytest.fixture
def turns(monkeypatch):
    """Counts turns and lets a test wait for the next one."""
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    return threading.Semaphore(0)


def test_a_failed_turn_is_logged_and_followed_by_another(turns, caplog):
    def turn() -> bool:
        turns.release()
        raise ValueError("a bad day")

    loop = Loop("worker", turn, pause_seconds=0.001)
    loop.start()
    assert turns.acquire(timeout=5)
    assert turns.acquire(timeout=5)
    loop.stop()
    loop.join(5)
    assert not loop.is_alive()
    assert "The worker loop failed" in caplog.text


def test_stopping_does_not_wait_for_the_pause(turns):
    def turn() -> bool:
        turns.release()
        return False

    loop = Loop("worker", turn, pause_seconds=3600)
    loop.start()
    assert turns.acquire(timeout=5)
    loop.stop()
    loop.join(5)
    assert not loop.is_alive()


@pytest.mark.django_db
def test_the_worker_works_off_the_outbox(monkeypatch):
    heard = []
    monkeypatch.setitem(outbox._handlers, "tests.told", [heard.append])
    outbox.announce("tests.told", number=7)
    assert background.work_off()
    assert heard == [{"number": 7}]
    assert not Announcement.objects.exists()
    assert not background.work_off()


@pytest.mark.django_db
def test_the_scheduler_runs_what_is_due(monkeypatch):
    ran = []
    monkeypatch.setattr(schedule, "jobs", {})
    schedule.every(seconds=3600, name="tests: once an hour")(lambda: ran.append(1))
    background.look_at_the_clock()
    background.look_at_the_clock()
    assert ran == [1]
