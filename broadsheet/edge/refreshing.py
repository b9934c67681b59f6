"""What happened, in any process, makes the pages that show it old.

On a page that is read a hundred times a second, new comments, votes and gifts are told together, a
dozen times a second: each telling has the page made anew. The new page is made first and takes the
old one's place at the moment of telling, so that no reader waits for it. Whoever wrote something is
answered after that, and so finds it on the very next page. What takes something away is always told
at once, and then readers wait for the new page.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.core import figures
from broadsheet.edge import generations, purging
from broadsheet.edge.background import Loop
from broadsheet.edge.generations import slot_of
from broadsheet.web import pages

logger = logging.getLogger(__name__)

TICK_SECONDS: Final = 0.07
WAIT_SECONDS: Final = 1.0
"""Nobody waits longer for another thread to tell."""


@dataclass
class Round:
    """Changes that are told together."""

    began_at: float
    """Seconds since the epoch."""
    tags: set[str] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)
    is_told: threading.Event = field(default_factory=threading.Event)


Renew = Callable[[frozenset[int]], Callable[[int], int]]
"""Takes the counters of a change; gives what keeps the pages that show it, see keeping.py."""

_looking: list[Callable[[], None]] = []
_renewing: list[Renew] = []
_hot: frozenset[int] = frozenset()
_round: Round | None = None
_lock = threading.Lock()


def look_after_changes(look: Callable[[], None]) -> None:
    """Have `look` called after each change that this process makes."""
    _looking.append(look)


def renew_before_telling(renew: Renew) -> None:
    """Have `renew` make pages before changes are told together."""
    _renewing.append(renew)


def set_hot(slots: Iterable[int]) -> None:
    """Name the counters of what is read so often that changes are told together."""
    global _hot
    _hot = frozenset(slots)


def make_stale(topic: str, values: dict[str, Any], number: int) -> None:
    """Make old what an announcement changed; every process of this host sees it at once.

    What may wait a moment does so where it is about a page that is read very often.
    """
    tags = pages.made_stale(topic, values)
    if topic in pages.MAY_WAIT and not _hot.isdisjoint(map(slot_of, tags)):
        _tell_together(tags, number)
    else:
        _tell(tags, [number])


def make_sure(topic: str, values: dict[str, Any], number: int) -> None:
    """The same for an announcement whose process may have died before it could do that."""
    if not generations.shared().is_told(number):
        make_stale(topic, values, number)


def edition() -> int:
    """The number of the last change."""
    return generations.shared().now()


def _tell(tags: set[str], numbers: list[int], keep: Callable[[int], None] | None = None) -> None:
    counters = generations.shared()
    counters.bump(tags, keep)
    for number in numbers:
        counters.note_told(number)
    purging.purge(tags)
    for look in _looking:
        look()


def _tell_together(tags: set[str], number: int) -> None:
    """Join the round under way, or begin one; for threads with a reader behind them, wait for it.

    A thread of the background only leaves its change: nobody waits for its next page.
    """
    global _round
    with _lock:
        is_first = _round is None
        found = _round = _round or Round(time.time())
        found.tags |= tags
        found.numbers.append(number)
    seconds = TICK_SECONDS - time.time() % TICK_SECONDS
    if isinstance(threading.current_thread(), Loop):
        if is_first:
            timer = threading.Timer(seconds, _end, [found])
            timer.daemon = True
            timer.start()
    elif is_first:
        time.sleep(seconds)
        _end(found)
    else:
        found.is_told.wait(WAIT_SECONDS)


def _end(found: Round) -> None:
    global _round
    with _lock:
        _round = None
    try:
        slots = frozenset(map(slot_of, found.tags))
        # In a context of its own: whoever happens to tell, such as a moderator with the desk in
        # another language, lends the page nothing.
        keepers = [Context().run(renew, slots) for renew in _renewing]
    except Exception:
        logger.exception("Pages could not be made before a change was told.")
        keepers = []

    def keep(number: int) -> None:
        if sum(keeper(number) for keeper in keepers):
            figures.observe(figures.VISIBLE, time.time() - found.began_at)

    _tell(found.tags, found.numbers, keep)
    found.is_told.set()
