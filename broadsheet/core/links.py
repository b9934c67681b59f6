"""Signed links: a value that only this newsroom can have written, for one purpose."""

from typing import Any

from django.core import signing


class BadLink(Exception):
    """The link was changed, belongs to another purpose, or is too old."""


def sign(purpose: str, value: Any) -> str:
    """A URL-safe token of a JSON value that `read` accepts for the same purpose only."""
    return signing.dumps(value, salt=f"broadsheet.{purpose}", compress=True)


def read(purpose: str, token: str, max_age_seconds: int | None = None) -> Any:
    """The value of a token; raises BadLink where it is forged, foreign or too old."""
    try:
        return signing.loads(token, salt=f"broadsheet.{purpose}", max_age=max_age_seconds)
    except signing.BadSignature as error:
        raise BadLink(str(error)) from error
