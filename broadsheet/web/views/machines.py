"""What machines ask of a site: is it up, what may be read, what is there, its mark."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.utils import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from broadsheet.core import clock
from broadsheet.core.addresses import absolute
from broadsheet.core.answers import never_stored
from broadsheet.publishing import queries as publishing
from broadsheet.web import metrics

IMAGES: Final = Path(__file__).parent.parent / "static" / "web" / "img"
A_DAY: Final = "public, max-age=86400"
SITEMAP_LENGTH: Final = 20_000
"""Under the 50,000 addresses that one sitemap may hold (sitemaps.org)."""
NEWS_DAYS: Final = 2
NEWS_LENGTH: Final = 1000
"""News sitemaps hold at most 1,000 stories of the last two days."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives and answers."""
    return never_stored(JsonResponse({"status": "ok"}))


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can reach its database; 503 where it cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return never_stored(JsonResponse({"status": "no database"}, status=503))
    return never_stored(JsonResponse({"status": "ok"}))


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How the newsroom is doing, for Prometheus; 404 where no token is set, 401 without it."""
    token = settings.METRICS_TOKEN
    if not token:
        raise Http404("BROADSHEET_METRICS_TOKEN is not set.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(given.strip(), token):
        refused = HttpResponse("The token is missing or wrong.\n", "text/plain", status=401)
        refused["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return never_stored(refused)
    found = metrics.as_text(metrics.health())
    return never_stored(HttpResponse(found, content_type=metrics.CONTENT_TYPE))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all but what is made for one person."""
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /comments/",
        "Disallow: /search/",
        "Disallow: /api/",
        f"Sitemap: {absolute('/sitemap.xml')}",
        f"Sitemap: {absolute('/news-sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address, stories newest first."""
    pages = [absolute(page.url or "/") for page in publishing.sections()]
    pages += [absolute(page.url or "/") for page in publishing.static_pages()]
    context = {
        "front": absolute("/"),
        "pages": pages,
        "stories": publishing.listed(SITEMAP_LENGTH),
    }
    return render(request, "web/sitemap.xml", context, content_type="application/xml")


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, in the form that news indexes read."""
    since = clock.now() - timedelta(days=NEWS_DAYS)
    context = {"stories": publishing.listed(NEWS_LENGTH, since=since)}
    return render(request, "web/news_sitemap.xml", context, content_type="application/xml")


@require_safe
def favicon_svg(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that read SVG."""
    return _image("favicon.svg", "image/svg+xml")


@require_safe
def favicon_ico(request: HttpRequest) -> HttpResponse:
    """The mark, for all others."""
    return _image("favicon.ico", "image/x-icon")


def _image(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse((IMAGES / name).read_bytes(), content_type=content_type)
    response["Cache-Control"] = A_DAY
    return response
