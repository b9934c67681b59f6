"""What the running server counts, in a file that every process of this host maps.

Each web process has a place of its own in the file and alone writes there, so nothing is lost when
several count at once; whoever reads adds the places up. Counted is from the start of the server.
"""

import mmap
import os
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

FILE_NAME: Final = "figures"
PLACES: Final = 64
"""As many as there may be web processes."""

HITS: Final = "hits"
"""Answers from the store."""
MISSES: Final = "misses"
"""Answers that waited until their page was made, whole or in part."""
PASSED: Final = "passed"
"""Answers that are never kept."""
PAGES: Final = "pages"
"""Pages in the store now."""
BYTES: Final = "bytes"
STARTED: Final = "started"
"""When the process began, in seconds since the epoch."""
REBUILD: Final = "rebuild"
"""How long making a page took."""
VISIBLE: Final = "visible"
"""How long after a change the page that shows it was there."""

STATUSES: Final = (200, 301, 302, 303, 304, 400, 403, 404, 405, 408, 413, 422, 429, 500, 503)
BUCKETS_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper ends; one more bucket is for all that took longer."""

_NAMES: Final = (
    *(STARTED, HITS, MISSES, PASSED, PAGES, BYTES),
    *(f"status {status}" for status in STATUSES),
    "status other",
    *(
        f"{name} {part}"
        for name in (REBUILD, VISIBLE)
        for part in (*range(len(BUCKETS_SECONDS) + 1), "microseconds")
    ),
)
_AT: Final = {name: place for place, name in enumerate(_NAMES)}
_WIDTH: Final = 8
_BYTES: Final = _WIDTH * len(_NAMES) * PLACES


@dataclass
class Histogram:
    """How often something took how long."""

    counts: list[int]
    """By bucket, the last one without an upper end."""
    sum_seconds: float

    @property
    def count(self) -> int:
        """How often altogether."""
        return sum(self.counts)

    def quantile(self, share: float) -> float | None:
        """The upper end in seconds of the bucket in which this share is reached; None for none."""
        wanted, so_far = share * self.count, 0
        for count, upper in zip(self.counts, (*BUCKETS_SECONDS, float("inf")), strict=True):
            so_far += count
            if count and so_far >= wanted:
                return upper
        return None


@dataclass
class Figures:
    """The sums over all processes of a server."""

    processes: int = 0
    started_at: float = 0.0
    """When the one that is up for longest began; 0 where none is."""
    counts: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    rebuild: Histogram = field(default_factory=lambda: Histogram([], 0.0))
    visible: Histogram = field(default_factory=lambda: Histogram([], 0.0))

    @property
    def hit_rate(self) -> float | None:
        """Hits among the answers that may be kept; None before the first."""
        asked = self.counts[HITS] + self.counts[MISSES]
        return self.counts[HITS] / asked if asked else None


class _Book:
    """The counters of the data folder."""

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(file, 0, _BYTES)
            self.counters = memoryview(mmap.mmap(file, _BYTES)).cast("Q")
        finally:
            os.close(file)


_book: _Book | None = None
_first = 0
_lock = threading.Lock()


def clear() -> None:
    """A server begins: nobody counts yet."""
    counters = _Book(settings.DATA_DIR / FILE_NAME).counters
    for number in range(len(counters)):
        counters[number] = 0


def take_place(place: int) -> None:
    """Count in this place from now on, from zero. Without it, nothing is counted here."""
    global _book, _first
    with _lock:
        _book, _first = _Book(settings.DATA_DIR / FILE_NAME), place * len(_NAMES)
        for name in _NAMES:
            _book.counters[_first + _AT[name]] = 0
        _book.counters[_first + _AT[STARTED]] = int(time.time())


def leave_place() -> None:
    """The process ends: it keeps nothing any more."""
    global _book
    with _lock:
        if _book is not None:
            _book.counters[_first + _AT[STARTED]] = 0
        _book = None


def add(name: str, much: int = 1) -> None:
    """Count."""
    with _lock:
        if _book is not None:
            _book.counters[_first + _AT[name]] += much


def put(name: str, value: int) -> None:
    """Write down how much there is now."""
    with _lock:
        if _book is not None:
            _book.counters[_first + _AT[name]] = value


def add_status(status: int, much: int = 1) -> None:
    """Count answers by their status."""
    name = f"status {status}"
    add(name if name in _AT else "status other", much)


def observe(name: str, seconds: float) -> None:
    """Count something that took so long, in REBUILD or VISIBLE."""
    with _lock:
        if _book is not None:
            bucket = bisect_left(BUCKETS_SECONDS, seconds)
            _book.counters[_first + _AT[f"{name} {bucket}"]] += 1
            _book.counters[_first + _AT[f"{name} microseconds"]] += round(seconds * 1_000_000)


def read() -> Figures:
    """The sums, from any process."""
    counters = _Book(settings.DATA_DIR / FILE_NAME).counters
    firsts = [
        first
        for first in range(0, len(_NAMES) * PLACES, len(_NAMES))
        if counters[first + _AT[STARTED]]
    ]

    def total(name: str) -> int:
        return sum(counters[first + _AT[name]] for first in firsts)

    def histogram(name: str) -> Histogram:
        counts = [total(f"{name} {bucket}") for bucket in range(len(BUCKETS_SECONDS) + 1)]
        return Histogram(counts, total(f"{name} microseconds") / 1_000_000)

    return Figures(
        processes=len(firsts),
        started_at=min((float(counters[first + _AT[STARTED]]) for first in firsts), default=0.0),
        counts={name: total(name) for name in (HITS, MISSES, PASSED, PAGES, BYTES)},
        statuses=_statuses((str(status), total(f"status {status}")) for status in STATUSES)
        | _statuses([("other", total("status other"))]),
        rebuild=histogram(REBUILD),
        visible=histogram(VISIBLE),
    )


def _statuses(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {status: times for status, times in found if times}
