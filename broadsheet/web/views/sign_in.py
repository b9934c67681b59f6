"""Coming to the desk by a one-time link: a GET shows a button, the button spends the link."""

from typing import Any, Final

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.account import LoginView, PasswordResetView

from broadsheet.core import limits, sign_in, visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post

# Django keeps with the session which backend let a person in; a link is none of its own.
BACKEND = "django.contrib.auth.backends.ModelBackend"
DESK = "/desk/"
PASSWORDS: Final = (20, 10 * 60)
"""How many passwords, or links, one address may try: (tries, seconds)."""
RESETS: Final = (5, 3600)
"""How many letters one address may ask for: (letters, seconds)."""


def _count(request: HttpRequest, what: str, bound: tuple[int, int]) -> None:
    limit, per_seconds = bound
    limits.take(what, visitors.address_key(request), limit=limit, per_seconds=per_seconds)


class BoundedLogin(LoginView):
    """Wagtail's sign-in with a password; guessing is slow."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count a try, then look at it. Raises limits.TooMany."""
        _count(request, "sign-in", PASSWORDS)
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer


class BoundedPasswordReset(PasswordResetView):
    """Wagtail's letter for a new password; nobody's box is flooded."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count a letter, then post it. Raises limits.TooMany."""
        _count(request, "password letter", RESETS)
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """Show the button, or spend the link and open the desk."""
    if request.method != "POST":
        token = request.GET.get("key", "")
        return _page(request, token if sign_in.is_good(token) else "")
    _count(request, "sign-in", PASSWORDS)
    try:
        person = sign_in.use_link(request.POST.get("key", ""))
    except sign_in.LinkIsSpent:
        return _page(request, "")
    login(request, person, backend=BACKEND)
    return never_stored(redirect(DESK))


def _page(request: HttpRequest, token: str) -> HttpResponse:
    context = {"token": token, "path": sign_in.PATH, "hours": sign_in.LINK_HOURS}
    status = 200 if token else 410
    return never_stored(render(request, "web/sign_in.html", context, status=status))
