"""Several web processes on one address, and the small one that starts them again.

Each place in the crew has a listening socket of its own, which the kernel feeds evenly and which
is held open here: whoever connects while a process is dead waits for the next one in its place.
Everything is imported before the processes part, so they share most of that memory.
"""

import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import connections

from broadsheet.edge import listen
from broadsheet.edge.listen import Listeners

logger = logging.getLogger(__name__)

# How often is looked whether a process has ended or the stop was asked for.
TICK_SECONDS = 0.05
# A process that ends soon after its start is started again later and later.
STEADY_SECONDS = 5.0
PAUSE_SECONDS = 0.1
PAUSE_MAX_SECONDS = 10.0
# From prctl.h: the signal that a process gets when the one that started it has gone.
_PR_SET_PDEATHSIG = 1


@dataclass
class Place:
    """One place in the crew; processes come and go, their sockets stay."""

    number: int
    listeners: Listeners
    starts: int = 0
    """How many processes it has had."""
    process: int = 0
    started_at: float = 0.0
    due_at: float = 0.0
    """Monotonic seconds before which no new process is started."""
    pause_seconds: float = PAUSE_SECONDS


Work = Callable[[Place], object]


class Crew:
    """Runs `work(place)` in a process of its own for each place, until told to stop.

    `on_loss` is called here whenever one has ended unasked.
    """

    def __init__(
        self, work: Work, listeners: list[Listeners], *, on_loss: Callable[[], object]
    ) -> None:
        self.work = work
        self.on_loss = on_loss
        self.places = [Place(number, found) for number, found in enumerate(listeners)]
        self.is_stopping = False

    def run(self, *, stop_seconds: float) -> None:
        """Keep every place filled. At SIGTERM or SIGINT each process ends in its own time.

        What is still there after `stop_seconds` is ended by force. Must be called before any
        thread is started.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        connections.close_all()
        # What is there stays: looking for garbage in it would part the shared memory.
        gc.collect()
        gc.freeze()
        while not self.is_stopping:
            now = time.monotonic()
            for place in self.places:
                if not place.process and now >= place.due_at:
                    self._start(place)
            time.sleep(TICK_SECONDS)
            self._look_for_ended()
        self._stop(stop_seconds)

    def _ask_to_stop(self, *_signal: object) -> None:
        self.is_stopping = True

    def _start(self, place: Place) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        place.starts += 1
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            self._be_one(place, parent)
        place.process, place.started_at = process, time.monotonic()

    def _be_one(self, place: Place, parent: int) -> None:
        """The new process: does the work and ends; never comes back."""
        status = 1
        try:
            signal.signal(signal.SIGTERM, _leave)
            signal.signal(signal.SIGINT, _leave)
            _end_with(parent)
            for other in self.places:
                if other is not place:
                    listen.close(other.listeners)
            if not self.is_stopping:
                self.work(place)
            status = 0
        except SystemExit as leaving:
            status = leaving.code if isinstance(leaving.code, int) else 0
        except BaseException:
            logger.exception("A web process failed.")
        finally:
            logging.shutdown()
            sys.stdout.flush()
            os._exit(status)

    def _look_for_ended(self) -> None:
        for place in self.places:
            if not place.process or os.waitpid(place.process, os.WNOHANG) == (0, 0):
                continue
            place.process = 0
            if self.is_stopping:
                continue
            now = time.monotonic()
            if now - place.started_at >= STEADY_SECONDS:
                place.pause_seconds = PAUSE_SECONDS
            place.due_at = now + place.pause_seconds
            place.pause_seconds = min(place.pause_seconds * 2, PAUSE_MAX_SECONDS)
            self.on_loss()
            logger.warning("Web process %d has ended and is started again.", place.number + 1)

    def _stop(self, seconds: float) -> None:
        """Turn new readers away, and wait for those who are being answered."""
        for place in self.places:
            listen.close(place.listeners)
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        while any(place.process for place in self.places):
            if time.monotonic() >= deadline:
                self._signal(signal.SIGKILL)
            time.sleep(TICK_SECONDS)
            self._look_for_ended()

    def _signal(self, number: signal.Signals) -> None:
        for place in self.places:
            if place.process:
                with suppress(ProcessLookupError):
                    os.kill(place.process, number)


def _leave(*_signal: object) -> None:
    raise SystemExit(0)


def _end_with(parent: int) -> None:
    """Ask the kernel for a SIGTERM when the process that started this one has gone.

    Else the crew would go on without it and keep the address. Only Linux knows how.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
