"""What `broadsheet check` runs: each room recomputes its truths and lists what differs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One stored value that is not what the facts give."""

    what: str
    """The kind of truth, such as "comment score"."""
    where: str
    """The row, such as "comment 12"."""
    expected: str
    found: str


Check = Callable[[], list[Difference]]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check under a name that is shown while it runs."""
    _checks[name] = check


def find_differences() -> list[Difference]:
    """Run every check, in the order of their names."""
    return [difference for name in sorted(_checks) for difference in _checks[name]()]
