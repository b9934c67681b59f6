"""The desk: the Support menu and its screens."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from broadsheet.core.desk import PermittedItem
from broadsheet.fundraising.views.desk import (
    figures,
    files,
    gifts,
    movements,
    people,
    settings,
    statements,
)
from broadsheet.fundraising.views.desk.screen import BOOK, DECIDE, SEE, SUMS

PERMISSIONS = ("view_gift", "change_gift", "change_fundraisingsettings")


@hooks.register("register_admin_urls")
def desk_addresses() -> list[URLResolver]:
    """Addresses under /desk/support/."""
    addresses = [
        path("", gifts.waiting, name="waiting"),
        path("gifts/", gifts.all_gifts, name="gifts"),
        path("gifts/add/", gifts.add_transfer, name="add_transfer"),
        path("gifts/export/", files.export_gifts, name="export"),
        path("gifts/import/", files.import_gifts, name="import"),
        path("gifts/<int:pk>/", gifts.one_gift, name="gift"),
        path("gifts/<int:pk>/confirm/", gifts.confirm_transfer, name="confirm_transfer"),
        path("gifts/<int:pk>/correct/", gifts.correct, name="correct"),
        path("gifts/<int:pk>/refund/", movements.refund, name="refund"),
        path("gifts/<int:pk>/questioned/", movements.questioned, name="questioned"),
        path("gifts/<int:pk>/give-up/", gifts.give_up, name="give_up"),
        path("figures/", figures.figures, name="figures"),
        path("campaigns/", figures.campaigns, name="campaigns"),
        path("donors/", people.donors, name="donors"),
        path("donors/<int:pk>/", people.donor, name="donor"),
        path("pledges/", people.pledges, name="pledges"),
        path("refunds/", movements.refunds, name="refunds"),
        path("refunds/<int:pk>/decide/", movements.decide_refund, name="decide_refund"),
        path("notices/", movements.notices, name="notices"),
        path("notices/<int:pk>/replay/", movements.replay, name="replay"),
        path("reconciliation/", movements.reconciliation, name="reconciliation"),
        path("statements/", statements.statements, name="statements"),
        path("statements/columns/", statements.columns, name="statement_columns"),
        path("statements/<int:pk>/", statements.decide, name="decide_credit"),
        path("giving/", settings.giving, name="giving"),
    ]
    return [path("support/", include((addresses, "fundraising_desk")))]


MENU = (
    (_("Figures"), "figures", "support-figures", "desktop", SUMS),
    (_("Waiting transfers"), "waiting", "gifts-waiting", "time", SEE),
    (_("All gifts"), "gifts", "gifts-all", "list-ul", SEE),
    (_("Add a transfer"), "add_transfer", "gifts-add", "plus", BOOK),
    (_("Bank statements"), "statements", "statements", "doc-full", BOOK),
    (_("Donors"), "donors", "donors", "group", SEE),
    (_("Monthly gifts"), "pledges", "pledges", "rotate", SEE),
    (_("Refunds and disputes"), "refunds", "refunds", "undo", SEE),
    (_("Notices"), "notices", "notices", "bell", SEE),
    (_("Reconciliation"), "reconciliation", "reconciliation", "check", SEE),
    (_("Campaigns"), "campaigns", "campaigns", "calendar", SUMS),
    (_("Goal and account"), "giving", "giving", "cog", DECIDE),
)
"""Label, address, name, icon and who sees it, in order."""


@hooks.register("register_admin_menu_item")
def support_menu() -> SubmenuMenuItem:
    """Support, with what belongs to it."""
    items = [
        PermittedItem(
            label,
            reverse(f"fundraising_desk:{address}"),
            name=name,
            icon_name=icon,
            order=10 * place,
            permission=permission,
        )
        for place, (label, address, name, icon, permission) in enumerate(MENU, start=1)
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
