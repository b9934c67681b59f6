"""Screens for staff: gifts that wait for their transfer, all gifts, and what is asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.fundraising import actions, queries
from broadsheet.fundraising.actions import AlreadySettled, GiftRefused, NotSettled
from broadsheet.fundraising.forms import (
    ConfirmTransferForm,
    CorrectionForm,
    TransferForm,
)
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.models import Book, Gift, State
from broadsheet.fundraising.views.desk.screen import BOOK, SEE, gift_screen, screen, staff


@require_safe
@permission_required(SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    """The meter at a glance, and the gifts whose transfer has not come."""
    search = request.GET.get("q", "")
    context = {
        "meter": queries.meter_now(),
        "gifts": queries.waiting_gifts(search)[: queries.GIFTS_A_PAGE],
        "waiting_count": queries.waiting_count(),
        "search": search,
    }
    return screen(request, "waiting", _("Support"), context)


@require_safe
@permission_required(SEE)
def all_gifts(request: HttpRequest) -> HttpResponse:
    """All gifts with filters."""
    chosen = {
        "q": request.GET.get("q", ""),
        "state": request.GET.get("state", ""),
        "book": request.GET.get("book", ""),
        "month": request.GET.get("month", ""),
    }
    page = queries.gifts_page(
        number=request.GET.get("page", 1),
        search=chosen["q"],
        states=[chosen["state"]],
        book=chosen["book"],
        month=chosen["month"],
    )
    context = {
        "page": page,
        "chosen": chosen,
        "states": State.choices,
        "books": Book.choices,
        "months": queries.booked_months(),
    }
    return screen(request, "gifts", _("All gifts"), context)


@require_safe
@permission_required(SEE)
def one_gift(request: HttpRequest, pk: int) -> HttpResponse:
    """A gift, its bookings, and what may be done next."""
    gift = get_object_or_404(Gift, pk=pk)
    context = {
        "gift": gift,
        "events": gift.events.select_related("by"),
        "bookings": gift.transactions.prefetch_related("entries__account"),
        "refunds": gift.refunds.all(),
        "disputes": gift.disputes.all(),
        "may_correct": gift.state == State.SETTLED
        and gift.gateway == "bank"
        and not gift.refunded_minor,
        "may_refund": gift.stands_minor > 0,
    }
    return screen(request, "gift", _("Gift %(number)s") % {"number": gift.pk}, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def confirm_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A transfer has arrived: say how much and when, look once more, book it."""
    gift = get_object_or_404(Gift, pk=pk, gateway="bank")
    if not gift.is_waiting:
        messages.warning(request, _("This gift is booked already."))
        return gift_screen(gift)
    form = ConfirmTransferForm(
        request.POST or None,
        currency=gift.currency,
        initial={
            "amount": typed_amount(gift.amount_minor, gift.currency),
            "received_on": clock.today(),
        },
    )
    title = _("Confirm a transfer")
    if not form.is_valid():
        context = {"form": form, "gift": gift}
        return screen(request, "confirm_transfer", title, context)
    if "book" not in request.POST:
        context = {
            "form": form,
            "gift": gift,
            "amount": format_amount(form.cleaned_data["amount"], gift.currency),
            "differs": form.cleaned_data["amount"] != gift.amount_minor,
            "month": clock.month_of(form.received_at).first_day,
        }
        return screen(request, "confirm_transfer_review", title, context)
    try:
        settled = actions.settle_gift(
            gift=gift,
            amount_minor=form.cleaned_data["amount"],
            settled_at=form.received_at,
            by=staff(request),
        )
    except AlreadySettled:
        messages.warning(request, _("Somebody else booked this gift first."))
        return gift_screen(gift)
    messages.success(
        request,
        _("%(amount)s booked.")
        % {"amount": format_amount(settled.received_minor or 0, settled.currency)},
    )
    return redirect("fundraising_desk:waiting")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def add_transfer(request: HttpRequest) -> HttpResponse:
    """Book a transfer that came without the form."""
    currency = queries.currency()
    initial: dict[str, Any] = {"received_on": clock.today(), "key": new_token()}
    like = request.GET.get("like", "")
    if like.isascii() and like.isdigit() and (earlier := Gift.objects.filter(pk=like).first()):
        initial |= {
            "reference": earlier.reference,
            "name": earlier.name,
            "email": earlier.email,
        }
    form = TransferForm(request.POST or None, currency=currency, initial=initial)
    if form.is_valid():
        try:
            gift = actions.record_transfer(
                amount_minor=form.cleaned_data["amount"],
                currency=currency,
                received_at=form.received_at,
                by=staff(request),
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                reference=form.cleaned_data["reference"],
                message=form.cleaned_data["message"],
                idempotency_key=form.cleaned_data["key"],
            )
        except GiftRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(
                request,
                _("%(amount)s booked.")
                % {"amount": format_amount(gift.received_minor or 0, currency)},
            )
            return gift_screen(gift)
    context = {"form": form, "currency": currency}
    return screen(request, "add_transfer", _("Add a transfer"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a booking back by an entry that reverses it."""
    gift = get_object_or_404(Gift, pk=pk)
    form = CorrectionForm(request.POST or None)
    if gift.state == State.SETTLED and form.is_valid():
        try:
            actions.correct_gift(gift=gift, reason=form.cleaned_data["reason"], by=staff(request))
        except GiftRefused as refused:
            form.add_error("reason", str(refused))
        except NotSettled:
            messages.warning(request, _("Somebody else took this gift back first."))
            return gift_screen(gift)
        else:
            messages.success(request, _("The booking is reversed; both stay in the ledger."))
            return gift_screen(gift)
    if gift.state != State.SETTLED:
        messages.warning(request, _("There is no booking to take back."))
        return gift_screen(gift)
    context = {
        "form": form,
        "gift": gift,
        "amount": format_amount(gift.received_minor or 0, gift.currency),
    }
    return screen(request, "correct", _("Take a booking back"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop waiting for a transfer."""
    gift = get_object_or_404(Gift, pk=pk)
    if request.method == "POST":
        if actions.cancel_gift(gift=gift, by=staff(request)):
            messages.success(request, _("Nobody waits for this transfer any more."))
        else:
            messages.warning(request, _("This gift was not waiting any more."))
        return redirect("fundraising_desk:waiting")
    return screen(request, "give_up", _("Stop waiting"), {"gift": gift})
