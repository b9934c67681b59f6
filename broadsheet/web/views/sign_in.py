"""Coming to the desk by a one-time link: a GET shows a button, the button spends the link."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from broadsheet.core import sign_in
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post

# Django keeps with the session which backend let a person in; a link is none of its own.
BACKEND = "django.contrib.auth.backends.ModelBackend"
DESK = "/desk/"


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """Show the button, or spend the link and open the desk."""
    if request.method != "POST":
        token = request.GET.get("key", "")
        return _page(request, token if sign_in.is_good(token) else "")
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
