"""What the website brings to the desk: its colours, its home, letters and the set-up screen."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from broadsheet.web.desk import letters, set_up
from broadsheet.web.desk.home import GlancePanel, NeedsPanel, WritePanel


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """The screens under /desk/."""
    screens = [
        path("set-up/", set_up.set_up, name="set_up"),
        path("letters/", letters.letters, name="letters"),
        path("letters/<int:pk>/", letters.letter, name="letter"),
        path("letters/<int:pk>/try-again/", letters.retry, name="retry_letter"),
        path("letters/folder/<str:name>/", letters.stored, name="stored_letter"),
    ]
    return [path("", include((screens, "web_desk")))]


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """The desk's stylesheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("web/desk/desk.css"))


@hooks.register("construct_homepage_panels")
def home(request: HttpRequest, panels: list[Component]) -> None:
    """What needs somebody comes before what somebody did."""
    panels += [NeedsPanel(), WritePanel(), GlancePanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_totals(request: HttpRequest, items: list[Any]) -> None:
    """Numbers of pages and pictures need nobody."""
    items.clear()


@hooks.register("construct_help_menu", order=1000)
def no_news_of_others(request: HttpRequest, items: list[MenuItem]) -> None:
    """The desk's help is our own; what is new in a part of the house needs nobody."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


class LettersMenuItem(MenuItem):
    """Shown to those who may read letters."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return bool(request.user.has_perm(letters.MAY_READ))


@hooks.register("register_reports_menu_item")
def letters_menu() -> MenuItem:
    """Letters, among the reports."""
    return LettersMenuItem(
        _("Letters"), reverse("web_desk:letters"), name="letters", icon_name="mail", order=900
    )


@hooks.register("register_permissions")
def grantable() -> QuerySet[Permission]:
    """What a group may be given: to read letters, which name people."""
    return Permission.objects.filter(content_type__app_label="core", codename="view_letter")
