"""The codings in which a page is sent: which one a reader wants, and how it is made."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

GZIP_LEVEL: Final = 6
HASTY_BROTLI: Final = 3
"""For a page that changes many times a second: 0.2 ms for 75 KB."""
QUICK_BROTLI: Final = 5
"""For a page that somebody waits for: 0.8 ms, and a tenth smaller."""
BEST_BROTLI: Final = 11
"""For one that stays: some 80 ms, and a fifth smaller."""
SMALLEST_COMPRESSED: Final = 256
"""Below this many bytes compressing gains nothing."""
_COMPRESSIBLE: Final = (b"text/", b"application/", b"image/svg+xml")
"""Kinds of content that compress well; pictures and fonts are compressed already."""
_WINDOW_BITS_MIN: Final = 10
_WINDOW_BITS_MAX: Final = 22


def compresses(content_type: bytes) -> bool:
    """Whether content of this type gets smaller."""
    return content_type.startswith(_COMPRESSIBLE)


def gzipped(body: bytes) -> bytes:
    """The body in gzip (RFC 1952)."""
    coder = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return coder.compress(body) + coder.flush()


def hasty_brotli(body: bytes) -> bytes:
    """The body in Brotli (RFC 7932), as quickly as is worth while."""
    return _brotli(body, HASTY_BROTLI)


def quick_brotli(body: bytes) -> bytes:
    """The body in Brotli, quickly."""
    return _brotli(body, QUICK_BROTLI)


def best_brotli(body: bytes) -> bytes:
    """The body in Brotli, as small as can be."""
    return _brotli(body, BEST_BROTLI)


def _brotli(body: bytes, quality: int) -> bytes:
    # A window larger than the body costs memory and gains nothing.
    window = min(max(len(body).bit_length(), _WINDOW_BITS_MIN), _WINDOW_BITS_MAX)
    found: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality, lgwin=window)
    return found


CODERS: Final[dict[str, Callable[[bytes], bytes]]] = {BROTLI: quick_brotli, GZIP: gzipped}


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
