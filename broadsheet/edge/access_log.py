"""One line per request, or for kept pages a second, without anything that tells who asked.

No address, no user agent, no query (it holds what people search for) and no token from a path.
"""

import logging
import re
import threading
from collections import Counter, deque
from contextlib import suppress

from broadsheet.core import figures

logger = logging.getLogger("broadsheet.access")

# Signed links and random tokens carry capitals or colons; slugs do not.
_TOKEN = re.compile(r"(?<=/)(?=[^/]*[A-Z:])[^/]{20,}")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


def public_path(path: str) -> str:
    """The path as it may be kept: tokens and control characters taken out, at most 200 long."""
    return _CONTROL.sub("?", _TOKEN.sub("…", path))[:200]


_written: deque[logging.LogRecord] = deque()


def write(*, method: str, path: str, status: int, milliseconds: float) -> None:
    """Note one answered request, whose line `flush` writes: the server's loop waits for no disk."""
    figures.add_status(status)
    if not logger.isEnabledFor(logging.INFO):
        return
    what = (method, public_path(path), status, milliseconds)
    line = "%s %s %d %.0f ms"
    _written.append(logger.makeRecord(logger.name, logging.INFO, __file__, 0, line, what, None))


_counted: Counter[tuple[bytes, bytes, int]] = Counter()
_lock = threading.Lock()


def count(method: bytes, target: bytes, status: int) -> None:
    """Count an answer from the store; too many for a line each, they are written by `flush`."""
    with _lock:
        _counted[method, target, status] += 1


class Tally:
    """Answers of one kind, counted without a lock: by one thread alone, and read by `flush`."""

    __slots__ = ("is_over", "kind", "times", "written")

    def __init__(self, kind: tuple[bytes, bytes, int]) -> None:
        self.kind = kind
        self.times = 0
        """Raised by whoever sends the answers, never lowered."""
        self.is_over = False
        """Set by the same thread: it counts no more."""
        self.written = 0


_tallies: list[Tally] = []


def tally(method: bytes, target: bytes, status: int) -> Tally:
    """A tally that `flush` reads until it is over."""
    found = Tally((method, target, status))
    with _lock:
        _tallies.append(found)
    return found


def _next_record() -> logging.LogRecord | None:
    with suppress(IndexError):  # another thread flushes as well
        return _written.popleft()
    return None


def flush() -> None:
    """Write what was answered since the last time: a line each, for kept pages with how often."""
    global _counted
    while (record := _next_record()) is not None:
        logger.handle(record)
    with _lock:
        done, _counted = _counted, Counter()
        for one in tuple(_tallies):
            is_over = one.is_over  # before the number, which is the last one then
            times = one.times
            if times > one.written:
                done[one.kind] += times - one.written
                one.written = times
            if is_over:
                _tallies.remove(one)
    lines: Counter[str] = Counter()
    for (method, target, status), times in done.items():
        path = public_path(target.partition(b"?")[0].decode("latin-1"))
        lines[f"{method.decode('latin-1')} {path} {status}"] += times
        figures.add(figures.HITS, times)
        figures.add_status(status, times)
    for line, times in lines.items():
        logger.info("%s kept ×%d", line, times)
