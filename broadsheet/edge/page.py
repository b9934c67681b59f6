"""A finished page: its parts, and the same bytes in each coding, ready to be sent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final

from broadsheet.edge import encodings, purging
from broadsheet.edge.encodings import BROTLI, CODERS, IDENTITY
from broadsheet.edge.generations import slot_of

Headers = Sequence[tuple[bytes, bytes]]

OVERHEAD_BYTES: Final = 1024
"""What a page costs beside its bytes, roughly."""
_OWN_HEADERS: Final = frozenset(
    {
        b"cache-tag",
        b"connection",
        b"content-encoding",
        b"content-length",
        b"date",
        b"etag",
        b"last-modified",
        b"surrogate-key",
    }
)
"""These are written here."""
_OF_THE_BODY: Final = frozenset(
    {
        b"content-disposition",
        b"content-encoding",
        b"content-language",
        b"content-length",
        b"content-type",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A page in one coding, with a strong ETag of its own (RFC 9110, 8.8.3.3)."""

    headers: Headers
    etag: bytes
    head: bytes
    """The headers, without the empty line behind them."""
    message: bytes
    """Headers, an empty line, and the body: what follows the status line and the date."""
    not_modified: bytes
    """Headers of a 304, without the empty line."""
    earlier_etag: bytes = b""
    """Of the same text compressed less well, which readers may still hold."""

    @property
    def body(self) -> bytes:
        """The bytes after the headers."""
        return self.message[len(self.head) + 2 :]

    @property
    def not_modified_headers(self) -> Headers:
        """The headers of a 304: none that describe the body (RFC 9110, 15.4.5)."""
        return [header for header in self.headers if header[0] not in _OF_THE_BODY]

    def is_known(self, if_none_match: bytes) -> bool:
        """Whether an If-None-Match header names this text, by the weak comparison it asks for."""
        return is_known(self.etag, if_none_match) or (
            bool(self.earlier_etag) and is_known(self.earlier_etag, if_none_match)
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What some bytes were made of, and until when they are true."""

    slots: tuple[int, ...]
    """The counters of what they show; see generations.py."""
    seen: int
    """The number of the last change before their making began."""
    expires_at: float
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment's bytes, or those between two fragments."""

    body: bytes
    facts: Facts
    seam: Any = None
    """How to make the fragment anew; None for what stands around the fragments."""

    def shows(self, slots: frozenset[int]) -> bool:
        """Whether it shows anything that these counters are about."""
        return not slots.isdisjoint(self.facts.slots)


@dataclass(slots=True)
class Page:
    """An answer to everybody who asks for its address, while it is current."""

    status: int
    headers: Headers
    """Without those that differ by coding."""
    parts: tuple[Part, ...]
    digest: str
    checked: int
    """The number of the last change after which the slots were looked at and found unchanged."""
    expires_at: float
    steady_until: float = 0.0
    """Until then it is current whatever is added; seconds since the epoch."""
    made_at: float = 0.0
    tags: frozenset[str] = frozenset()
    is_mended: bool = False
    """Whether only some fragments are new; the next change may be near."""
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return (
            OVERHEAD_BYTES
            + sum(len(part.body) for part in self.parts)
            + sum(len(one.message) + len(one.head) for one in set(self.variants.values()))
        )

    @property
    def body(self) -> bytes:
        """The whole text."""
        return b"".join(part.body for part in self.parts)

    @property
    def slots_of_fragments(self) -> set[int]:
        """The counters of what is shown in parts that can be made anew by themselves."""
        return {slot for part in self.parts if part.seam is not None for slot in part.facts.slots}

    def variant(self, accepted: bytes) -> Variant:
        """The page in the best coding that an Accept-Encoding header allows, made when needed."""
        coding = encodings.best_coding(accepted)
        found = self.variants.get(coding)
        return found if found is not None else self.make_variant(coding)

    def make_variant(self, coding: str) -> Variant:
        """Make one coding; the identity where it gains nothing."""
        if coding == IDENTITY:
            found = _variant(self.headers, self.body, self.digest, "")
        else:
            found = self._compressed(coding)
        self.variants[coding] = found
        return found

    def _compressed(self, coding: str) -> Variant:
        body = self.body
        content_type = next((value for name, value in self.headers if name == b"content-type"), b"")
        if (
            self.status == HTTPStatus.OK
            and len(body) >= encodings.SMALLEST_COMPRESSED
            and encodings.compresses(content_type)
        ):
            is_hasty = coding == BROTLI and self.is_mended
            smaller = encodings.hasty_brotli(body) if is_hasty else CODERS[coding](body)
            if len(smaller) < len(body):
                return _variant(self.headers, smaller, self.digest, coding)
        return self.variants.get(IDENTITY) or self.make_variant(IDENTITY)

    def seen_by(self, number: int) -> "Page":
        """The same page, which shows all that changed up to a number."""
        parts = (replace(one, facts=replace(one.facts, seen=number)) for one in self.parts)
        return replace(self, parts=tuple(parts), checked=number)

    def improve(self) -> bool:
        """Replace the quick Brotli by the best, once; whether that made it smaller."""
        quick = self.variants.get(BROTLI)
        if quick is None or quick.earlier_etag or quick is self.variants.get(IDENTITY):
            return False
        smallest = encodings.best_brotli(self.body)
        if len(smallest) >= len(quick.body):
            self.variants[BROTLI] = replace(quick, earlier_etag=quick.etag)
            return False
        self.variants[BROTLI] = _variant(
            self.headers, smallest, f"{self.digest}-best", BROTLI, earlier_etag=quick.etag
        )
        return True


def make_page(
    *,
    status: int,
    headers: Headers,
    parts: Sequence[Part],
    steady_until: float = 0.0,
    made_at: float = 0.0,
    tags: frozenset[str] = frozenset(),
    is_mended: bool = False,
) -> Page:
    """A page of these parts; header names are in lower case."""
    # At once: each piece would have this thread wait for the interpreter's lock again.
    digest = hashlib.blake2b(b"".join(part.body for part in parts), digest_size=12)
    keys = purging.headers(slot for part in parts for slot in part.facts.slots)
    return Page(
        status=status,
        headers=(*(header for header in headers if header[0] not in _OWN_HEADERS), *keys),
        parts=tuple(parts),
        digest=digest.hexdigest(),
        checked=min(part.facts.seen for part in parts),
        expires_at=min(part.facts.expires_at for part in parts),
        steady_until=steady_until,
        made_at=made_at,
        tags=tags,
        is_mended=is_mended,
    )


def facts(tags: Iterable[str], *, seen: int, expires_at: float) -> Facts:
    """Facts by the tags of what is shown."""
    return Facts(tuple(sorted({slot_of(tag) for tag in tags})), seen, expires_at)


def _variant(
    headers: Headers, body: bytes, digest: str, coding: str, *, earlier_etag: bytes = b""
) -> Variant:
    etag = f'"{digest}-{coding}"'.encode() if coding else f'"{digest}"'.encode()
    own = [(b"content-length", b"%d" % len(body)), (b"etag", etag)]
    if coding:
        own.append((b"content-encoding", coding.encode()))
    all_headers = (*headers, *own)
    short = [header for header in all_headers if header[0] not in _OF_THE_BODY]
    head = _lines(all_headers)
    return Variant(all_headers, etag, head, head + b"\r\n" + body, _lines(short), earlier_etag)


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%b: %b\r\n" % header for header in headers)


def is_known(etag: bytes, if_none_match: bytes) -> bool:
    """Whether an If-None-Match header names this ETag, by the weak comparison that it asks for."""
    if if_none_match.strip() == b"*":
        return True
    names = (name.strip().removeprefix(b"W/") for name in if_none_match.split(b","))
    return etag in names
