"""The headers of every answer: what it may load, who may frame it, how long it may be kept."""

import base64
import hashlib
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from broadsheet.web.assets import STYLES_FIRST
from broadsheet.web.middleware.handler import Handler

_STYLES_FIRST: Final = base64.b64encode(hashlib.sha256(STYLES_FIRST.encode()).digest()).decode()

PUBLIC_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' 'sha256-{_STYLES_FIRST}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a public page may load: its own parts and nothing else. The one script that stands within
pages is known by its hash."""

DESK_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    )
)
"""Wagtail's admin writes scripts and styles into its pages; it is for staff alone."""

PERMISSIONS: Final = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
)

PARTS: Final = ("text/css", "text/javascript", "font/")
"""No documents, so rules for documents say nothing of them (Content Security Policy 3, section 4:
a policy belongs to a document or a worker). Pictures may be opened as documents and keep them."""

ASKED_ANEW: Final = "public, max-age=0, must-revalidate"
DESK: Final = "/desk/"


class SecurityHeaders:
    """Content policy and the other headers that keep a page to itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers set, but for those that the view has set itself."""
        response = self.get_response(request)
        is_desk = request.path.startswith(DESK)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "same-origin")
        if response.get("Content-Type", "").startswith(PARTS):
            return response
        response.setdefault("Content-Security-Policy", DESK_POLICY if is_desk else PUBLIC_POLICY)
        response.setdefault("X-Frame-Options", "SAMEORIGIN" if is_desk else "DENY")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class Freshness:
    """A public page is asked for anew each time and answered in short when nothing changed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a cache rule where the view has none."""
        response = self.get_response(request)
        if "Cache-Control" not in response:
            if request.path.startswith(DESK) or response.status_code >= 400:
                response["Cache-Control"] = "private, no-store"
            else:
                response["Cache-Control"] = ASKED_ANEW
                patch_vary_headers(response, ["Accept-Encoding"])
        return response
