"""The loops beside the server outlive whatever goes wrong in one turn."""

import threading

import pytest
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

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


@pytest.mark.django_db(transaction=True)
def test_wagtails_tasks_are_worked_off_a_few_at_a_time(monkeypatch):
    # They change nothing here: this is about who works them, and when that ends.
    monkeypatch.setattr(background, "TASKS_IN_A_TURN", 2)
    page = Page.objects.order_by("pk").last()
    for _ in range(3):
        update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk))
    waiting = DBTaskResult.objects.ready()
    before = waiting.count()
    assert before >= 3
    outbox.announce("tests.told", number=7)
    assert background.work_off()
    assert waiting.count() == before  # no letter waits for them
    assert background.work_off_tasks()
    assert waiting.count() == before - 2
    while background.work_off_tasks():
        pass
    assert not waiting.exists()


@pytest.mark.django_db
def test_the_scheduler_runs_what_is_due(monkeypatch):
    ran = []
    monkeypatch.setattr(schedule, "jobs", {})
    schedule.every(seconds=3600, name="tests: once an hour")(lambda: ran.append(1))
    background.look_at_the_clock()
    background.look_at_the_clock()
    assert ran == [1]
