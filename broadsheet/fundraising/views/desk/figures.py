"""Sums for everybody at the desk: by day, by month, by the page read before. No person."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.fundraising import plots, queries, sums
from broadsheet.fundraising.months import FLOOR
from broadsheet.fundraising.views.desk.screen import DECIDE, SEE, SUMS, screen

MONTHS_SHOWN = 12


@require_safe
@permission_required(SUMS)
def figures(request: HttpRequest) -> HttpResponse:
    """Plots of days, months and source pages; editors see groups of five gifts and more."""
    currency = queries.currency()
    months = queries.months_with_gifts()
    chosen = next(
        (month for month in months if month.key == request.GET.get("month")),
        months[0] if months else clock.month_of(clock.now()),
    )
    reports = queries.month_report(chosen)
    received = [
        (month, sums.received_in(month, currency)) for month in reversed(months[:MONTHS_SHOWN])
    ]
    sees_people = request.user.has_perm(SEE)
    found = queries.sources(floor=1 if sees_people else FLOOR)
    context = {
        "meter": queries.meter_now(),
        "report": reports[0] if reports else None,
        "months": months,
        "chosen": chosen,
        "month_plot": plots.draw(
            [plots.Column(month.key, 1, one.amount_minor) for month, one in received], currency
        ),
        "received": received,
        "sources": found,
        "source_plot": plots.draw(
            [plots.Column(one.path, 1, one.amount_minor) for one in found], currency
        ),
        "currency": currency,
        "floor": "" if sees_people else FLOOR,
    }
    return screen(request, "figures", _("Figures"), context)


@require_safe
@permission_required(SUMS)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns and their goals, from month to month; what came stands beside."""
    chosen = {"q": request.GET.get("q", ""), "state": request.GET.get("state", "")}
    page = queries.goals_page(
        number=request.GET.get("page", 1), state=chosen["state"], search=chosen["q"]
    )
    rows = [
        (goal, month, sums.received_in(month, goal.campaign.currency))
        for goal, month in [(goal, Month.parse(goal.month)) for goal in page]
    ]
    context = {
        "page": page,
        "rows": rows,
        "chosen": chosen,
        "states": [("open", _("open")), ("over", _("over"))],
        "may_decide": request.user.has_perm(DECIDE),
    }
    return screen(request, "campaigns", _("Campaigns"), context)
