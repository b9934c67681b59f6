"""uvicorn's HTTP protocol: a shortcut for kept pages, and mended where it trusts too far.

uvicorn's protocol class is not a stable interface: its version is pinned, and
tests/edge/test_protocol.py holds what is relied on here.
"""

import asyncio
import os
from contextlib import suppress
from functools import partial
from typing import Any

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from broadsheet.edge import access_log, serve
from broadsheet.edge.page import Page

# A request line with its headers arrives in one or two packets. Whoever needs longer than this,
# or sends more, keeps a connection busy for nothing.
HEAD_TIMEOUT_SECONDS = 20.0
HEAD_MAX_BYTES = 65_536

_TOO_LARGE = b"The headers of this request are too large.\n"


class Protocol(HttpToolsProtocol):
    """One connection. Kept pages are answered here, everything else goes uvicorn's usual way.

    Slow or endless headers are cut short, and a cut-off body is told apart.
    """

    def __init__(self, *args: Any, pages: serve.Server, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages = pages
        self._is_answered = False
        # Between two requests, and the last one was answered here.
        self._is_calm = False
        self._begun = 0
        self._asked: serve.Asked | None = None
        # A request that waits for its page to be made anew, and what came in behind it.
        self._waiting: bytes | None = None
        self._held = b""
        self._is_ending = False
        self._answered_at = 0.0
        self._idle_timer: asyncio.TimerHandle | None = None
        self._is_in_head = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there: its first request has to come soon."""
        super().connection_made(transport)
        self._socket = transport.get_extra_info("socket").fileno()
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._head_is_done()
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None
        self._waiting = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer what is known word for word; else feed the parser.

        Then look whether the headers grow beyond reason.
        """
        if self._waiting is not None:
            self._held += data
            if len(self._held) > HEAD_MAX_BYTES:
                self.flow.pause_reading()
            return
        if self._is_calm:
            asked = self._pages.known.get(data)
            if asked is not None and (self._answer_again(asked) or self._wait(asked, data)):
                return
        self._begun = 0
        self._asked = None
        super().data_received(data)
        if self._is_calm and self._begun == 1 and self._asked is not None:
            self._pages.remember(data, self._asked)
            return
        if not self._is_in_head or self.transport.is_closing():
            return
        self._expect_head()
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_MAX_BYTES:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """A request begins; most are whole in one packet and need no timer."""
        super().on_message_begin()
        self._begun += 1
        self._is_calm = False
        if not self._is_in_head:
            self._is_in_head = True
            self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """The headers are here; what follows is the body, which the guard watches over."""
        self._head_is_done()
        self._is_answered = self._answer_from_store()
        if not self._is_answered:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body; what is answered already has none."""
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is here to its end."""
        if self._is_answered:
            self._is_calm = not self.transport.is_closing()
        else:
            super().on_message_complete()

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The client sends no more. Stay open for an answer that is still due.

        A body that has not come to its end is marked as cut off: the guard answers 400, where
        uvicorn would drop the connection without a word.
        """
        if self._waiting is not None:
            self._is_ending = True
            return True
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return None
        cycle.keep_alive = False
        if cycle.more_body:
            cycle.scope["state"]["is_cut_off"] = True
            cycle.more_body = False
            cycle.message_event.set()
        return True

    def _answer_from_store(self) -> bool:
        """Answer where a kept page is asked for and it is this request's turn; whether it was."""
        method = self.parser.get_method()
        if method not in (b"GET", b"HEAD"):
            return False
        cycle, transport = self.cycle, self.transport
        if cycle is not None and not cycle.response_complete:
            return False  # the answer before this one is still under way
        if (
            self.flow.write_paused
            or transport.get_write_buffer_size() > HIGH_WATER_LIMIT
            or transport.is_closing()
        ):
            return False  # a slow reader: uvicorn waits until there is room
        asked = serve.read(method=method, target=self.url, headers=self.headers)
        if asked is None:
            return False
        keep_alive = self.parser.get_http_version() != "1.0" and self.parser.should_keep_alive()
        served = self._pages.answer(
            asked, keep_alive=keep_alive, defaults=self.server_state.default_headers
        )
        if served is None:
            return False
        transport.writelines(served.parts)
        access_log.count(method, self.url, served.status)
        self.server_state.total_requests += 1
        if not keep_alive:
            transport.close()
            return True
        self._asked = asked
        self._answered_at = self.loop.time()
        if self._idle_timer is None:
            self._watch_idleness(self.timeout_keep_alive)
        return True

    def _answer_again(self, asked: serve.Asked) -> bool:
        """Answer a known request where that takes no thought at all; whether it did."""
        transport = self.transport
        if transport.get_write_buffer_size() or transport.is_closing():
            return False
        ready = self._pages.again(asked, self.server_state.default_headers)
        if ready is None:
            return False
        if ready.file < 0:
            transport.write(ready.message)
        else:
            self._send_file(ready)
        ready.tally.times += 1
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        return True

    def _wait(self, asked: serve.Asked, request: bytes) -> bool:
        """Wait for an old page to be made anew; whether there is anything to wait for."""
        transport = self.transport
        if (
            transport.get_write_buffer_size()
            or transport.is_closing()
            or not self._pages.is_old(asked)
        ):
            return False
        self._waiting = request
        assert self._pages.remake is not None
        self._pages.remake(asked.address, asked.accepted, partial(self._go_on, asked, request))
        return True

    def _go_on(self, asked: serve.Asked, request: bytes, page: Page | None) -> None:
        """Answer the request that waited, then look at what came in behind it."""
        if self._waiting is not request:
            return  # the client is gone
        self._waiting = None
        held, self._held = self._held, b""
        keep_alive = not self._is_ending
        served = page and self._pages.served(
            asked, page, keep_alive=keep_alive, defaults=self.server_state.default_headers
        )
        if not served:
            self._is_calm = False
            self.data_received(request)  # Django answers
        else:
            self.transport.writelines(served.parts)
            access_log.count(asked.method, asked.target, served.status)
            self.server_state.total_requests += 1
            self._answered_at = self.loop.time()
            if not keep_alive:
                self.transport.close()
                return
        self.flow.resume_reading()
        if held:
            self.data_received(held)
        if self._is_ending and not self.eof_received():
            self.transport.close()

    def shutdown(self) -> None:
        """The server stops: who waits is answered first."""
        if self._waiting is None:
            super().shutdown()
        else:
            self._is_ending = True

    def _send_file(self, ready: serve.Ready) -> None:
        """Have the kernel send a file; what does not go at once waits in the usual way."""
        length, sent = len(ready.message), 0
        # Nothing else waits to be written, so the order is right. Where the connection is full or
        # broken, the transport finds it out as well.
        with suppress(OSError):
            sent = os.sendfile(self._socket, ready.file, 0, length)
        if sent < length:
            self.transport.write(memoryview(ready.message)[sent:])

    def _watch_idleness(self, seconds: float) -> None:
        """Look after so many seconds whether anything more has come.

        One timer for many answers; setting one for each would cost more than the answer.
        """
        self._idle_timer = self.loop.call_later(seconds, self._look_for_idleness)

    def _look_for_idleness(self) -> None:
        self._idle_timer = None
        is_busy = self.cycle is not None and not self.cycle.response_complete
        if self._waiting is not None:
            self._watch_idleness(self.timeout_keep_alive)
            return
        if is_busy or self._is_in_head or self.timeout_keep_alive_task is not None:
            return  # uvicorn's own timer, or the head's, looks after the connection now
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._watch_idleness(left)
        else:
            self.timeout_keep_alive_handler()

    def _expect_head(self) -> None:
        self._is_in_head = True
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_TIMEOUT_SECONDS, self.transport.close)

    def _head_is_done(self) -> None:
        self._is_in_head = False
        self._head_bytes = 0
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse_head(self) -> None:
        self._head_is_done()
        self.transport.write(
            STATUS_LINE[431]
            + b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
            + b"content-length: %d\r\n\r\n" % len(_TOO_LARGE)
            + _TOO_LARGE
        )
        self.transport.close()
