"""Work that can wait gives way to whoever asks: one interpreter does both.

Python runs one thread at a time, and whoever writes to SQLite keeps the others waiting. Where much
has piled up, the thread that works it off asks between two pieces whether somebody waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PAUSE_SECONDS: Final = 0.05
"""How long work waits for a quiet moment, so that it goes on under any load."""


class Requests:
    """The requests that are being answered in this process. Counted by one thread, the loop's."""

    def __init__(self) -> None:
        self._count = 0
        self._quiet = threading.Event()
        self._quiet.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While a request is answered."""
        self._count += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._quiet.set()

    def give_way(self, seconds: float = PAUSE_SECONDS) -> bool:
        """Wait until nobody waits for an answer, at most so long; whether that came."""
        return self._quiet.wait(seconds)


requests: Final = Requests()
