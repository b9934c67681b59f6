"""The meter in figures and words, without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core.clock import Month
from broadsheet.fundraising.meter import Meter


def make_meter(
    raised_minor: int = 218_000,
    goal_minor: int = 500_000,
    today: date = date(2026, 11, 22),
    gifts: int = 61,
) -> Meter:
    return Meter(
        name="",
        month=Month(today.year, today.month),
        currency="USD",
        goal_minor=goal_minor,
        raised_minor=raised_minor,
        gifts=gifts,
        today=today,
        as_of=datetime(2026, 11, 22, 15, tzinfo=UTC),
        is_sample=False,
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_sample_reads_as_the_page_says():
    meter = make_meter()
    assert meter.percent == 43.6
    assert meter.ticks_minor == [0, 250_000, 500_000]
    assert plain(meter.scale_text) == "0 $ · 2,500 $ · 5,000 $"
    assert [tick.at_percent for tick in meter.ticks] == [0, 50, 100]
    assert plain(meter.raised_text) == "2,180 $"
    assert meter.label == "8 days left until the end of November"
    assert plain(meter.sentence) == (
        "2,180 $ of 5,000 $ received. 8 days left until the end of November."
    )
    assert plain(meter.percent_text) == "43.6 %"
    assert meter.gifts_text == "61 gifts"
    assert not meter.beyond
    assert not meter.reached


def test_one_day_is_singular():
    assert make_meter(today=date(2026, 11, 29)).label == "1 day left until the end of November"


def test_the_last_day_is_named_and_not_counted():
    meter = make_meter(today=date(2026, 11, 30))
    assert meter.days_left == 0
    assert meter.is_last_day
    assert meter.label == "last day"
    assert meter.sentence.endswith("Today is the last day of November.")


def test_nothing_received_still_invites():
    meter = make_meter(raised_minor=0, gifts=0)
    assert meter.percent == 0
    assert plain(meter.sentence) == (
        "0 $ of 5,000 $ received. Yours would be the first gift of November."
        " 8 days left until the end of November."
    )


def test_exactly_the_goal():
    meter = make_meter(raised_minor=500_000)
    assert meter.reached
    assert not meter.beyond
    assert meter.percent == 100
    assert meter.goal_at_percent == 100
    assert "The goal is reached." in meter.sentence


def test_beyond_the_goal_the_scale_grows_and_the_bar_stays_inside():
    meter = make_meter(raised_minor=624_000)
    assert meter.beyond
    assert meter.percent == 124.8
    assert meter.goal_at_percent == 80
    assert meter.scale_minor == 625_000
    assert meter.fill_minor == 624_000
    assert [tick.at_percent for tick in meter.ticks] == [0, 40, 80]
    assert "That is 1,240 $ beyond the goal." in plain(meter.sentence)


def test_just_short_of_the_goal_is_not_a_hundred_percent():
    assert make_meter(raised_minor=499_999).percent == 99.9


def test_corrections_may_outweigh_gifts():
    meter = make_meter(raised_minor=-500, gifts=0)
    assert meter.percent == -0.1
    assert meter.fill_minor == 0
    assert plain(meter.percent_text) == "−0.1 %"


@given(
    raised_minor=st.integers(-(10**9), 10**12),
    goal_minor=st.integers(1, 10**10),
    today=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
)
def test_the_meter_is_always_within_its_scale(raised_minor, goal_minor, today):
    meter = make_meter(raised_minor=raised_minor, goal_minor=goal_minor, today=today)
    assert 0 <= meter.fill_minor <= meter.scale_minor
    assert meter.scale_minor >= goal_minor
    assert (meter.percent >= 100) == (raised_minor >= goal_minor)
    assert 0 <= meter.days_left <= 30
    assert meter.is_last_day == (meter.label == "last day")
    assert meter.ticks[0].at_percent == 0
    assert meter.ticks[-1].at_percent == meter.goal_at_percent
    assert [tick.at_percent for tick in meter.ticks] == sorted(
        tick.at_percent for tick in meter.ticks
    )


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 1), 29),
        (date(2026, 12, 31), 0),
        (date(2027, 2, 1), 27),
        (date(2028, 2, 1), 28),
        (date(2028, 2, 29), 0),
    ],
)
def test_days_left_at_the_edges_of_months(today, days):
    assert make_meter(today=today).days_left == days


def test_the_moment_of_the_figures_is_valid_html():
    assert make_meter().as_of_machine == "2026-11-22T15:00:00+00:00"
