"""What publishing brings to the desk: authors, topics, reports, invitations, one more refusal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.core.outbox import announce
from broadsheet.publishing import queries
from broadsheet.publishing.models import ArticlePage, Author, StaticPage, Topic
from broadsheet.publishing.reports import KeptMarkup, PicturesWithoutCredit
from broadsheet.publishing.rules import CreditMissing
from broadsheet.publishing.views import InviteColleague


class AuthorViewSet(SnippetViewSet):
    """The people whose names stand over stories."""

    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("name", "role")
    ordering = ("name",)


class TopicViewSet(SnippetViewSet):
    """What stories are about."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("name", "slug")
    ordering = ("name",)


register_snippet(AuthorViewSet)
register_snippet(TopicViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_saved(request: HttpRequest, instance: Any) -> None:
    """Somebody changed an author or a topic at the desk."""
    if isinstance(instance, (Author, Topic)):
        announce(f"{instance._meta.model_name}.saved", id=instance.pk, path=instance.path)


@hooks.register("before_delete_snippet")
def keep_authors_of_stories(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Whoever has a part in a story stays; the desk is told why."""
    authors = [instance for instance in instances if isinstance(instance, Author)]
    named = queries.authors_with_stories(authors)
    if not named:
        return None
    names = ", ".join(author.name for author in named)
    messages.error(
        request,
        _("%(names)s stands over stories and cannot be deleted.") % {"names": names},
    )
    return redirect("wagtailsnippets_publishing_author:list")


@hooks.register("before_bulk_action")
def refuse_bulk_without_credit(
    request: HttpRequest, action_type: str, objects: list[Any], _action: object
) -> HttpResponse | None:
    """Publishing many stories at once keeps to the rule as well; nothing is published then."""
    if action_type != "publish":
        return None
    refused = False
    for page in objects:
        story = page.get_latest_revision_as_object()
        if not isinstance(story, (ArticlePage, StaticPage)):
            continue
        try:
            story.refuse_missing_credits()
        except CreditMissing as missing:
            messages.error(request, f"{story.title}: {missing.sentence}")
            refused = True
    if refused:
        return redirect("wagtailadmin_explore", objects[0].get_parent().pk)
    return None


# Reports and staff --------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def screens() -> list[URLPattern]:
    """Addresses under /desk/."""
    return [
        path(
            "reports/pictures-without-credit/",
            PicturesWithoutCredit.as_view(),
            name="pictures_without_credit",
        ),
        path(
            "reports/pictures-without-credit/results/",
            PicturesWithoutCredit.as_view(results_only=True),
            name="pictures_without_credit_results",
        ),
        path("reports/kept-markup/", KeptMarkup.as_view(), name="kept_markup"),
        path(
            "reports/kept-markup/results/",
            KeptMarkup.as_view(results_only=True),
            name="kept_markup_results",
        ),
        path("staff/invite/", InviteColleague.as_view(), name="invite_colleague"),
    ]


class AdministratorItem(MenuItem):
    """A menu item for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may use it."""
        return bool(request.user.is_superuser)


@hooks.register("register_reports_menu_item")
def credit_report() -> MenuItem:
    """Pictures without credit, under Reports."""
    return MenuItem(
        _("Pictures without credit"),
        reverse("pictures_without_credit"),
        name="pictures-without-credit",
        icon_name="image",
        order=100,
    )


@hooks.register("register_reports_menu_item")
def markup_report() -> MenuItem:
    """Kept markup, under Reports."""
    return MenuItem(
        _("Kept markup"),
        reverse("kept_markup"),
        name="kept-markup",
        icon_name="code",
        order=110,
    )


@hooks.register("register_settings_menu_item")
def invitation() -> MenuItem:
    """Invite a colleague, under Settings."""
    return AdministratorItem(
        _("Invite a colleague"),
        reverse("invite_colleague"),
        name="invite-colleague",
        icon_name="mail",
        order=590,
    )
