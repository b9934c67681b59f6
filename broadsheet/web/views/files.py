"""Files: stylesheet, script and fonts from memory, pictures and documents from the data folder."""

import mimetypes
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from broadsheet.web import assets

PUBLIC_FOLDERS: Final = frozenset({"images", "original_images", "documents"})
"""Stored pictures hold pixels and a credit, nothing else that their files carried from outside
(publishing/pictures.py); old addresses of moved sites lead to them."""

SHOWN: Final = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""Shown in the page; every other kind of file is offered for download."""

A_YEAR: Final = "public, max-age=31536000, immutable"


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
    response["Cache-Control"] = A_YEAR
    response["Vary"] = "Accept-Encoding"
    response["Content-Length"] = str(len(body))
    if coding:
        response["Content-Encoding"] = coding
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A copy of a picture, or a document. A new version always has a new name."""
    if path.partition("/")[0] not in PUBLIC_FOLDERS:
        raise Http404("No such file.")
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        is_there = file.is_file()
    except (OSError, SuspiciousFileOperation):  # a name too long for the disk, or outside of it
        is_there = False
    if not is_there:
        raise Http404("No such file.")
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = FileResponse(
        file.open("rb"),
        content_type=content_type,
        as_attachment=file.suffix.lower() not in SHOWN,
    )
    response["Cache-Control"] = A_YEAR
    return response
