"""What the server says by itself, without Django: one class and one sentence per reason."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.translation import get_language, gettext, gettext_lazy

API_PATH = "/api/"
RETRY_AFTER_SECONDS = 5


class Refusal(Exception):
    """A request that is not let in; each kind has a status and a sentence."""

    status: ClassVar[HTTPStatus]
    sentence: ClassVar[Any]


class CutOff(Refusal):
    """The connection ended before the body did."""

    status = HTTPStatus.BAD_REQUEST
    sentence = gettext_lazy(
        "Your message arrived incomplete, so nothing was stored; please send it again."
    )


class TooSlow(Refusal):
    """The next piece of the body did not come."""

    status = HTTPStatus.REQUEST_TIMEOUT
    sentence = gettext_lazy(
        "Your message took too long to arrive, so nothing was stored; please try again."
    )


class TooLarge(Refusal):
    """The body is beyond the limit of its path."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sentence = gettext_lazy("What you sent is too large, so nothing was stored; please send less.")


class NoSpace(Refusal):
    """The body found no room on the disk."""

    status = HTTPStatus.INSUFFICIENT_STORAGE
    sentence = gettext_lazy("The server has no space left for this, so nothing was stored.")


class TooBusy(Refusal):
    """Too many requests wait already."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = gettext_lazy(
        "Too many people are here at this moment; please try again in a few seconds."
    )


async def send(
    refusal: Refusal,
    path: str,
    to: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    """Answer with the refusal and close the connection: its rest cannot be trusted."""
    content_type, body = _body(refusal, path)
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"private, no-store"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", str(RETRY_AFTER_SECONDS).encode()))
    await to({"type": "http.response.start", "status": int(refusal.status), "headers": headers})
    await to({"type": "http.response.body", "body": body, "more_body": False})


def _body(refusal: Refusal, path: str) -> tuple[bytes, bytes]:
    sentence = str(refusal.sentence)
    if path.startswith(API_PATH):
        problem = {
            "type": "about:blank",
            "title": refusal.status.phrase,
            "status": int(refusal.status),
            "detail": sentence,
        }
        return b"application/problem+json", json.dumps(problem).encode()
    title = escape(gettext("This did not work"))
    page = (
        f'<!doctype html>\n<html lang="{get_language() or "en"}">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<h1>{title}</h1>\n<p>{escape(sentence)}</p>\n</html>\n"
    )
    return b"text/html; charset=utf-8", page.encode()
