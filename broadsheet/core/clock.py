"""The one clock of the house: moments in UTC, days and months in the newsroom's time zone."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from broadsheet.core.models import Newsroom


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The newsroom's time zone, as set at the desk."""
    return ZoneInfo(Newsroom.current().time_zone or settings.TIME_ZONE)


def today() -> date:
    """Today's date in the newsroom's time zone."""
    return now().astimezone(zone()).date()


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; its moments belong to the newsroom's time zone."""

    year: int
    month: int

    @classmethod
    def parse(cls, key: str) -> "Month":
        """Read "2026-11"; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", key)
        if not found:
            raise ValueError(f"not a month: {key!r}")
        return cls(int(found[1]), int(found[2]))

    @property
    def key(self) -> str:
        """The month as "2026-11"."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def starts_at(self) -> datetime:
        """The first moment of the month, aware."""
        return datetime.combine(self.first_day, time(), tzinfo=zone())

    @property
    def ends_at(self) -> datetime:
        """The first moment after the month, aware (exclusive)."""
        return datetime.combine(self.next().first_day, time(), tzinfo=zone())

    def next(self) -> "Month":
        """The month after this one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Month":
        """The month before this one."""
        day = self.first_day - timedelta(days=1)
        return Month(day.year, day.month)


def month_of(at: datetime) -> Month:
    """The month in which an aware moment falls, in the newsroom's time zone."""
    day = at.astimezone(zone())
    return Month(day.year, day.month)


def month_later(day: date) -> date:
    """The same day of the next month, or that month's last day: 31 January gives 28 February."""
    following = Month(day.year, day.month).next()
    return following.first_day.replace(day=min(day.day, following.last_day.day))


def days_left(on: date) -> int:
    """Days from `on` to the last day of its month: 22 November gives 8, the last day 0."""
    return (Month(on.year, on.month).last_day - on).days


def rfc3339(at: datetime) -> str:
    """An aware moment as RFC 3339 in UTC with six decimals, "2026-11-22T15:00:00.000000Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
