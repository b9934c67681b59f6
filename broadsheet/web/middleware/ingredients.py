"""What a public page is made of, noted for whoever keeps it; and what other caches are told."""

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from broadsheet.core.models import Newsroom
from broadsheet.web import assets, fragments, kept, pages
from broadsheet.web.middleware.handler import Handler
from broadsheet.web.middleware.headers import ASKED_ANEW

SHARED_SECONDS: Final = 1
"""How long a cache between the newsroom and its readers may keep a page without asking."""


class Ingredients:
    """Notes what a public page is made of, so that the edge keeps it until one of that changes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and leave a note beside the answer where it may be kept."""
        if kept.SEAMS in request.META:
            return _fragments_alone(request)
        if kept.WANTED not in request.META:
            return self.get_response(request)
        with pages.collecting() as needed, fragments.planning() as plan:
            response = self.get_response(request)
        parts: list[bytes | fragments.Fragment] = []
        if isinstance(response, HttpResponse):
            parts = plan.parts(response.content)
            _put_together(response, parts)
        found = kept.kept(request, response, needed)
        if found:
            _tell_caches(response)
        request.META[kept.KEPT] = replace(found, parts=tuple(parts)) if found and parts else None
        return response


def _tell_caches(response: HttpResponseBase) -> None:
    """What a proxy or delivery network may do with a page that the edge keeps.

    It keeps it for a second and then asks again; nothing lets it send an old one meanwhile. From
    `Link` it can have the browser fetch stylesheet and fonts while the page is still on its way.
    """
    if response.get("Cache-Control") == ASKED_ANEW:
        response["Cache-Control"] = f"{ASKED_ANEW}, s-maxage={SHARED_SECONDS}"
    is_page = response.get("Content-Type", "").startswith("text/html")
    if is_page and response.status_code == 200:
        stylesheet = assets.stylesheet(Newsroom.current().accent).address
        font = assets.fonts()[0].address
        response["Link"] = (
            f"<{stylesheet}>; rel=preload; as=style, <{font}>; rel=preload; as=font; crossorigin"
        )


def _fragments_alone(request: HttpRequest) -> HttpResponse:
    """Make the fragments that the edge asks for, without the page around them."""
    try:
        found = [fragments.make(seam) for seam in request.META[kept.SEAMS]]
    except Http404:
        found = []
    request.META[kept.SEAMS] = found
    return HttpResponse()


def _put_together(response: HttpResponse, parts: list[bytes | fragments.Fragment]) -> None:
    """Put the fragments into the page, in place of their marks."""
    if len(parts) < 2:
        return
    response.content = fragments.joined(parts)
    response.headers.pop("ETag", None)  # it was of the text with the marks
    if "Content-Length" in response:
        response["Content-Length"] = str(len(response.content))
