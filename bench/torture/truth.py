"""What must, may and must not stand on a page that was read between two moments.

Every moment is `time.monotonic()` of the process that both writes and reads, so writing and reading
are compared on one clock: a write has happened for certain once its answer is there, and may have
happened since its request was begun.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

FRESH_SECONDS = 1.0
"""What was acknowledged so long before a read began must be in what was read."""
NEVER = float("inf")


@dataclass
class Marker:
    """A word that stands in what one write added, and nowhere else."""

    word: str
    addresses: frozenset[str]
    """The pages that show it."""
    added_from: float = NEVER
    """When the write was begun: before it, nobody may read the word."""
    added_by: float = NEVER
    """When it was acknowledged."""
    removed_from: float = NEVER
    removed_by: float = NEVER


@dataclass
class Number:
    """A sum that writes change, as a page shows it."""

    start: int = 0
    steps: list[tuple[int, float, float]] = field(default_factory=list)
    """Each with how much, when it was begun, when it was acknowledged."""

    def bounds(self, began: float, ended: float) -> tuple[int, int]:
        """The least and the most that a read between these moments may show."""
        least = most = self.start
        for much, begun, done in list(self.steps):
            if done <= began - FRESH_SECONDS:
                least, most = least + much, most + much
            elif begun < ended:
                least, most = least + min(much, 0), most + max(much, 0)
        return least, most


@dataclass(frozen=True)
class Violation:
    """A page that was not true."""

    address: str
    what: str
    began: float
    ended: float
    marker: Marker | None = None


class Truth:
    """All markers and numbers of one run. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._markers: dict[str, Marker] = {}
        self._standing: dict[str, dict[str, Marker]] = defaultdict(dict)
        self.numbers: dict[str, Number] = defaultdict(Number)
        self.slowest_seconds = 0.0
        """The longest that something acknowledged was still missing on a page asked for later."""

    def new_marker(self, addresses: Iterable[str]) -> Marker:
        """A word nobody has used."""
        marker = Marker(f"mk{next(self._numbers)}x", frozenset(addresses))
        with self._lock:
            self._markers[marker.word] = marker
            for address in marker.addresses:
                self._standing[address][marker.word] = marker
        return marker

    def forget_gone(self, now: float) -> None:
        """Look no more for words that went long ago; they are still refused where they appear."""
        with self._lock:
            for standing in self._standing.values():
                for word in [word for word, one in standing.items() if one.removed_by < now - 5]:
                    del standing[word]

    def judge(
        self, address: str, words: set[str], began: float, ended: float
    ) -> Iterable[Violation]:
        """What is wrong with a page that held these words."""
        with self._lock:
            standing = list(self._standing[address].values())
            known = [(word, self._markers.get(word)) for word in words]
        for marker in standing:
            if marker.word in words or marker.removed_from < ended or marker.added_by >= began:
                continue
            late = began - marker.added_by
            if late > FRESH_SECONDS:
                yield Violation(address, f"{marker.word} is missing", began, ended, marker)
            else:
                self.slowest_seconds = max(self.slowest_seconds, late)
        for word, found in known:
            if found is None or found.added_from > ended:
                yield Violation(address, f"{word} was never written", began, ended, found)
            elif found.removed_by < began:
                yield Violation(address, f"{word} was removed before", began, ended, found)

    def judge_number(
        self, address: str, name: str, shown: int, began: float, ended: float
    ) -> Iterable[Violation]:
        """What is wrong with a sum."""
        least, most = self.numbers[name].bounds(began, ended)
        if not least <= shown <= most:
            what = f"{name} is {shown}, not {least} to {most}"
            yield Violation(address, what, began, ended)
