"""What is said on a page that very many read is handled together.

While such a page rests (refreshing.py), nobody would see a new comment anyway. So whoever sends one
then waits before it is handled instead of after: all of them are handled one after another when the
rest is nearly over, and told at once. Handled one by one between the answers to readers, each takes
nearly twice as long, since nothing that it needs is left in the processor's caches.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

LEAD_SECONDS: Final = 0.02
"""So long before the end of a rest they are handled."""
LINE_SECONDS: Final = 0.1
"""Nobody waits longer for those before: one of them may wait for something far away."""
PATIENCE_SECONDS: Final = 0.15
"""What is told next waits at most so long for those that are being handled."""


class Gathering:
    """Who is waiting for the end of a rest, or was, and is not handled yet."""

    def __init__(self) -> None:
        self.rests_until = 0.0
        """By the monotonic clock."""
        self._handling = 0
        self._lock = threading.Lock()
        self._is_handled = threading.Event()
        self._is_handled.set()

    @asynccontextmanager
    async def turn(self, line: asyncio.Lock) -> AsyncIterator[None]:
        """For the server's loop: wait for the end of a rest, if there is one, and then in line."""
        rest = self.rests_until - LEAD_SECONDS - time.monotonic()
        if rest <= 0:
            yield
            return
        await asyncio.sleep(rest)
        with self._being_handled():
            has_line = await _stood_in(line)
            try:
                yield
            finally:
                if has_line:
                    line.release()

    def wait_until_handled(self) -> None:
        """For another thread: wait for the end of a rest, and for those who waited for it, too."""
        time.sleep(max(0.0, self.rests_until - time.monotonic()))
        self._is_handled.wait(PATIENCE_SECONDS)

    @contextmanager
    def _being_handled(self) -> Iterator[None]:
        with self._lock:
            self._handling += 1
            self._is_handled.clear()
        try:
            yield
        finally:
            with self._lock:
                self._handling -= 1
                if not self._handling:
                    self._is_handled.set()


async def _stood_in(line: asyncio.Lock) -> bool:
    """Wait for those before; false where that takes too long."""
    try:
        async with asyncio.timeout(LINE_SECONDS):
            return await line.acquire()
    except TimeoutError:
        return False


said = Gathering()
"""Of this process."""
