"""Errors in the words of whoever asked: problem documents for programs, a page for people."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from broadsheet.core.answers import never_stored, problem, wants_json
from broadsheet.core.limits import TooMany
from broadsheet.web.middleware.handler import Handler

API: Final = "/api/"
SENTENCES: Final = {
    400: "The request cannot be read.",
    405: "This address does not take this method.",
    413: "The body is too large.",
}


class TooManyRequests:
    """A limit that a view ran into becomes a page, or a problem document, with a time to wait."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; see process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 429 for TooMany, and leave every other error alone."""
        if not isinstance(error, TooMany):
            return None
        seconds = max(1, round(error.retry_after_seconds))
        if wants_json(request) or request.path.startswith(API):
            response = problem(429, f"Please try again in {seconds} seconds.")
        else:
            context = {"minutes": -(-seconds // 60)}
            response = never_stored(render(request, "web/429.html", context, status=429))
        response["Retry-After"] = str(seconds)
        return response


class ApiHeads:
    """The API answers HEAD wherever it answers GET (RFC 9110, 9.3.2); the server drops the body."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask as GET, and let the layers outside see the HEAD that it was."""
        if request.method != "HEAD" or not request.path.startswith(API):
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


class ApiProblems:
    """An error of the API that is no problem document yet, such as a 405, becomes one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a problem document in place of a plain error; its Allow header is kept."""
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        if (
            response.status_code < 400
            or not request.path.startswith(API)
            or kind.startswith("application/problem+json")
        ):
            return response
        answer = problem(response.status_code, SENTENCES.get(response.status_code, ""))
        if "Allow" in response:
            answer["Allow"] = response["Allow"]
        return answer
