"""Where a story stood that was taken down, 410 in place of 404: it is no mistake of the address."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from broadsheet.core.answers import problem, wants_json
from broadsheet.publishing import queries as publishing
from broadsheet.web import pages
from broadsheet.web.middleware.handler import Handler
from broadsheet.web.middleware.headers import ASKED_ANEW

PAGES: Final = "wagtail_serve"
"""The name in urls.py of every page that Wagtail serves."""


class TakenDown:
    """Tells readers and machines that a story was here, once redirects were looked up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 410 where a public story was taken down. The edge keeps it like a page."""
        response = self.get_response(request)
        match = request.resolver_match
        if (
            response.status_code != HTTPStatus.NOT_FOUND
            or request.method not in {"GET", "HEAD"}
            or match is None
            or match.view_name != PAGES
        ):
            return response
        story = publishing.taken_down_at(request.path)
        if story is None:
            return response
        if wants_json(request):
            return problem(HTTPStatus.GONE, "The story at this address was taken down.")
        pages.depends_on(pages.story(story), pages.STORIES)
        answer = render(request, "web/410.html", status=HTTPStatus.GONE)
        answer["Cache-Control"] = ASKED_ANEW
        patch_vary_headers(answer, ["Accept-Encoding"])
        return answer
