"""Pages for what went wrong: they say what to do next, and never show how the house is built."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from broadsheet.core import disk
from broadsheet.core.answers import problem, wants_json
from broadsheet.web import assets

DEFAULT_ACCENT = "#9b2226"


def _is_for_machines(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or wants_json(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be read."""
    if _is_for_machines(request):
        return problem(400, "The request cannot be read.")
    return render(request, "web/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, and not allowed."""
    if _is_for_machines(request):
        return problem(403, "This is not allowed.")
    return render(request, "web/403.html", status=403)


def foreign_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a desk form whose token is missing or old."""
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: with a search field and the latest stories."""
    if _is_for_machines(request):
        return problem(404, "There is nothing at this address.")
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: made without the database, which may be what failed. 507 where the disk is full."""
    if disk.is_full(sys.exception()):
        return _no_room(request)
    if _is_for_machines(request):
        return problem(500, "Something broke here. It was written down; please try again later.")
    return _plain_page("web/500.html", 500)


def _no_room(request: HttpRequest) -> HttpResponse:
    if _is_for_machines(request):
        return problem(507, "There is no room left on the server's disk, so nothing was stored.")
    return _plain_page("web/507.html", 507)


def _plain_page(template: str, status: int) -> HttpResponse:
    context = {"stylesheet_address": assets.stylesheet(DEFAULT_ACCENT).address}
    return HttpResponse(render_to_string(template, context), status=status)
