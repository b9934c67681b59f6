"""The web server in front, Django behind it in threads, the background beside it.

All in one process; with several, only the first has the background.
"""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

import uvicorn
from django.conf import settings

from broadsheet.core import figures, outbox
from broadsheet.edge import access_log, background, generations, listen, memory, refreshing, serve
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.crew import Crew, Place
from broadsheet.edge.guard import Application, Guard
from broadsheet.edge.keeping import Keeper
from broadsheet.edge.listen import Listeners
from broadsheet.edge.making import Maker
from broadsheet.edge.protocol import Protocol
from broadsheet.edge.shelf import FILE_NAME, Shelf
from broadsheet.edge.store import Store
from broadsheet.edge.tending import Tender
from broadsheet.edge.wsgi import application as django_application
from broadsheet.web import pages

logger = logging.getLogger(__name__)

# Each thread holds one database connection. Python runs one at a time, so more would only queue
# elsewhere; they cover the moments spent waiting for the database and the disk.
THREADS = 8
KEEP_ALIVE_SECONDS = 15
# What is under way at a stop has this long to end.
STOP_SECONDS = 8
# With several processes, each has twice that: for its requests, then for its threads.
CREW_STOP_SECONDS = 2 * STOP_SECONDS


# How often kept pages are looked after; see tending.py.
TEND_PAUSE_SECONDS = 1.0
# The teller waits for changes by itself (refreshing.py); this is for turns that failed.
TELL_PAUSE_SECONDS = 0.005
# Pages made just before a stop that are still laid on disk.
SHELVED_AT_STOP_MAX = 2000


class Server(uvicorn.Server):
    """uvicorn's server, telling when it really listens."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: Listeners | None = None) -> None:
        """Start accepting, then say so."""
        await super().startup(sockets=sockets)
        self._on_listening()


def run(sockets: Listeners, *, on_listening: Callable[[], None], workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT, finish what is under way, and come back.

    `on_listening` is called once, when the first request can be answered. With several workers
    there are so many web processes; the first has the threads beside the server as well. Raises
    CannotListen.
    """
    listen.allow_many_files()
    figures.clear()
    listeners = listen.share(sockets, workers)
    if workers == 1:
        _serve(sockets, 0, on_listening=on_listening, loops=background.loops())
        return

    def work(place: Place) -> None:
        is_first = place.number == 0
        _serve(
            place.listeners,
            place.number,
            on_listening=on_listening if is_first and place.starts == 1 else _say_nothing,
            loops=background.loops() if is_first else background.loops_of_each(),
        )

    Crew(work, listeners, on_loss=_make_all_old).run(stop_seconds=CREW_STOP_SECONDS)


def _make_all_old() -> None:
    """A process that was killed may have committed a change and not told of it."""
    generations.shared().bump({pages.SITE})


def _say_nothing() -> None:
    """The address was told already."""


def _serve(
    sockets: Listeners,
    place: int,
    *,
    on_listening: Callable[[], None],
    loops: Sequence[background.Loop],
) -> None:
    stop_quietly()
    figures.take_place(place)
    memory.keep_small()
    outbox.tell_all_again()
    store = Store(generations.shared())
    shelf = Shelf(settings.DATA_DIR / FILE_NAME, store.generations)
    bridge = Bridge(django_application, THREADS)
    keeper = Keeper(bridge, Maker(django_application, store, shelf), bridge.executor)
    refreshing.look_after_changes(keeper.look_ahead)
    refreshing.renew_before_telling(keeper.renew)
    refreshing.begin_telling()
    tender = Tender(keeper, shelf)
    loops = [
        *loops,
        background.Loop("tender", tender.turn, pause_seconds=TEND_PAUSE_SECONDS),
        background.Loop(
            "teller",
            partial(refreshing.tell_round, has_strays=place == 0),
            pause_seconds=TELL_PAUSE_SECONDS,
        ),
    ]
    served = serve.Server(store, keeper.remake)
    server = Server(config(Guard(keeper), settings.TRUSTED_PROXIES, served), on_listening)
    loops = [*loops, background.counting(store)]
    memory.freeze()
    for loop in loops:
        loop.start()
    try:
        server.run(sockets=sockets)
    except SystemExit as exit_:
        if exit_.code:
            raise
    finally:
        access_log.flush()
        figures.leave_place()
        for loop in loops:
            loop.stop()
    deadline = time.monotonic() + STOP_SECONDS
    for loop in loops:
        loop.join(max(0.0, deadline - time.monotonic()))
    tender.shelve(at_most=SHELVED_AT_STOP_MAX, settled=0.0)
    shelf.close()
    bridge.executor.shutdown(wait=False, cancel_futures=True)
    still_busy = [loop.name for loop in loops if loop.is_alive()]
    if still_busy:
        # What they were doing is leased or in a transaction, and is taken up at the next start.
        logger.warning("Stopped while busy: %s.", ", ".join(still_busy))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def stop_quietly() -> None:
    """From here on SIGTERM and SIGINT end the process with status 0 and without a trace."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def config(
    application: Application, trusted_proxies: Sequence[str], pages: serve.Server
) -> uvicorn.Config:
    """How uvicorn runs here: kept pages are sent before the application is asked.

    `X-Forwarded-*` is believed only from `trusted_proxies`.
    """
    return uvicorn.Config(
        application,
        http=partial(Protocol, pages=pages),  # type: ignore[arg-type]
        loop="uvloop",
        ws="none",
        lifespan="off",
        backlog=listen.BACKLOG,
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
