"""What every screen of the Support menu shares: who may, the heading, the way back."""

from typing import Any, Final

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.fundraising.models import Gift

SUMS: Final = "wagtailadmin.access_admin"
"""Everybody at the desk may see sums."""
SEE: Final = "fundraising.view_gift"
"""Who gave."""
BOOK: Final = "fundraising.change_gift"
DECIDE: Final = "fundraising.change_fundraisingsettings"


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the desk's home to a screen: (label, address) of each further step."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    support = {"url": reverse("fundraising_desk:waiting"), "label": _("Support")}
    return [home, support, *({"url": url, "label": label} for label, url in more)]


def screen(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One screen with its heading and the way back."""
    steps = [] if template == "waiting" else [(title, "")]
    return render(
        request,
        f"fundraising/desk/{template}.html",
        {
            "page_title": title,
            "header_title": title,
            "header_icon": "pick",
            "breadcrumbs_items": crumbs(*steps),
            "may_book": request.user.has_perm(BOOK),
            "may_decide": request.user.has_perm(DECIDE),
            **context,
        },
        status=status,
    )


def staff(request: HttpRequest) -> User:
    """Who is at the desk; Wagtail lets nobody else come here."""
    assert isinstance(request.user, User)
    return request.user


def gift_screen(gift: Gift) -> HttpResponseRedirect:
    """Back to the gift."""
    return redirect("fundraising_desk:gift", gift.pk)
