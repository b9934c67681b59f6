"""Months and days belong to the newsroom's time zone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 11, 22), 8), (date(2026, 11, 30), 0), (date(2024, 2, 1), 28)],
)
def test_days_left_is_the_last_day_minus_today(day, left):
    assert clock.days_left(day) == left


@given(st.dates(date(1970, 1, 1), date(2100, 12, 1)))
def test_next_and_previous_undo_each_other(day):
    month = Month(day.year, day.month)
    assert month.next().previous() == month
    assert month.previous().next() == month
    assert Month.parse(month.key) == month


@pytest.mark.parametrize("key", ["2026-13", "2026-00", "26-01", "2026-1", "2026-11-01", ""])
def test_only_a_month_is_read_as_a_month(key):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(key)


@pytest.mark.django_db
def test_a_moment_falls_into_the_month_of_the_newsrooms_zone():
    Newsroom(time_zone="Pacific/Auckland").save()
    at = datetime(2026, 10, 31, 11, 0, tzinfo=UTC)  # 1 November, 00:00 in Auckland
    assert clock.month_of(at) == Month(2026, 11)
    assert Month(2026, 11).starts_at == at


@pytest.mark.django_db
def test_a_month_with_a_change_of_clocks_has_its_true_length():
    Newsroom(time_zone="Europe/Berlin").save()
    month = Month(2026, 10)
    hours = (month.ends_at.astimezone(UTC) - month.starts_at.astimezone(UTC)).total_seconds() / 3600
    assert hours == 31 * 24 + 1


def test_moments_are_written_with_six_decimals_and_z():
    assert clock.rfc3339(datetime(2026, 11, 22, 15, tzinfo=UTC)) == "2026-11-22T15:00:00.000000Z"
