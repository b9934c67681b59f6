"""Anonymous POSTs without a token in the page: the browser says where a form comes from.

`Sec-Fetch-Site` and `Origin` are written by the browser and cannot be set by another site's page
(Fetch Metadata, W3C; RFC 6454). `Sec-Fetch-*` is absent on plain http away from localhost, so
`Origin` is compared with the site's address, else with `Host`. A form that comes with neither is
answered by a page that asks once more, signed and good for CONFIRM_SECONDS.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from broadsheet.core import links
from broadsheet.core.answers import never_stored, problem, wants_json

CONFIRM_SECONDS: Final = 15 * 60
CONFIRM_FIELD: Final = "confirm_token"
FORM_TYPES: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

View = Callable[..., HttpResponseBase]


def _says_same_site(request: HttpRequest) -> bool | None:
    """True or False as the browser says; None where it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin:
        try:
            host = urlsplit(origin).netloc
        except ValueError:  # such as "http://[": no browser writes that
            return False
        return bool(host) and (origin == settings.SITE_URL or host == request.get_host())
    return None


def _fingerprint(request: HttpRequest) -> str:
    """What a confirm step confirms: this path with these fields."""
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != CONFIRM_FIELD
    )
    return hashlib.sha256(repr((request.path, fields)).encode()).hexdigest()


def _is_confirmed(request: HttpRequest) -> bool:
    try:
        fingerprint = links.read("confirm", request.POST.get(CONFIRM_FIELD, ""), CONFIRM_SECONDS)
    except links.BadLink:
        return False
    return bool(fingerprint == _fingerprint(request))


def _ask_again(request: HttpRequest) -> HttpResponseBase:
    """The page that shows the same fields once more behind a signed button."""
    context = {
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != CONFIRM_FIELD
        ],
        "token": links.sign("confirm", _fingerprint(request)),
        "token_field": CONFIRM_FIELD,
    }
    return never_stored(render(request, "web/confirm_post.html", context))


def public_post(view: View) -> View:
    """Let anybody on this site POST here, and no other site in their name."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return view(request, *args, **kwargs)
        said = _says_same_site(request)
        is_json = request.content_type == "application/json"
        if said is False:
            if is_json or wants_json(request):
                return problem(403, "This call came from another site's page.")
            return never_stored(render(request, "web/foreign_post.html", status=403))
        if said is None and not is_json and not _is_confirmed(request):
            if wants_json(request) or request.content_type not in FORM_TYPES:
                return problem(415, "Send the body as application/json.")
            return _ask_again(request)
        return view(request, *args, **kwargs)

    return guarded
