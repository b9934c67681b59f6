"""What the server answers by itself: kept pages, whole, in short (304), or their heads alone."""

import os
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from broadsheet.edge import access_log
from broadsheet.edge.page import Page
from broadsheet.edge.store import Store
from broadsheet.web import kept

Headers = list[tuple[bytes, bytes]]

Remake = Callable[[str, bytes, Callable[[Page | None], None]], None]
"""Takes an address, the Accept-Encoding header and whom to tell of the page."""

_CLOSE = b"connection: close\r\n\r\n"
# With one of these, a request is for uvicorn and Django: it has a body, comes from the desk,
# or wants another protocol.
_LEFT_TO_DJANGO = frozenset(
    {b"authorization", b"content-length", b"expect", b"transfer-encoding", b"upgrade"}
)
_DESK_COOKIE = f"{settings.SESSION_COOKIE_NAME}=".encode()


REMEMBERED_MAX = 2048
"""How many requests are remembered, word for word."""
REMEMBERED_BYTES_MAX = 2048
"""A longer request is read anew each time."""
READY_BYTES_MAX = 4 * 1024 * 1024
"""How much may lie ready for one second; further answers are put together piece by piece."""
FILE_BYTES_MIN = 32_768
"""From this length on, an answer lies in a file in memory, and the kernel sends it from there
without copying it (145 KB: 50 µs instead of 110). So at most READY_BYTES_MAX / FILE_BYTES_MIN files
are open."""


class Asked:
    """A GET or HEAD that a kept page may answer."""

    __slots__ = (
        "accepted",
        "address",
        "has_cookie",
        "has_more",
        "method",
        "ready",
        "target",
        "wanted",
    )

    def __init__(
        self,
        *,
        method: bytes,
        target: bytes,
        address: str,
        has_more: bool,
        accepted: bytes,
        wanted: bytes | None,
        has_cookie: bool,
    ) -> None:
        self.method = method
        self.target = target
        self.address = address
        self.has_more = has_more
        self.accepted = accepted
        self.wanted = wanted
        self.has_cookie = has_cookie
        self.ready: Ready | None = None


class Ready:
    """An answer put together, true while the page is kept and the second lasts."""

    __slots__ = ("defaults", "file", "message", "page", "tally")

    def __init__(self, *, asked: Asked, page: Page, defaults: Headers, served: "Served") -> None:
        self.page = page
        self.defaults = defaults
        self.tally = access_log.tally(asked.method, asked.target, served.status)
        self.message = b"".join(served.parts)
        self.file = -1
        """Descriptor of a file with the same bytes; −1 for a short answer."""
        if len(self.message) >= FILE_BYTES_MIN:
            with suppress(OSError):  # such as too many open files: then it is written
                self.file = _file_of(self.message)

    def close(self) -> None:
        """Close the file; what is on its way out of it still arrives."""
        self.tally.is_over = True
        if self.file >= 0:
            os.close(self.file)
            self.file = -1


def _file_of(message: bytes) -> int:
    """A new file in memory. Never an old one: its pages may still be on their way to somebody."""
    file = os.memfd_create("answer", os.MFD_CLOEXEC)
    try:
        if os.write(file, message) < len(message):
            raise OSError("no memory")
    except OSError:
        os.close(file)
        raise
    return file


class Served:
    """One answer: its status, and the bytes to write."""

    __slots__ = ("parts", "status")

    def __init__(self, status: int, parts: tuple[bytes, ...]) -> None:
        self.status = status
        self.parts = parts


class Server:
    """Finds kept pages for requests as they stand on the wire.

    Used by the thread of the event loop alone.
    """

    def __init__(self, store: Store, remake: Remake | None = None) -> None:
        self.store = store
        self.remake = remake
        """Has an old page made anew, for a request that waits for it."""
        self.known: dict[bytes, Asked] = {}
        """Requests as they came, byte for byte: the same bytes ask for the same thing."""
        self._defaults: Headers | None = None
        self._starts: dict[int, bytes] = {}
        self._ready: set[Asked] = set()
        self._ready_bytes = 0

    def remember(self, request: bytes, asked: Asked) -> None:
        """Know this request without reading it the next time.

        It has to be one whole request with nothing behind it, on a connection that stays open.
        What carries a cookie belongs to one person and is not remembered.
        """
        if asked.has_cookie or len(request) > REMEMBERED_BYTES_MAX:
            return
        if len(self.known) >= REMEMBERED_MAX:
            self.known.clear()
        self.known[request] = asked

    def again(self, asked: Asked, defaults: Headers) -> Ready | None:
        """The answer to a known request, put together once a second; None where `answer` is due."""
        ready = asked.ready
        if ready is not None and defaults is ready.defaults and self.store.is_current(ready.page):
            return ready
        page = self.store.get(asked.address)
        if page is None:
            return None
        served = self.answer(asked, keep_alive=True, defaults=defaults)
        if served is None:
            return None
        if asked.ready is not None:
            self._ready_bytes -= len(asked.ready.message)
            self._ready.discard(asked)
            self._close(asked)
        size = sum(map(len, served.parts))
        if self._ready_bytes + size > READY_BYTES_MAX:
            return None
        self._ready_bytes += size
        self._ready.add(asked)
        asked.ready = Ready(asked=asked, page=page, defaults=defaults, served=served)
        return asked.ready

    def answer(self, asked: Asked, *, keep_alive: bool, defaults: Headers) -> Served | None:
        """The answer to a GET or HEAD; None where uvicorn and Django have to find it.

        `defaults` are the headers that the server adds to each answer, such as the date.
        """
        page = self.store.get(asked.address)
        return self.served(asked, page, keep_alive=keep_alive, defaults=defaults) if page else None

    def is_old(self, asked: Asked) -> bool:
        """Whether there is a page, but not as it is now."""
        return (
            self.remake is not None
            and self.store.latest(asked.address) is not None
            and self.store.get(asked.address) is None
        )

    def served(
        self, asked: Asked, page: Page, *, keep_alive: bool, defaults: Headers
    ) -> Served | None:
        """The answer with this page; None where it does not answer all that is asked for."""
        if asked.has_more and page.status != HTTPStatus.OK:
            return None
        variant = self.store.variant(asked.address, page, asked.accepted)
        is_head, wanted = asked.method == b"HEAD", asked.wanted
        if wanted is not None and page.status == HTTPStatus.OK and variant.is_known(wanted):
            is_head = True
            status, head = int(HTTPStatus.NOT_MODIFIED), variant.not_modified
        else:
            status, head = page.status, variant.head
        start = self._start(status, defaults)
        if keep_alive:
            return Served(status, (start, head, b"\r\n") if is_head else (start, variant.message))
        body = b"" if is_head else variant.body
        return Served(status, (start, head, _CLOSE, body))

    def _start(self, status: int, defaults: Headers) -> bytes:
        """The status line and the server's own headers, made anew once a second."""
        if defaults is not self._defaults:
            self._defaults, self._starts = defaults, {}
            self._let_go()
        start = self._starts.get(status)
        if start is None:
            lines = b"".join(b"%b: %b\r\n" % header for header in defaults)
            start = self._starts[status] = STATUS_LINE[status] + lines
        return start

    def _let_go(self) -> None:
        """Forget what lay ready for the second that is over."""
        for asked in self._ready:
            self._close(asked)
        self._ready.clear()
        self._ready_bytes = 0

    def _close(self, asked: Asked) -> None:
        ready, asked.ready = asked.ready, None
        if ready is not None:
            ready.close()
            self.store.count_reads(asked.address, ready.tally.times)


def read(*, method: bytes, target: bytes, headers: Headers) -> Asked | None:
    """What a GET or HEAD asks for; None where only uvicorn and Django can tell."""
    accepted = b""
    wanted = None
    has_cookie = False
    for name, value in headers:
        if name == b"accept-encoding":
            accepted = accepted + b"," + value if accepted else value
        elif name == b"if-none-match":
            wanted = wanted + b"," + value if wanted is not None else value
        elif name in _LEFT_TO_DJANGO:
            return None
        elif name == b"cookie":
            if _DESK_COOKIE in value:
                return None
            has_cookie = True
    address, has_more = _address(target)
    if not address:
        return None
    return Asked(
        method=method,
        target=target,
        address=address,
        has_more=has_more,
        accepted=accepted,
        wanted=wanted,
        has_cookie=has_cookie,
    )


def _address(target: bytes) -> tuple[str, bool]:
    """The store's name for a request target, and whether the target says more than that.

    An empty name for every form that needs more thought; Django reads those.
    """
    path, mark, query = target.partition(b"?")
    if not path.startswith(b"/") or b"%" in path or b"#" in target or not target.isascii():
        return "", False
    if not mark:
        return path.decode("ascii"), False
    name = path.decode("ascii")
    found = kept.counted(name, query.decode("ascii"))
    if found is None:
        return "", False
    return (f"{name}?{found.counted}" if found.counted else name), found.has_more
