"""Limits count per visitor and window, in the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from broadsheet.core import clock, limits
from broadsheet.core.models import RateCount

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_the_limit_holds_for_one_window_and_one_visitor(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    for _ in range(3):
        limits.take("post", "ada", limit=3, per_seconds=60)
    with pytest.raises(limits.TooMany) as caught:
        limits.take("post", "ada", limit=3, per_seconds=60)
    assert 0 < caught.value.retry_after_seconds <= 61
    limits.take("post", "bob", limit=3, per_seconds=60)
    limits.take("vote", "ada", limit=3, per_seconds=60)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=60))
    limits.take("post", "ada", limit=3, per_seconds=60)


def test_old_counts_are_forgotten(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    limits.take("post", "ada", limit=3, per_seconds=60)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))
    limits.forget_old()
    assert not RateCount.objects.exists()


def test_several_limits_are_counted_together_or_not_at_all(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)

    def take():
        with transaction.atomic():
            limits.take_all(
                limits.Limit("post", "ada", limit=5, per_seconds=60),
                limits.Limit("post", "harbour", limit=2, per_seconds=600),
            )

    take()
    take()
    with pytest.raises(limits.TooMany) as caught:
        take()
    assert 540 < caught.value.retry_after_seconds <= 601
    assert sorted(RateCount.objects.values_list("count", flat=True)) == [2, 2]


def test_a_limit_that_is_reached_is_told_by_its_own_window(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    short = limits.Limit("post", "ada", limit=1, per_seconds=60)
    long = limits.Limit("post", "harbour", limit=9, per_seconds=600)
    limits.take_all(short, long)
    with pytest.raises(limits.TooMany) as caught:
        limits.take_all(short, long)
    assert caught.value.retry_after_seconds <= 61
