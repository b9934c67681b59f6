"""Keyset paging for the API: a cursor is the sort key of the last row that was seen."""

import base64
import binascii
import json
from typing import Any, Final

LIMIT_DEFAULT: Final = 20
LIMIT_MAX: Final = 100


class BadCursor(ValueError):
    """The cursor was not made by this API."""


def encode_cursor(key: list[Any]) -> str:
    """A URL-safe cursor of JSON values."""
    raw = json.dumps(key, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(cursor: str) -> list[Any]:
    """The values of a cursor; raises BadCursor."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        key = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor("The cursor is not one of this API; start again without it.") from error
    if not isinstance(key, list):
        raise BadCursor("The cursor is not one of this API; start again without it.")
    return key
