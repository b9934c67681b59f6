from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.transfer.wordpress.dates import feed_date, first_of, stamp

LISBON = ZoneInfo("Europe/Lisbon")


def test_a_local_time_is_read_in_its_zone():
    assert stamp("2026-07-01 12:00:00", LISBON) == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert stamp("2026-07-01", UTC) == datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "0000-00-00 00:00:00", "-0001-11-30 00:00:00", "2026-02-30 00:00:00", "today"]
)
def test_no_time_is_none(text):
    assert stamp(text, UTC) is None


def test_utc_wins_over_local_time_unless_it_is_zero():
    assert first_of("2026-01-01 10:00:00", "2026-01-01 12:00:00", LISBON) == datetime(
        2026, 1, 1, 10, tzinfo=UTC
    )
    assert first_of("0000-00-00 00:00:00", "2026-07-01 12:00:00", LISBON) == datetime(
        2026, 7, 1, 11, tzinfo=UTC
    )
    assert first_of("", "", LISBON) is None


def test_feed_dates():
    assert feed_date("Tue, 14 Jan 2014 17:31:03 +0100") == datetime(
        2014, 1, 14, 16, 31, 3, tzinfo=UTC
    )
    assert feed_date("Tue, 30 Nov 1999 00:00:00 +0000") is None
    assert feed_date("Mon, 30 Nov -0001 00:00:00 +0000") is None
    assert feed_date("") is None
