"""Limits on how often one visitor may do something, kept in the database by all workers."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from broadsheet.core import clock
from broadsheet.core.models import RateCount
from broadsheet.core.schedule import every


class TooMany(Exception):
    """The limit is reached; try again after `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True)
class Limit:
    """How often `who` may do something in a window of `per_seconds`."""

    action: str
    who: str
    limit: int
    per_seconds: int

    def key(self, at: datetime) -> str:
        """The name of the count in the window of a moment."""
        window = int(at.timestamp()) // self.per_seconds
        return f"{self.action}|{self.who}|{self.per_seconds}|{window}"[:160]

    def ends_at(self, at: datetime) -> datetime:
        """When the window of a moment is over."""
        window = int(at.timestamp()) // self.per_seconds
        return datetime.fromtimestamp((window + 1) * self.per_seconds, tz=UTC)


def take(action: str, who: str, *, limit: int, per_seconds: int) -> None:
    """Count one `action` of `who`; raises TooMany beyond `limit` in the current window.

    Windows are fixed and start at whole multiples of `per_seconds` since 1970.
    """
    take_all(Limit(action, who, limit, per_seconds))


def take_all(*limits: Limit) -> None:
    """Count one act against several limits of different keys; raises TooMany where one is reached.

    Nothing is counted then; inside a transaction of the caller, that is when the error ends it.
    """
    if not limits:
        return
    now = clock.now()
    keys = [one.key(now) for one in limits]
    rows: list[Any] = []
    for one, key in zip(limits, keys, strict=True):
        rows += [key, connection.ops.adapt_datetimefield_value(one.ends_at(now))]
    for one, key in zip(limits, keys, strict=True):
        rows += [key, one.limit]
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_counting(len(limits)), rows)
            counted = cursor.rowcount
        if counted < len(limits):
            reached = _reached(limits, keys)
            raise TooMany(max(1, int((reached.ends_at(now) - now).total_seconds()) + 1))


@lru_cache
def _counting(number: int) -> str:
    """SQL that adds one to so many counts, but to none that has reached its limit."""
    table = connection.ops.quote_name(RateCount._meta.db_table)
    values = ", ".join(["(%s, 1, %s)"] * number)
    limit = " ".join(["WHEN %s THEN %s"] * number)
    return (
        f"INSERT INTO {table} (key, count, expires_at) VALUES {values}"  # noqa: S608 - our own names
        f" ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1"
        f" WHERE {table}.count < CASE excluded.key {limit} END"
    )


def _reached(limits: Sequence[Limit], keys: Sequence[str]) -> Limit:
    """The limit that is reached, which ends last where there are several."""
    counts = dict(RateCount.objects.filter(key__in=keys).values_list("key", "count"))
    reached = [
        one for one, key in zip(limits, keys, strict=True) if counts.get(key, 0) >= one.limit
    ]
    return max(reached or limits, key=lambda one: one.per_seconds)


@every(seconds=600, name="forget old rate counts")
def forget_old() -> None:
    """Delete counts whose window has passed."""
    RateCount.objects.filter(expires_at__lt=clock.now() - timedelta(minutes=1)).delete()
