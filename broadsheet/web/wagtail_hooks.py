"""What the website brings to the desk: its colours, its home, letters and the set-up screen."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page

from broadsheet.web.desk import detaching, letters, set_up
from broadsheet.web.desk.home import GlancePanel, NeedsPanel, WritePanel
from broadsheet.web.subjects import key_of_id


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """The screens under /desk/."""
    screens = [
        path("set-up/", set_up.set_up, name="set_up"),
        path(
            "before-publishing/<int:page_id>/",
            detaching.before_publishing,
            name="before_publishing",
        ),
        path("publish-anyway/<int:page_id>/", detaching.publish_anyway, name="publish_anyway"),
        path("letters/", letters.letters, name="letters"),
        path("letters/<int:pk>/", letters.letter, name="letter"),
        path("letters/<int:pk>/try-again/", letters.retry, name="retry_letter"),
        path("letters/folder/<str:name>/", letters.stored, name="stored_letter"),
    ]
    return [path("", include((screens, "web_desk")))]


@hooks.register("before_publish_page")
def warn_of_detached_comments(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An editor learns which comments an edit takes away from their words."""
    return detaching.warn(request, page)


@hooks.register("after_edit_page")
def warn_of_what_was_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever approves learns why the text is not public yet."""
    return detaching.warn_of_approved(request, page)


@hooks.register("register_page_header_buttons")
def passages_of_a_story(page: Page, user: Any, view_name: str, next_url: Any = None) -> Any:
    """From a story to what readers say about its words."""
    if getattr(page, "has_discussion", False) and user.has_perm("discussion.moderate_comment"):
        address = reverse("discussion_desk:passages", args=[key_of_id(page.pk)])
        yield Button(_("Passages"), address, icon_name="comment", priority=62)


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
