"""Addresses that a newsroom had in WordPress, by numbers in the query."""

from typing import Final

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.models import Redirect

from broadsheet.web.middleware.handler import Handler

OLD_PARAMETERS: Final = ("p", "page_id", "attachment_id")
"""Query parameters by which WordPress names a post, a page, a picture at `/`."""


class OldAddresses:
    """`/?p=12` of an imported WordPress site leads to where the story is now."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 301 where the address is an old one that is known."""
        if request.path == "/" and request.method in {"GET", "HEAD"}:
            for name in OLD_PARAMETERS:
                number = request.GET.get(name, "")
                if number.isascii() and number.isdigit():
                    target = _target_of(f"/?{name}={number}")
                    if target:
                        return HttpResponsePermanentRedirect(target)
        return self.get_response(request)


def _target_of(old_path: str) -> str:
    redirect = Redirect.objects.filter(
        old_path=Redirect.normalise_path(old_path), site=None
    ).first()
    return redirect.link or "" if redirect else ""
