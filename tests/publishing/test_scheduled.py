"""The clock is looked at twice a second, cheaply; what is due is published or taken down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.core import schedule
from broadsheet.publishing import scheduled
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.queries.due import came_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(clock, monkeypatch):
    """Wagtail reads Django's clock; both stand still together."""
    monkeypatch.setattr(timezone, "now", lambda: clock.at)
    return clock


@pytest.fixture
def turn(monkeypatch):
    """A turn of the thread, everything having been gone through a moment ago."""
    monkeypatch.setattr(scheduled, "_next_all", float("inf"))
    return schedule.queues["publishing"].turn


def test_the_clock_is_looked_at_twice_a_second():
    assert schedule.queues["publishing"].pause_seconds <= 0.5


def test_a_story_goes_live_in_the_turn_after_its_time(paper, held, turn):
    paper.story(published_at=held.at + timedelta(seconds=2))
    assert not turn()
    held.advance(seconds=2)
    assert turn()
    assert ArticlePage.objects.get().live
    assert not turn()


def test_a_story_expires_in_the_turn_after_its_time(paper, held, turn):
    story = paper.story()
    story.expire_at = held.at + timedelta(seconds=2)
    story.save_revision().publish()
    assert not turn()
    held.advance(seconds=2)
    assert turn()
    assert not ArticlePage.objects.get().live
    assert not turn()


def test_what_came_due_while_nobody_looked_is_found_as_well(paper, held, turn, monkeypatch):
    paper.story(published_at=held.at + timedelta(seconds=2))
    held.advance(minutes=5)
    assert not turn()
    monkeypatch.setattr(scheduled, "_next_all", 0.0)
    assert turn()
    assert ArticlePage.objects.get().live


def test_a_turn_without_anything_due_asks_two_questions_by_index(paper, held, turn):
    paper.story()
    came_due(held.at, held.at)
    with CaptureQueriesContext(connection) as asked:
        assert not turn()
    assert len(asked) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + asked[1]["sql"])
            assert "publishing_expiring" in str(cursor.fetchall())
