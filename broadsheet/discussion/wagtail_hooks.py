"""The desk: the Discussion menu, its screens and the permission to use them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from broadsheet.core.desk import PermittedItem
from broadsheet.discussion.views import desk, desk_passages


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLResolver]:
    """Addresses under /desk/discussion/."""
    addresses = [
        path("", desk.held, name="held"),
        path("approve/", desk.approve_many, name="approve_many"),
        path("reported/", desk.reported, name="reported"),
        path("letters/", desk.letters, name="letters"),
        path("comments/", desk.comments, name="comments"),
        path("comments/<int:comment_id>/", desk.comment, name="comment"),
        path("comments/<int:comment_id>/decide/", desk.decide, name="decide"),
        path("comments/<int:comment_id>/answer/", desk.answer, name="answer"),
        path("passages/<int:passage_id>/attach/", desk_passages.attach, name="attach"),
        path("passages/<str:subject>/", desk_passages.passages, name="passages"),
        path("passages/<str:subject>/ask/", desk_passages.ask, name="ask"),
        path("threads/", desk.threads, name="threads"),
        path("threads/<int:thread_id>/", desk.open_or_close, name="open_or_close"),
    ]
    return [path("discussion/", include((addresses, "discussion_desk")))]


@hooks.register("register_admin_menu_item")
def discussion_menu() -> SubmenuMenuItem:
    """Discussion, with what belongs to it."""
    items = [
        PermittedItem(
            _("Held comments"),
            reverse("discussion_desk:held"),
            name="comments-held",
            icon_name="time",
            order=10,
            permission=desk.MODERATE,
        ),
        PermittedItem(
            _("Reported comments"),
            reverse("discussion_desk:reported"),
            name="comments-reported",
            icon_name="warning",
            order=15,
            permission=desk.MODERATE,
        ),
        PermittedItem(
            _("All comments"),
            reverse("discussion_desk:comments"),
            name="comments-all",
            icon_name="list-ul",
            order=20,
            permission=desk.MODERATE,
        ),
        PermittedItem(
            _("Threads"),
            reverse("discussion_desk:threads"),
            name="comment-threads",
            icon_name="comment",
            order=30,
            permission=desk.MODERATE,
        ),
        PermittedItem(
            _("Letters about comments"),
            reverse("discussion_desk:letters"),
            name="comment-letters",
            icon_name="mail",
            order=35,
            permission=desk.MODERATE,
        ),
        PermittedItem(
            _("Comment rules"),
            reverse("wagtailsettings:edit", args=["discussion", "discussionrules"]),
            name="comment-rules",
            icon_name="cog",
            order=40,
            permission="discussion.change_discussionrules",
        ),
    ]
    return SubmenuMenuItem(
        _("Discussion"), Menu(None, items=items), name="discussion", icon_name="comment", order=340
    )


@hooks.register("register_permissions")
def grantable() -> QuerySet[Permission]:
    """What a group may be given: to moderate, and to change the rules."""
    return Permission.objects.filter(
        content_type__app_label="discussion",
        codename__in=["moderate_comment", "change_discussionrules"],
    )
