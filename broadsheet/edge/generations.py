"""When each part of the site last changed, in a file that every process of this host maps.

A tag (such as "thread:page:12") is hashed to a slot; a slot holds the number of the last change
that touched it, and slot 0 the number of the last change of all. Whoever makes a page remembers
the last number before it begins: the page is current while none of its slots holds a later one.
So a change during the making makes the result old at once, and two tags that share a slot cost no
more than a spare making.

Behind the slots stands which announcements were told, so that one whose process died between its
commit and the telling is told by the worker; and which slots are hot, shown on pages that are made
very often just now.
"""

import fcntl
import mmap
import os
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

FILE_NAME = "generations"
SLOTS = 65_536
TOLD = 4096
"""How many of the latest announcements are remembered as told."""
_WIDTH = 8
MOMENTS = 4096
"""Of how many of the latest changes the moment is remembered."""
_BORN = SLOTS + 1 + TOLD
_MOMENTS = _BORN + 1
_HEAT = _MOMENTS + MOMENTS
_BYTES = _WIDTH * (_HEAT + SLOTS + 1)


def slot_of(tag: str) -> int:
    """The slot of a tag, the same in every process: from 1 to SLOTS."""
    return zlib.crc32(tag.encode()) % SLOTS + 1


class Generations:
    """The counters in one file, which is made when it is missing.

    Reading takes no lock: each counter is one aligned machine word.
    """

    def __init__(self, path: Path) -> None:
        # Not a sparse file: where the disk is full, this raises OSError, and a later write cannot.
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.posix_fallocate(self._file, 0, _BYTES)
        self._counters = memoryview(mmap.mmap(self._file, _BYTES)).cast("Q")
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        """In a new file, count on from the time: numbers grow even where a file was lost."""
        with self._locked():
            if self._counters[0] == 0:
                self._counters[0] = time.time_ns() // 1_000_000
            if self._counters[_BORN] == 0:
                self._counters[_BORN] = self._counters[0]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def now(self) -> int:
        """The number of the last change; ask before reading what a page is made of."""
        return self._counters[0]

    def born(self) -> int:
        """The number at which this file began to count; what is older, it knows nothing of."""
        return self._counters[_BORN]

    def last_change(self, tag: str) -> int:
        """The number of the last change of a tag."""
        return self._counters[slot_of(tag)]

    def last_change_in(self, slots: Iterable[int]) -> int:
        """The number of the last change in any of these slots; 0 for none."""
        return max((self._counters[slot] for slot in slots), default=0)

    def moment_of(self, number: int) -> float | None:
        """When a change was, in seconds since the epoch; None for one of long ago."""
        if not self.now() - MOMENTS < number <= self.now():
            return None
        return self._counters[_moment_of(number)] / 1_000_000_000 or None

    def is_current(self, slots: Iterable[int], seen: int) -> bool:
        """Whether nothing in these slots changed after the change numbered `seen`."""
        counters = self._counters
        return all(counters[slot] <= seen for slot in slots)

    def bump(self, tags: Iterable[str], keep: Callable[[int], None] | None = None) -> None:
        """Make every page with one of these tags old, in all processes, before this returns.

        `keep` is called with the number of this change just before it counts, while no other change
        can: it may keep pages that show it already.
        """
        slots = {slot_of(tag) for tag in tags}
        if not slots:
            return
        with self._locked():
            number = self._counters[0] + 1
            if keep is not None:
                keep(number)
            self._counters[_moment_of(number)] = time.time_ns()
            # The slots first: whoever still reads the old number meets slots beyond it.
            for slot in slots:
                self._counters[slot] = number
            self._counters[0] = number

    def heat(self, slots: Iterable[int], seconds: float) -> None:
        """Call these slots hot for so long from now on."""
        until = time.time_ns() + int(seconds * 1_000_000_000)
        for slot in slots:
            self._counters[_HEAT + slot] = until

    def is_hot(self, slots: Iterable[int]) -> bool:
        """Whether a process of this host calls one of these slots hot."""
        now = time.time_ns()
        return any(self._counters[_HEAT + slot] > now for slot in slots)

    def note_told(self, announcement: int) -> None:
        """Remember that the announcement with this id has made pages old."""
        self._counters[_place_of(announcement)] = announcement

    def is_told(self, announcement: int) -> bool:
        """Whether that is remembered; False for one of long ago."""
        return self._counters[_place_of(announcement)] == announcement


def _place_of(announcement: int) -> int:
    return SLOTS + 1 + announcement % TOLD


def _moment_of(number: int) -> int:
    return _MOMENTS + number % MOMENTS


_shared: Generations | None = None
_opening = threading.Lock()


def shared() -> Generations:
    """The counters of the data folder, opened at the first call in this process."""
    global _shared
    with _opening:
        if _shared is None:
            _shared = Generations(settings.DATA_DIR / FILE_NAME)
        return _shared


def _forget() -> None:
    """A process that was forked opens the file itself: its lock would else be its parent's too."""
    global _shared, _opening
    _shared, _opening = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
