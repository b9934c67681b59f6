"""The desk: the Support menu and its screens."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from broadsheet.core.desk import PermittedItem
from broadsheet.fundraising.views import desk

PERMISSIONS = ("view_gift", "change_gift", "change_fundraisingsettings")


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLResolver]:
    """Addresses under /desk/support/."""
    addresses = [
        path("", desk.waiting, name="waiting"),
        path("gifts/", desk.all_gifts, name="gifts"),
        path("gifts/add/", desk.add_transfer, name="add_transfer"),
        path("gifts/<int:pk>/", desk.one_gift, name="gift"),
        path("gifts/<int:pk>/confirm/", desk.confirm_transfer, name="confirm_transfer"),
        path("gifts/<int:pk>/correct/", desk.correct, name="correct"),
        path("gifts/<int:pk>/give-up/", desk.give_up, name="give_up"),
        path("giving/", desk.giving, name="giving"),
    ]
    return [path("support/", include((addresses, "fundraising_desk")))]


@hooks.register("register_admin_menu_item")
def support_menu() -> SubmenuMenuItem:
    """Support, with what belongs to it."""
    items = [
        PermittedItem(
            _("Waiting transfers"),
            reverse("fundraising_desk:waiting"),
            name="gifts-waiting",
            icon_name="time",
            order=10,
            permission=desk.SEE,
        ),
        PermittedItem(
            _("All gifts"),
            reverse("fundraising_desk:gifts"),
            name="gifts-all",
            icon_name="list-ul",
            order=20,
            permission=desk.SEE,
        ),
        PermittedItem(
            _("Add a transfer"),
            reverse("fundraising_desk:add_transfer"),
            name="gifts-add",
            icon_name="plus",
            order=30,
            permission=desk.BOOK,
        ),
        PermittedItem(
            _("Goal and account"),
            reverse("fundraising_desk:giving"),
            name="giving",
            icon_name="cog",
            order=40,
            permission=desk.DECIDE,
        ),
    ]
    return SubmenuMenuItem(
        _("Support"), Menu(None, items=items), name="support", icon_name="pick", order=350
    )


@hooks.register("register_permissions")
def grantable() -> QuerySet[Permission]:
    """What a group may be given: to see who gave, to book, to decide on goal and account."""
    return Permission.objects.filter(
        content_type__app_label="fundraising", codename__in=PERMISSIONS
    )
