"""Answers that every room gives the same way: problems (RFC 9457) and private pages."""

import json
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def never_stored(response: Response) -> Response:
    """Mark an answer as being for one person: no store, no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def problem(status: int, detail: str, *, title: str = "", **extra: Any) -> HttpResponse:
    """A problem document (RFC 9457): `title` defaults to the name of the status."""
    body = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **extra,
    }
    return never_stored(JsonResponse(body, status=status, content_type="application/problem+json"))


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller asked for JSON rather than a page."""
    accept = request.headers.get("Accept", "")
    return "application/json" in accept and "text/html" not in accept


class BadBody(ValueError):
    """The body of the request is not what was promised; the message says how."""


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; raises BadBody."""
    try:
        body = json.loads(request.body)
    except (ValueError, UnicodeError) as error:
        raise BadBody("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise BadBody("The body must be a JSON object.")
    return body
