"""What the server answers by itself: kept pages, whole, in short (304), or their heads alone."""

from http import HTTPStatus

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from broadsheet.edge.store import Store, is_known
from broadsheet.web import pages

Headers = list[tuple[bytes, bytes]]

_CLOSE = b"connection: close\r\n\r\n"
# With one of these, a request is for uvicorn and Django: it has a body, comes from the desk,
# or wants another protocol.
_LEFT_TO_DJANGO = frozenset(
    {b"authorization", b"content-length", b"expect", b"transfer-encoding", b"upgrade"}
)
_DESK_COOKIE = f"{settings.SESSION_COOKIE_NAME}=".encode()


class Served:
    """One answer: its status, and the bytes to write."""

    __slots__ = ("parts", "status")

    def __init__(self, status: int, parts: tuple[bytes, ...]) -> None:
        self.status = status
        self.parts = parts


class Server:
    """Finds kept pages for requests as they stand on the wire."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._defaults: list[tuple[bytes, bytes]] | None = None
        self._starts: dict[int, bytes] = {}

    def answer(
        self,
        *,
        is_head: bool,
        target: bytes,
        headers: Headers,
        keep_alive: bool,
        defaults: list[tuple[bytes, bytes]],
    ) -> Served | None:
        """The answer to a GET or HEAD; None where uvicorn and Django have to find it.

        `defaults` are the headers that the server adds to each answer, such as the date.
        """
        accepted = b""
        wanted = None
        for name, value in headers:
            if name == b"accept-encoding":
                accepted = accepted + b"," + value if accepted else value
            elif name == b"if-none-match":
                wanted = wanted + b"," + value if wanted is not None else value
            elif name in _LEFT_TO_DJANGO or (name == b"cookie" and _DESK_COOKIE in value):
                return None
        address, has_more = _address(target)
        page = self.store.get(address) if address else None
        if page is None or (has_more and page.status != HTTPStatus.OK):
            return None
        variant = page.variant(accepted)
        if wanted is not None and page.status == HTTPStatus.OK and is_known(variant.etag, wanted):
            is_head = True
            status, head = int(HTTPStatus.NOT_MODIFIED), variant.not_modified
        else:
            status, head = page.status, variant.head
        start = self._start(status, defaults)
        if keep_alive:
            return Served(status, (start, head, b"\r\n") if is_head else (start, variant.message))
        body = b"" if is_head else variant.body
        return Served(status, (start, head, _CLOSE, body))

    def _start(self, status: int, defaults: list[tuple[bytes, bytes]]) -> bytes:
        """The status line and the server's own headers, made anew once a second."""
        if defaults is not self._defaults:
            self._defaults, self._starts = defaults, {}
        start = self._starts.get(status)
        if start is None:
            lines = b"".join(b"%b: %b\r\n" % header for header in defaults)
            start = self._starts[status] = STATUS_LINE[status] + lines
        return start


def _address(target: bytes) -> tuple[str, bool]:
    """The store's name for a request target, and whether the target says more than that.

    An empty name for every form that needs more thought; Django reads those.
    """
    path, mark, query = target.partition(b"?")
    if not path.startswith(b"/") or b"%" in path or b"#" in target or not target.isascii():
        return "", False
    if not mark:
        return path.decode("ascii"), False
    found = pages.counted(query.decode("ascii"))
    if found is None:
        return "", False
    name = path.decode("ascii")
    return (f"{name}?{found.counted}" if found.counted else name), found.has_more
