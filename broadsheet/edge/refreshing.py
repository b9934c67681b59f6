"""What happened, in any process, makes the pages that show it old."""

from collections.abc import Callable
from typing import Any

from broadsheet.edge import generations, purging
from broadsheet.web import pages

_looking: list[Callable[[], None]] = []


def look_after_changes(look: Callable[[], None]) -> None:
    """Have `look` called after each change that this process makes."""
    _looking.append(look)


def make_stale(topic: str, values: dict[str, Any], number: int) -> None:
    """Make old what an announcement changed; every process of this host sees it at once."""
    counters = generations.shared()
    tags = pages.made_stale(topic, values)
    counters.bump(tags)
    counters.note_told(number)
    purging.purge(tags)
    for look in _looking:
        look()


def make_sure(topic: str, values: dict[str, Any], number: int) -> None:
    """The same for an announcement whose process may have died before it could do that."""
    if not generations.shared().is_told(number):
        make_stale(topic, values, number)


def edition() -> int:
    """The number of the last change."""
    return generations.shared().now()
