"""Between the server and Django: what may be kept is made once, kept, and sent from there."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from django.conf import settings

from broadsheet.core import figures
from broadsheet.edge.guard import Application, Receive, Scope, Send
from broadsheet.edge.making import Answer, Asked, Maker, asked_by
from broadsheet.edge.page import Headers, Page
from broadsheet.web import kept

FLIGHT_SECONDS: Final = 10.0
"""How long a request waits for another one that makes the same page, before Django makes it one."""
LANDING_SECONDS: Final = 0.25
"""So long a change waits for pages that are being made already."""
RENEWED_MAX: Final = 8
"""So many pages are made before a change is told; with what they share, one takes some 3 ms."""
_BODY_HEADERS: Final = frozenset({b"content-length", b"transfer-encoding"})
_SESSION: Final = f"{settings.SESSION_COOKIE_NAME}=".encode()


Made = tuple[Answer | None, Page | None]
"""Django's answer, and the page where it may be kept; both None where it was not made."""


@dataclass
class Flight:
    """A page that is being made, and the number of the last change before that began."""

    began_after: int
    landed: "asyncio.Future[Made]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    is_over: threading.Event = field(default_factory=threading.Event)
    """Set when nobody makes it any more: for threads, which cannot wait for `landed`."""

    def give_up(self) -> None:
        """Let those who wait have Django answer each of them."""
        if not self.landed.done():
            self.landed.set_result((None, None))


def is_personal(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """Whether a request comes with the desk's session, or names its sender otherwise."""
    return any(
        name == b"authorization" or (name == b"cookie" and _SESSION in value)
        for name, value in headers
    )


class Keeper:
    """An ASGI application in front of Django's, which it asks for each page once."""

    def __init__(self, application: Application, maker: Maker, executor: Executor) -> None:
        self.application = application
        self.maker = maker
        self.store = maker.store
        self.executor = executor
        self.popular: tuple[str, ...] = ()
        """Addresses of pages that are made anew as soon as they are old."""
        self._flights: dict[str, Flight] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def look_ahead(self) -> None:
        """Have popular pages made anew that are no longer current; from any thread."""
        if self._loop is not None and self.popular:
            with suppress(RuntimeError):  # the server has stopped
                self._loop.call_soon_threadsafe(self._make_ahead)

    def _make_ahead(self) -> None:
        for address in self.popular:
            page = self.store.latest(address)
            if page is None or address in self._flights or self.store.is_current(page):
                continue
            self._start(asked_by(address), b"br")

    def renew(self, slots: frozenset[int]) -> Callable[[int], int]:
        """Make popular pages as a change makes them that is not told yet.

        The most popular ones; the others are made when the change was told. Gives a function that
        keeps them, as pages that show the change with the number it is given, and says how many
        those are. Pages that something else has changed meanwhile are let go.

        What a reader waits for already, since something was taken away, is let finish before: it
        would be old at the moment it is done, and be made once more for nothing.
        """
        addresses = self.popular[:RENEWED_MAX]
        self._let_land(addresses, slots)
        made = self.maker.renewed(addresses, slots)

        def keep(number: int) -> int:
            kept_pages = 0
            for address, page in made.items():
                if self.store.is_current(page):
                    self.store.put(address, page.seen_by(number))
                    kept_pages += 1
            return kept_pages

        return keep

    def _let_land(self, addresses: Sequence[str], slots: frozenset[int]) -> None:
        """From another thread: wait until none that shows this is being made, but not for long."""
        until = time.monotonic() + LANDING_SECONDS
        for address in addresses:
            flight, page = self._flights.get(address), self.store.latest(address)
            if flight and page and any(part.shows(slots) for part in page.parts):
                flight.is_over.wait(until - time.monotonic())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the store where possible, else let the application answer."""
        self._loop = self._loop or asyncio.get_running_loop()
        asked = _asked(scope)
        if asked is None:
            figures.add(figures.PASSED)
            await self.application(scope, receive, send)
            return
        headers = scope["headers"]
        page = self._find(asked)
        if page is None:
            self.store.count_reads(asked.address, 1)
            accepted = _joined(headers, b"accept-encoding") or b""
            answer, page = await self._made(asked, accepted)
            figures.add(figures.PASSED if page is None else figures.MISSES)
            if page is None and answer is not None and _is_plain(asked, headers):
                await _send_answer(answer, send)
                return
        else:
            figures.add(figures.HITS)
        if page is None or not _is_for(asked, page):
            await self.application(scope, receive, send)
            return
        await self._send(asked, page, headers, send)

    def _find(self, asked: Asked) -> Page | None:
        page = self.store.get(asked.address)
        return page if page is not None and _is_for(asked, page) else None

    async def _made(self, asked: Asked, accepted: bytes) -> Made:
        """The page as it is now or was after this request came; both None after too long a wait.

        One request at a time makes a page, the others wait for it. Who came after its making began
        takes the result only while nothing has changed since, else has it made once more.
        """
        arrived_after = self.store.generations.now()
        while True:
            flight = self._flights.get(asked.address) or self._start(asked, accepted)
            answer, page = await asyncio.shield(flight.landed)
            if flight.began_after >= arrived_after or (page is None and answer is None):
                return answer, page
            if page is not None and self.store.is_current(page):
                return answer, page

    def remake(self, address: str, accepted: bytes, answer: Callable[[Page | None], None]) -> None:
        """Call `answer` with the page as it is now or was after this call, once it is made anew.

        With None where it cannot be kept, or is not made in time. For the loop's own thread; it
        costs less than a request through `__call__` and waits in the same way.
        """
        arrived_after = self.store.generations.now()
        self.store.count_reads(address, 1)

        def look(flight: Flight) -> None:
            _answer, page = flight.landed.result()
            if page is None or flight.began_after >= arrived_after or self.store.is_current(page):
                answer(page)
            else:
                join()

        def join() -> None:
            flight = self._flights.get(address) or self._start(asked_by(address), accepted)
            flight.landed.add_done_callback(lambda _landed: look(flight))

        join()

    def _start(self, asked: Asked, accepted: bytes) -> Flight:
        loop = self._loop = asyncio.get_running_loop()
        flight = Flight(self.store.generations.now())
        self._flights[asked.address] = flight
        task = loop.run_in_executor(self.executor, self.maker.make, asked, accepted)
        limit = loop.call_later(FLIGHT_SECONDS, flight.give_up)

        def land(done: "asyncio.Future[Made]") -> None:
            limit.cancel()
            del self._flights[asked.address]
            flight.is_over.set()
            if done.cancelled() or done.exception() is not None:
                flight.give_up()
            elif not flight.landed.done():
                flight.landed.set_result(done.result())

        task.add_done_callback(land)
        return flight

    async def _send(self, asked: Asked, page: Page, headers: Headers, send: Send) -> None:
        """Send a kept page as the server itself does; see serve.py."""
        accepted = _joined(headers, b"accept-encoding") or b""
        variant = self.store.variant(asked.address, page, accepted)
        wanted = _joined(headers, b"if-none-match")
        if page.status == HTTPStatus.OK and wanted is not None and variant.is_known(wanted):
            status, sent, body = int(HTTPStatus.NOT_MODIFIED), variant.not_modified_headers, b""
        else:
            status, sent, body = page.status, variant.headers, variant.body
        await _respond(status, sent, body, send)


def _asked(scope: Scope) -> Asked | None:
    """What is asked for; None where the answer may depend on who asks, or is not for keeping."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    path: str = scope["path"]
    headers = scope["headers"]
    if (
        path.startswith(kept.NEVER_KEPT)
        or "?" in path  # a question mark in percent signs; it would look like a query's
        or is_personal(headers)
        or any(name in _BODY_HEADERS and value != b"0" for name, value in headers)
        or (not path.startswith(kept.API) and _wants_json(headers))
    ):
        return None
    query = kept.counted(path, scope["query_string"].decode("latin-1"))
    if query is None:
        return None
    address = f"{path}?{query.counted}" if query.counted else path
    return Asked(address, path.encode().decode("latin-1"), query.counted, query.has_more)


def _wants_json(headers: Headers) -> bool:
    return b"json" in (_joined(headers, b"accept") or b"").lower()


def _joined(headers: Headers, wanted: bytes) -> bytes | None:
    """A header's value, several of them with commas between (RFC 9110, 5.3)."""
    found = [value for name, value in headers if name == wanted]
    return b",".join(found) if found else None


def _is_for(asked: Asked, page: Page) -> bool:
    """A redirect may know another one for the parameters that were left out; a page reads none."""
    return page.status == HTTPStatus.OK or not asked.has_more


def _is_plain(asked: Asked, headers: Headers) -> bool:
    """Whether the answer to the clean request is the answer to this one."""
    return not asked.has_more and not any(name == b"cookie" for name, _value in headers)


async def _send_answer(answer: Answer, send: Send) -> None:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers
    ]
    await _respond(answer.code, headers, answer.body, send)


async def _respond(status: int, headers: Headers, body: bytes, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
