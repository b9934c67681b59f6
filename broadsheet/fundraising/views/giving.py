"""Pages for readers who give."""

from typing import Final
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.core import clock, limits, visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.ids import new_token
from broadsheet.core.money import EXPONENTS, SYMBOLS, format_amount
from broadsheet.fundraising import actions, gateways, queries, receipts, references, structured
from broadsheet.fundraising.actions import KeyUsed
from broadsheet.fundraising.forms import GiftForm
from broadsheet.fundraising.forms.gift import MONTHLY
from broadsheet.fundraising.gateways import Redirect
from broadsheet.fundraising.models import Book, FundraisingSettings, Gift, State
from broadsheet.fundraising.models.gift import TEST_GATEWAY

MONTHS_SHOWN: Final = 12
LOOKED: Final = "looked"
"""In the address of a gift's page that was loaded again by itself, which it is only once."""
LOOK_SECONDS: Final = 3
"""So long after a donor came back the page is loaded again; by then the gateway was asked."""
STARTS: Final = ((20, 10 * 60), (100, 24 * 3600))
"""How many gifts one address may start: (gifts, seconds)."""


def limit_starts(request: HttpRequest) -> None:
    """Count a start of this visitor; raises limits.TooMany."""
    who = visitors.address_key(request)
    limits.take_all(
        *(limits.Limit("gift.start", who, limit, per_seconds) for limit, per_seconds in STARTS)
    )


def _offers(form: GiftForm, field: str, amounts: list[int]) -> list[dict[str, object]]:
    return [
        {
            "value": str(amount),
            "label": format_amount(amount, form.currency),
            "is_chosen": form[field].value() == str(amount) and not form.is_own,
        }
        for amount in amounts
    ]


def _form_context(form: GiftForm) -> dict[str, object]:
    return {
        "form": form,
        "offers": _offers(form, "amount", form.offers),
        "monthly_offers": _offers(form, "monthly_amount", form.monthly_offers),
        "is_monthly": form["frequency"].value() == MONTHLY,
        "next_charge_on": clock.month_later(clock.today()),
        "currency": form.currency,
        "digits": EXPONENTS[form.currency],
        "symbol": SYMBOLS.get(form.currency, form.currency),
        "smallest": format_amount(form.giving.minimum_for(form.currency), form.currency),
        "gateways": form.gateways,
        "chosen_gateway": form.instead or form["gateway"].value(),
    }


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest) -> HttpResponse:
    """The give page; a POST starts a gift, after one more look where that is wise."""
    if request.method == "POST":
        return _start(request)
    months = queries.months_with_gifts()
    context = {
        **_form_context(GiftForm()),
        "meter": queries.meter_now(),
        "reconciled": queries.reconciled(),
        "months": months[:MONTHS_SHOWN],
        "newest_month": months[0] if months else None,
        "donate_action": structured.donate_action(),
        "giving": FundraisingSettings.current(),
        "closed": gateways.why_closed(gateways.find("bank")),
    }
    return render(request, "fundraising/support.html", context)


def _start(request: HttpRequest) -> HttpResponse:
    if "change" in request.POST:
        return _again(request, GiftForm.to_change(request.POST.dict()), status=200)
    form = GiftForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    if form.needs_confirming:
        return _confirm(request, form)
    limit_starts(request)
    try:
        started = form.start(address_key=visitors.address_key(request))
    except KeyUsed:
        return _confirm(request, form)  # the page was kept and the wishes changed: a new key
    if started is None:
        return _again(request, form, status=503 if form.is_down else 422)
    if isinstance(started.next, Redirect) and "://" in started.next.address:
        return leave_for(request, started)
    response = HttpResponseRedirect(_path_after(started))
    response.status_code = 303
    return never_stored(response)


def _path_after(started: actions.Started) -> str:
    """Where in our own house a donor goes on."""
    if isinstance(started.next, Redirect):
        return started.next.address
    return gateways.gift_path(started.gift)


def _again(request: HttpRequest, form: GiftForm, status: int = 422) -> HttpResponse:
    """The form with its errors and all that was typed."""
    context = _form_context(form.show_again())
    return never_stored(render(request, "fundraising/support_again.html", context, status=status))


def leave_for(request: HttpRequest, started: actions.Started) -> HttpResponse:
    """The last page of ours: it leads to the payment service, at once or by its link.

    A form's answer may not redirect to another site (`form-action` of our policy); a page may.
    """
    assert isinstance(started.next, Redirect)
    context = {
        "address": started.next.address,
        "host": urlsplit(started.next.address).hostname or "",
        "gift": started.gift,
        "amount": format_amount(started.gift.amount_minor, started.gift.currency),
    }
    response = never_stored(render(request, "fundraising/leave.html", context))
    response["Refresh"] = f"0; url={started.next.address}"
    return response


def _confirm(request: HttpRequest, form: GiftForm) -> HttpResponse:
    """The step that shows what will happen, and makes the key where the browser made none."""
    cleaned = form.cleaned_data
    fields = {
        "frequency": cleaned["frequency"],
        "amount": str(cleaned["amount_minor"]),
        "confirmed_minor": str(form.total_minor),
        "gateway": cleaned["gateway"],
        "email": cleaned["email"],
        "name": cleaned["name"],
        "message": cleaned["message"],
        "source_path": cleaned["source_path"],
        "key": new_token(),
        **({"cover": "on"} if cleaned["cover"] else {}),
    }
    context = {
        "fields": fields,
        "amount": format_amount(form.total_minor, form.currency),
        "bare": format_amount(cleaned["amount_minor"], form.currency),
        "cover": format_amount(form.cover_minor, form.currency) if form.cover_minor else "",
        "is_monthly": form.is_monthly,
        "next_charge_on": clock.month_later(clock.today()),
        "gateway": gateways.find(cleaned["gateway"]),
        "form": form,
    }
    return never_stored(render(request, "fundraising/confirm_gift.html", context))


@require_safe
def gift(request: HttpRequest, token: str) -> HttpResponse:
    """A gift's own page: what is left to do, or what became of it. For its donor alone."""
    found = get_object_or_404(Gift.objects.select_related("pledge"), token=token)
    gateway = gateways.find(found.gateway)
    is_open = found.state in {State.STARTED, State.PENDING, State.FAILED}
    is_looking = LOOKED not in request.GET and actions.wish_for_look(gift=found)
    context = {
        "gift": found,
        "amount": format_amount(found.amount_minor, found.currency),
        "received": format_amount(found.received_minor or 0, found.currency),
        "given_back": format_amount(found.refunded_minor, found.currency),
        "instructions": gateway.instructions(found) if found.state == State.STARTED else None,
        "reference": references.for_people(found.reference),
        "receipt": receipts.receipt_or_none(found),
        "is_test": found.book == Book.TEST,
        "is_waiting": is_open,
        "is_unknown": gateway.tells and is_open,
        "is_looking": is_looking,
        "State": State,
    }
    response = never_stored(render(request, "fundraising/gift.html", context))
    if is_looking:
        response["Refresh"] = f"{LOOK_SECONDS}; url={gateways.gift_path(found)}?{LOOKED}"
    return response


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as PDF."""
    found = get_object_or_404(Gift, token=token)
    shown = receipts.receipt_or_none(found)
    if shown is None:
        raise Http404(_("There is no receipt for this gift."))
    answer = HttpResponse(receipts.as_pdf(shown), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="receipt-{shown.number}.pdf"'
    return never_stored(answer)


@public_post
@require_POST
def go_on(request: HttpRequest, token: str) -> HttpResponse:
    """Back to the payment service, for somebody who left it without paying. One gift, one payment:
    the service knows it by the same name.
    """
    found = get_object_or_404(Gift, token=token)
    if found.state not in {State.STARTED, State.FAILED}:
        return never_stored(HttpResponseRedirect(gateways.gift_path(found)))
    limit_starts(request)
    try:
        started = actions.go_on_with(gift=found)
    except actions.GatewayUnreachable as down:
        context = {"gift": found, "sentence": str(down)}
        return never_stored(render(request, "fundraising/down.html", context, status=503))
    if isinstance(started.next, Redirect) and "://" in started.next.address:
        return leave_for(request, started)
    return never_stored(HttpResponseRedirect(_path_after(started)))


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def test_checkout(request: HttpRequest, token: str) -> HttpResponse:
    """The make-believe checkout of the test gateway."""
    found = get_object_or_404(Gift, token=token, gateway=TEST_GATEWAY)
    if gateways.why_closed(gateways.find(TEST_GATEWAY)):
        raise Http404(_("Test payments are for development."))
    if request.method == "POST":
        if request.POST.get("outcome") == "pay":
            actions.pretend_to_pay(gift=found)
        else:
            actions.cancel_gift(gift=found)
        response = HttpResponseRedirect(gateways.gift_path(found))
        response.status_code = 303
        return never_stored(response)
    if found.state not in {State.STARTED, State.FAILED}:
        return never_stored(HttpResponseRedirect(gateways.gift_path(found)))
    context = {"gift": found, "amount": format_amount(found.amount_minor, found.currency)}
    return never_stored(render(request, "fundraising/test_checkout.html", context))
