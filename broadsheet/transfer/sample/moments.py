"""When things happen in the sample: always counted from now, so that the newsroom is never old."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from broadsheet.core import clock

_HOURS_AGO: Final = re.compile(r"(\d+) hours? ago")
_DAY_AND_TIME: Final = re.compile(r"([+-]\d+) (\d\d):(\d\d)")
_WEEKDAY: Final = re.compile(r"\{weekday ([+-]\d+)\}")
_WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def moment(text: str, *, counted_from: datetime) -> datetime:
    """`"3 hours ago"`, or `"-2 18:30"`: two days earlier, at half past six on the newsroom's clock.

    Raises ValueError for anything else.
    """
    if found := _HOURS_AGO.fullmatch(text):
        return counted_from - timedelta(hours=int(found[1]))
    if found := _DAY_AND_TIME.fullmatch(text):
        day = counted_from.astimezone(clock.zone()).date() + timedelta(days=int(found[1]))
        return datetime.combine(day, time(int(found[2]), int(found[3])), clock.zone())
    raise ValueError(f"{text!r} is no moment.")


def name_weekdays(text: str, *, counted_from: datetime) -> str:
    """The text with `{weekday -1}` and the like replaced by the name of that day."""
    today = counted_from.astimezone(clock.zone()).weekday()
    return _WEEKDAY.sub(lambda found: _WEEKDAYS[(today + int(found[1])) % 7], text)
