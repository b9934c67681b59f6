"""Moments as WordPress writes them: local time, UTC, and all zeros for none."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final

_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?")
_FEED_DAY = re.compile(r"\b\d{1,2} [A-Za-z]{3} \d{4} ")

NO_DATE_IN_FEEDS: Final = datetime(1999, 11, 30, tzinfo=UTC)
"""What WordPress prints as pubDate for a draft: its zero date, read backwards."""


def stamp(text: str, zone: tzinfo) -> datetime | None:
    """A moment from "2014-01-14 17:31:03" in `zone`, in UTC; None for zeros and nonsense."""
    found = _STAMP.fullmatch(text.strip())
    if not found:
        return None
    try:
        local = datetime(*(int(part or 0) for part in found.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def feed_date(text: str) -> datetime | None:
    """A moment from a feed's "Tue, 14 Jan 2014 17:31:03 +0000"; None if it holds none."""
    if not _FEED_DAY.search(text):
        return None
    try:
        moment = parsedate_to_datetime(text.strip())
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if moment == NO_DATE_IN_FEEDS else moment


def first_of(gmt: str, local: str, zone: tzinfo) -> datetime | None:
    """The UTC date if there is one, else the local one read in the newsroom's zone."""
    return stamp(gmt, UTC) or stamp(local, zone)
