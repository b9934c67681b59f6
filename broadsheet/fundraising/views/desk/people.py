"""Donors and their monthly gifts; for those who may see who gave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from broadsheet.fundraising import queries
from broadsheet.fundraising.models import Donor, Pledge
from broadsheet.fundraising.views.desk.screen import SEE, screen


@require_safe
@permission_required(SEE)
def donors(request: HttpRequest) -> HttpResponse:
    """Donors with what arrived from them."""
    search = request.GET.get("q", "")
    context = {
        "page": queries.donors_page(number=request.GET.get("page", 1), search=search),
        "chosen": {"q": search},
        "currency": queries.currency(),
    }
    return screen(request, "donors", _("Donors"), context)


@require_safe
@permission_required(SEE)
def donor(request: HttpRequest, pk: int) -> HttpResponse:
    """One donor: gifts and monthly gifts."""
    found = get_object_or_404(Donor, pk=pk)
    context = {
        "donor": found,
        "gifts": found.gifts.all()[: queries.GIFTS_A_PAGE],
        "pledges": queries.pledges_of(found),
    }
    return screen(request, "donor", found.name or found.email, context)


@require_safe
@permission_required(SEE)
def pledges(request: HttpRequest) -> HttpResponse:
    """Monthly gifts."""
    chosen = {"q": request.GET.get("q", ""), "state": request.GET.get("state", "")}
    context = {
        "page": queries.pledges_page(
            number=request.GET.get("page", 1), state=chosen["state"], search=chosen["q"]
        ),
        "chosen": chosen,
        "states": Pledge.State.choices,
    }
    return screen(request, "pledges", _("Monthly gifts"), context)
