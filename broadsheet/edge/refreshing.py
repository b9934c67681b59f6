"""What happened, in any process, makes the pages that show it old.

On a page that is changed and read so often that it would be made several times a second
(making.py), new comments, votes and gifts are told together. The new page is made first and takes
the old one's place at the moment of telling, so that no reader waits for it. After a telling there
is a pause of a twentieth of a second for each change in it, at least as long as the telling took,
page making included, and at most two fifths of a second. So a single one is soon followed by the
next, and where many come at once the page is made twice a second. Whoever wrote something is
answered after that, and so finds it on the very next page; no thread waits for it meanwhile
(bridge.py), and whoever sends something during the pause is handled at its end (gathering.py). What
takes something away is always told at once, and then readers wait for the new page.

A process that has no readers, such as a command at the terminal, leaves a change of such a page in
the outbox: a web process finds it there and tells it with its own.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from contextvars import Context, ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.core import figures, outbox
from broadsheet.edge import gathering, generations, purging
from broadsheet.edge.generations import slot_of
from broadsheet.web import pages

logger = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 0.4
"""The longest pause between two tellings. The first change after it is told at once."""
PAUSE_EACH_SECONDS: Final = 0.05
"""The pause for each change that was told before it."""
WAIT_SECONDS: Final = 3.0
"""Nobody waits longer to be told."""


@dataclass(eq=False)
class Round:
    """Changes that are told together."""

    began_at: float
    """Seconds since the epoch."""
    tags: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    told: "Future[None]" = field(default_factory=Future)


Renew = Callable[[frozenset[int]], Callable[[int], int]]
"""Takes the counters of a change; gives what keeps the pages that show it, see keeping.py."""

_looking: list[Callable[[], None]] = []
_renewing: list[Renew] = []
_is_telling = False
_round: Round | None = None
_told_last: set[int] = set()
"""The worker makes sure of what it finds untold, and may find it while it is being told."""
_lock = threading.Lock()
_has_begun = threading.Event()
_joined: ContextVar[set[Round] | None] = ContextVar("joined", default=None)


def look_after_changes(look: Callable[[], None]) -> None:
    """Have `look` called after each change that this process makes."""
    _looking.append(look)


def renew_before_telling(renew: Renew) -> None:
    """Have `renew` make pages before changes are told together."""
    _renewing.append(renew)


def begin_telling() -> None:
    """From now on this process calls `tell_round` again and again."""
    global _is_telling
    _is_telling = True


def make_stale(topic: str, values: dict[str, Any], number: int) -> None:
    """Make old what an announcement changed; every process of this host sees it at once.

    What may wait a moment does so where it is about a page that is made very often.
    """
    tags = pages.made_stale(topic, values)
    if tags and topic not in pages.MAY_WAIT:
        _tell(tags | {pages.TAKEN}, [number])
    elif not generations.shared().is_hot(map(slot_of, tags)):
        _tell(tags, [number])
    elif _is_telling:
        _join_round(tags, number)


def make_sure(topic: str, values: dict[str, Any], number: int) -> None:
    """The same for an announcement whose process may have died before it could do that."""
    if not generations.shared().is_told(number):
        make_stale(topic, values, number)


def edition() -> int:
    """The number of the last change."""
    return generations.shared().now()


@contextmanager
def noting_rounds() -> Iterator[set[Round]]:
    """Note which rounds are joined in this block, for `until_told`."""
    rounds: set[Round] = set()
    token = _joined.set(rounds)
    try:
        yield rounds
    finally:
        _joined.reset(token)


async def until_told(rounds: Iterable[Round]) -> None:
    """Wait until these have been told, but not for ever."""
    for one in rounds:
        with suppress(TimeoutError):
            await asyncio.wait_for(
                asyncio.shield(asyncio.wrap_future(one.told)), timeout=WAIT_SECONDS
            )


def tell_round(*, has_strays: bool = False, patience_seconds: float = PAUSE_SECONDS) -> bool:
    """Wait for changes that may be told together, and tell them; false, since it is never urgent.

    Made for a thread that calls it again and again; between two tellings it keeps the pause. With
    `has_strays` it tells what processes without readers have left in the outbox, too; one process
    of the host does that.
    """
    global _round, _told_last
    if _has_begun.wait(patience_seconds):
        gathering.said.wait_until_handled()
    if has_strays:
        try:
            _find_strays()
        except Exception:  # whoever waits for this round does not wait for the database
            logger.exception(
                "The outbox could not be looked through; the worker tells what is there."
            )
    with _lock:
        found, _round = _round, None
        _has_begun.clear()
    if found is not None:
        began = time.monotonic()
        _end(found)
        ended = time.monotonic()
        changes, _told_last = found.numbers - _told_last, found.numbers
        pause = max(ended - began, PAUSE_EACH_SECONDS * len(changes))
        gathering.said.rests_until = ended + min(pause, PAUSE_SECONDS)
    return False


def _find_strays() -> None:
    is_told = generations.shared().is_told
    strays = [number for number in outbox.newest(pages.MAY_WAIT) if not is_told(number)]
    with _lock:
        waiting = _round.numbers.copy() if _round is not None else set()
    if not waiting.issuperset(strays):
        for topic, values, number in outbox.read(set(strays) - waiting):
            make_stale(topic, values, number)


def _tell(
    tags: set[str], numbers: Iterable[int], keep: Callable[[int], None] | None = None
) -> None:
    counters = generations.shared()
    counters.bump(tags, keep)
    for number in numbers:
        counters.note_told(number)
    purging.purge(tags)
    for look in _looking:
        look()


def _join_round(tags: set[str], number: int) -> None:
    """Have a change told with the next round."""
    global _round
    with _lock:
        found = _round = _round or Round(time.time())
        found.tags |= tags
        found.numbers.add(number)
        _has_begun.set()
    joined = _joined.get()
    if joined is not None:
        joined.add(found)


def _end(found: Round) -> None:
    try:
        slots = frozenset(map(slot_of, found.tags))
        # In a context of its own, which nothing that was said before lends anything.
        keepers = [Context().run(renew, slots) for renew in _renewing]
    except Exception:
        logger.exception("Pages could not be made before a change was told.")
        keepers = []

    def keep(number: int) -> None:
        if sum(keeper(number) for keeper in keepers):
            figures.observe(figures.VISIBLE, time.time() - found.began_at)

    try:
        _tell(found.tags, found.numbers, keep)
    finally:
        found.told.set_result(None)
