"""Finished pages in memory, ready to be sent: by address, bounded by bytes, dropped when old.

A page is kept in up to three codings, each with its own strong ETag, as RFC 9110 (8.8.3.3) asks.
What was read longest ago goes first when the bytes do not suffice.
"""

import hashlib
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

import brotli

from broadsheet.edge.generations import Generations, slot_of

Headers = Sequence[tuple[bytes, bytes]]

STORE_BYTES = 64 * 1024 * 1024
PAGE_MAX_BYTES = 4 * 1024 * 1024
"""A page beyond this (all its codings together) is not kept."""
OVERHEAD_BYTES = 1024
"""What a page costs beside its bytes, roughly."""
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
SMALLEST_COMPRESSED = 256
"""Below this many bytes compressing gains nothing."""

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
_PREFERRED = (BROTLI, GZIP, IDENTITY)
# These the store writes itself.
_OWN_HEADERS = frozenset(
    {b"content-length", b"content-encoding", b"etag", b"date", b"connection", b"last-modified"}
)
_OF_THE_BODY = frozenset(
    {
        b"content-disposition",
        b"content-encoding",
        b"content-language",
        b"content-length",
        b"content-type",
    }
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one coding."""

    headers: Headers
    etag: bytes
    head: bytes
    """The headers, without the empty line behind them."""
    message: bytes
    """Headers, an empty line, and the body: what follows the status line and the date."""
    not_modified: bytes
    """Headers of a 304, without the empty line."""

    @property
    def body(self) -> bytes:
        """The bytes after the headers."""
        return self.message[len(self.head) + 2 :]

    @property
    def not_modified_headers(self) -> Headers:
        """The headers of a 304: none that describe the body (RFC 9110, 15.4.5)."""
        return [header for header in self.headers if header[0] not in _OF_THE_BODY]


@dataclass(slots=True)
class Page:
    """An answer to everybody who asks for its address, while it is current."""

    status: int
    variants: dict[str, Variant]
    slots: tuple[int, ...]
    seen: int
    """The number of the last change before the page was begun."""
    expires_at: float
    """Seconds since the epoch."""
    size: int
    checked: int
    """The number of the last change after which the slots were looked at and found unchanged."""

    def variant(self, accepted: bytes) -> Variant:
        """The page in the best coding that an Accept-Encoding header allows."""
        return self.variants.get(best_coding(accepted)) or self.variants[IDENTITY]


def make_page(
    *,
    status: int,
    headers: Headers,
    body: bytes,
    tags: Iterable[str],
    seen: int,
    expires_at: float,
) -> Page:
    """A page in all its codings; `headers` are of the identity, with names in lower case."""
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    kept = [(name, value) for name, value in headers if name not in _OWN_HEADERS]
    variants = {IDENTITY: _variant(kept, body, digest, "")}
    if status == HTTPStatus.OK and len(body) >= SMALLEST_COMPRESSED:
        for coding, compress in _CODERS.items():
            smaller = compress(body)
            if len(smaller) < len(body):
                variants[coding] = _variant(kept, smaller, digest, coding)
    return Page(
        status=status,
        variants=variants,
        slots=tuple(sorted({slot_of(tag) for tag in tags})),
        seen=seen,
        expires_at=expires_at,
        size=OVERHEAD_BYTES + sum(len(one.message) + len(one.head) for one in variants.values()),
        checked=seen,
    )


def _variant(headers: Headers, body: bytes, digest: str, coding: str) -> Variant:
    etag = f'"{digest}-{coding}"'.encode() if coding else f'"{digest}"'.encode()
    own = [(b"content-length", b"%d" % len(body)), (b"etag", etag)]
    if coding:
        own.append((b"content-encoding", coding.encode()))
    all_headers = (*headers, *own)
    short = [header for header in all_headers if header[0] not in _OF_THE_BODY]
    head = _lines(all_headers)
    return Variant(all_headers, etag, head, head + b"\r\n" + body, _lines(short))


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)


def _gzip(body: bytes) -> bytes:
    coder = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return coder.compress(body) + coder.flush()


def _brotli(body: bytes) -> bytes:
    found: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return found


_CODERS: dict[str, Callable[[bytes], bytes]] = {BROTLI: _brotli, GZIP: _gzip}


@lru_cache(maxsize=512)
def best_coding(accepted: bytes) -> str:
    """The coding that an Accept-Encoding header likes best, the smaller one of equals."""
    wishes: dict[str, float] = {}
    for part in accepted.decode("latin-1").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        wishes[{"x-gzip": GZIP}.get(name, name)] = _quality(parameters)
    others = wishes.get("*", 0.0)
    usable = [(wishes.get(name, others), name) for name in (BROTLI, GZIP)]
    usable.append((wishes.get(IDENTITY, 0.001), IDENTITY))
    best = max(quality for quality, _name in usable)
    return next((name for quality, name in usable if quality == best and best > 0), IDENTITY)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def is_known(etag: bytes, if_none_match: bytes) -> bool:
    """Whether an If-None-Match header names this ETag, by the weak comparison that it asks for."""
    if if_none_match.strip() == b"*":
        return True
    names = (name.strip().removeprefix(b"W/") for name in if_none_match.split(b","))
    return etag in names


class Store:
    """Pages by address. Safe to use from several threads."""

    def __init__(self, generations: Generations, *, max_bytes: int = STORE_BYTES) -> None:
        self.generations = generations
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, address: str) -> Page | None:
        """The page at an address while it is current, else None."""
        page = self._pages.get(address)
        if page is None or not self.is_current(page):
            return None
        try:
            self._pages.move_to_end(address)
        except KeyError:  # another thread has just taken it out
            return None
        return page

    def is_current(self, page: Page) -> bool:
        """Whether nothing that the page shows has changed, and its time is not over."""
        if time.time() >= page.expires_at:
            return False
        now = self.generations.now()
        if now != page.checked:
            if not self.generations.is_current(page.slots, page.seen):
                return False
            page.checked = now
        return True

    def put(self, address: str, page: Page) -> None:
        """Keep a page, and let go of those read longest ago where it is too much."""
        with self._lock:
            self._take_out(address)
            if page.size > min(PAGE_MAX_BYTES, self.max_bytes):
                return
            self._pages[address] = page
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                _address, longest_unread = self._pages.popitem(last=False)
                self.bytes -= longest_unread.size

    def discard(self, address: str) -> None:
        """Keep nothing at an address."""
        with self._lock:
            self._take_out(address)

    def _take_out(self, address: str) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self.bytes -= page.size
