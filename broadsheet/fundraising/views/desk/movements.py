"""Refunds, notices of gateways and comparisons with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.core import clock
from broadsheet.core.money import format_amount
from broadsheet.fundraising import actions, gateways, queries
from broadsheet.fundraising.actions import AlreadySettled, GiftRefused, SamePerson
from broadsheet.fundraising.forms import RefundForm, TurnDownForm
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.models import Gift, Notice, Refund, State
from broadsheet.fundraising.views.desk.screen import BOOK, SEE, gift_screen, screen, staff


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a part or all of a gift back."""
    gift = get_object_or_404(Gift, pk=pk)
    if gift.stands_minor <= 0:
        messages.warning(request, _("There is nothing left to give back."))
        return gift_screen(gift)
    by_transfer = not gateways.find(gift.gateway).gives_back
    form = RefundForm(
        request.POST or None,
        currency=gift.currency,
        initial={
            "amount": typed_amount(gift.stands_minor, gift.currency),
            "given_back_on": clock.today(),
        },
    )
    if not by_transfer:
        del form.fields["given_back_on"]
    if form.is_valid():
        try:
            row = actions.refund_gift(
                gift=gift,
                amount_minor=form.cleaned_data["amount"],
                reason=form.cleaned_data["reason"],
                by=staff(request),
                given_back_at=form.given_back_at if by_transfer else None,
            )
        except GiftRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"{row.get_state_display().capitalize()}.")
            return gift_screen(gift)
    context = {
        "form": form,
        "gift": gift,
        "left": format_amount(gift.stands_minor, gift.currency),
        "by_transfer": by_transfer,
    }
    return screen(request, "refund", _("Give money back"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def questioned(request: HttpRequest, pk: int) -> HttpResponse:
    """A payment that is not what was asked for: count it, or turn it down."""
    gift = get_object_or_404(Gift, pk=pk)
    if gift.state != State.QUESTIONED:
        messages.warning(request, _("This payment is decided already."))
        return gift_screen(gift)
    form = TurnDownForm(request.POST if "turn_down" in request.POST else None)
    try:
        if "accept" in request.POST:
            taken = actions.accept_payment(gift=gift, by=staff(request))
            amount = format_amount(taken.received_minor or 0, taken.currency)
            messages.success(request, _("%(amount)s booked.") % {"amount": amount})
            return gift_screen(gift)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if actions.turn_down_payment(gift=gift, reason=reason, by=staff(request)):
                messages.success(request, _("Turned down; it never counts."))
            return gift_screen(gift)
    except AlreadySettled:
        messages.warning(request, _("Somebody else decided first."))
        return gift_screen(gift)
    except GiftRefused as refused:
        messages.error(request, str(refused))
    context = {"form": form, "gift": gift, "events": gift.events.select_related("by")}
    return screen(request, "questioned", _("A payment that needs a person"), context)


@require_safe
@permission_required(SEE)
def refunds(request: HttpRequest) -> HttpResponse:
    """Refunds, and disputes that are open."""
    chosen = {"state": request.GET.get("state", "")}
    context = {
        "page": queries.refunds_page(number=request.GET.get("page", 1), state=chosen["state"]),
        "chosen": chosen,
        "states": Refund.State.choices,
        "disputes": queries.open_disputes(),
        "me": staff(request).pk,
    }
    return screen(request, "refunds", _("Refunds and disputes"), context)


@require_POST
@permission_required(BOOK)
def decide_refund(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says yes or no."""
    row = get_object_or_404(Refund, pk=pk)
    try:
        if "approve" in request.POST:
            row = actions.approve_refund(refund=row, by=staff(request))
        else:
            row = actions.turn_down_refund(refund=row, by=staff(request))
    except SamePerson:
        messages.error(request, _("The second person has to be another one than the first."))
    else:
        messages.success(request, f"{row.get_state_display().capitalize()}.")
    return redirect("fundraising_desk:refunds")


@require_safe
@permission_required(SEE)
def notices(request: HttpRequest) -> HttpResponse:
    """What gateways told us, and what became of it."""
    chosen = {"q": request.GET.get("q", ""), "state": request.GET.get("state", "")}
    context = {
        "page": queries.notices_page(
            number=request.GET.get("page", 1), state=chosen["state"], search=chosen["q"]
        ),
        "chosen": chosen,
        "states": Notice.State.choices,
    }
    return screen(request, "notices", _("Notices"), context)


@require_POST
@permission_required(BOOK)
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a parked notice again."""
    actions.replay_notice(notice=get_object_or_404(Notice, pk=pk), by=staff(request))
    messages.success(request, _("The notice is tried again in a moment."))
    return redirect("fundraising_desk:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(SEE)
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Comparisons of our books with the gateways'; a POST compares now."""
    if request.method == "POST":
        if not request.user.has_perm(BOOK):
            messages.error(request, _("This needs the right to book."))
        else:
            actions.compare_now()
            messages.success(request, _("Compared."))
        return redirect("fundraising_desk:reconciliation")
    context = {
        "page": queries.runs_page(number=request.GET.get("page", 1)),
        "reconciled": queries.reconciled(),
        "tells": any(one.tells and not gateways.why_closed(one) for one in gateways.GATEWAYS),
    }
    return screen(request, "reconciliation", _("Reconciliation"), context)
