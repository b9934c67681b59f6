"""What happened is told to whoever keeps finished pages, at the commit and in the very process.

The outbox tells the other rooms a moment later and at least once; this tells at once, before the
request that caused it is answered, so that nobody reads an old page after a change. The worker
tells once more, for the case that a process died between its commit and telling.
"""

from collections.abc import Callable
from typing import Any

Listener = Callable[[str, dict[str, Any], int], object]
Counter = Callable[[], int]

_at_once: list[Listener] = []
_again: list[Listener] = []
_counters: list[Counter] = []


def listen(*, at_once: Listener, again: Listener) -> None:
    """Have both called with (topic, values, id) of each announcement.

    `at_once` right after the commit, in the thread that committed; `again` by the worker, a moment
    later, which has to see by the id whether the first call was made.
    """
    if at_once not in _at_once:
        _at_once.append(at_once)
        _again.append(again)


def tell(topic: str, values: dict[str, Any], number: int) -> None:
    """Tell the listeners of an announcement that was committed just now."""
    for listener in _at_once:
        listener(topic, values, number)


def tell_again(topic: str, values: dict[str, Any], number: int) -> None:
    """Tell the listeners of an announcement that is being worked off."""
    for listener in _again:
        listener(topic, values, number)


def count_with(counter: Counter) -> None:
    """Let `counter` say how many changes there have been; its number only grows."""
    _counters[:] = [counter]


def edition() -> int:
    """A number that grows with each change of anything that readers see."""
    return _counters[0]() if _counters else 0
