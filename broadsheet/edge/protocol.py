"""uvicorn's HTTP protocol, mended where it trusts a stranger too far.

uvicorn's protocol class is not a stable interface: its version is pinned, and
tests/edge/test_protocol.py holds what is relied on here.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

# A request line with its headers arrives in one or two packets. Whoever needs longer than this,
# or sends more, keeps a connection busy for nothing.
HEAD_TIMEOUT_SECONDS = 20.0
HEAD_MAX_BYTES = 65_536

_TOO_LARGE = b"The headers of this request are too large.\n"


class Protocol(HttpToolsProtocol):
    """One connection. Slow or endless headers are cut short, and a cut-off body is told apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there: its first request has to come soon."""
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._head_is_done()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, then look whether the headers grow beyond reason."""
        super().data_received(data)
        if self._head_timer is None or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_MAX_BYTES:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._expect_head()

    def on_headers_complete(self) -> None:
        """The headers are here; what follows is the body, which the guard watches over."""
        self._head_is_done()
        super().on_headers_complete()

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The client sends no more. Stay open for an answer that is still due.

        A body that has not come to its end is marked as cut off: the guard answers 400, where
        uvicorn would drop the connection without a word.
        """
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return None
        cycle.keep_alive = False
        if cycle.more_body:
            cycle.scope["state"]["is_cut_off"] = True
            cycle.more_body = False
            cycle.message_event.set()
        return True

    def _expect_head(self) -> None:
        if self._head_timer is None:
            self._head_bytes = 0
            self._head_timer = self.loop.call_later(HEAD_TIMEOUT_SECONDS, self.transport.close)

    def _head_is_done(self) -> None:
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
