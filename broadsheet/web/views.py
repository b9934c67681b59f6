"""Pages that belong to no trade, and what machines ask of a site."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from broadsheet.core.addresses import absolute
from broadsheet.web import assets


def accepts(request: HttpRequest, coding: str) -> bool:
    """Whether the reader's browser takes a content coding such as "br" (RFC 9110, 12.5.3)."""
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, _, quality = part.partition(";")
        if name.strip().lower() == coding:
            return quality.replace(" ", "").lower() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A stylesheet, script or font; its name changes when it does, so it is kept for good."""
    found = assets.find(name)
    if found is None:
        raise Http404("No such file; the page that names it is an old one.")
    body, coding = found.body, ""
    if found.brotli and accepts(request, "br"):
        body, coding = found.brotli, "br"
    elif found.gzip and accepts(request, "gzip"):
        body, coding = found.gzip, "gzip"
    response = HttpResponse(body, content_type=found.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Vary"] = "Accept-Encoding"
    response["Content-Length"] = str(len(body))
    if coding:
        response["Content-Encoding"] = coding
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives and answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can reach what it needs."""
    return JsonResponse({"status": "ok"})


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
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
