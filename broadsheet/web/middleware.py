"""What every answer carries, and what happens before and after a view: headers, zone, limits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects.models import Redirect
from wagtail.users.models import UserProfile

from broadsheet.core import clock
from broadsheet.core.answers import never_stored, problem, wants_json
from broadsheet.core.limits import TooMany
from broadsheet.core.models import Newsroom
from broadsheet.web import assets, fragments, kept, pages

Handler = Callable[[HttpRequest], HttpResponseBase]

PUBLIC_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
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
"""What a public page may load: its own parts and nothing else."""

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
SHARED_SECONDS: Final = 1
"""How long a cache between the newsroom and its readers may keep a page without asking."""

DESK: Final = "/desk/"
API: Final = "/api/"
SENTENCES: Final = {
    400: "The request cannot be read.",
    405: "This address does not take this method.",
    413: "The body is too large.",
}
SET_UP: Final = "/desk/set-up/"
OLD_PARAMETERS: Final = ("p", "page_id", "attachment_id")
"""Query parameters by which WordPress names a post, a page, a picture at `/`."""


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


class NewsroomZone:
    """Times are shown in the newsroom's time zone, also at the desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the zone in force."""
        with timezone.override(clock.zone()):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Let Wagtail, which sets a zone of its own at the desk, find the newsroom's there.

        For this request alone: whoever chose another zone for themselves keeps it.
        """
        if request.path.startswith(DESK) and isinstance(request.user, AbstractUser):
            profile = getattr(request.user, "wagtail_userprofile", None)
            profile = profile or UserProfile(user=request.user)
            profile.current_time_zone = profile.current_time_zone or clock.zone().key


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


def may_set_up(user: AbstractUser | AnonymousUser) -> bool:
    """Whether somebody may decide the newsroom's name, currency and account."""
    return user.is_active and user.has_perm("core.change_newsroom")


def _target_of(old_path: str) -> str:
    redirect = Redirect.objects.filter(
        old_path=Redirect.normalise_path(old_path), site=None
    ).first()
    return redirect.link or "" if redirect else ""


class SetUpFirst:
    """Who opens the desk of a newsroom that has no name yet is led to the set-up screen."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a redirect for the desk's home alone, so that no other page is barred."""
        if request.path == DESK and not Newsroom.current().is_set_up and may_set_up(request.user):
            return HttpResponseRedirect(SET_UP)
        return self.get_response(request)


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
        if wants_json(request) or request.path.startswith("/api/"):
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
