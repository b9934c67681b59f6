"""Pages for readers who give."""

from contextlib import suppress
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.core import clock, limits, visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.ids import new_token
from broadsheet.core.money import format_amount
from broadsheet.fundraising import actions, gateways, queries, references
from broadsheet.fundraising.actions import AlreadySettled, KeyUsed
from broadsheet.fundraising.forms import GiftForm
from broadsheet.fundraising.gateways import Redirect
from broadsheet.fundraising.models import Book, FundraisingSettings, Gift, State
from broadsheet.fundraising.models.gift import TEST_GATEWAY

STARTS: Final = ((20, 10 * 60), (100, 24 * 3600))
"""How many gifts one address may start: (gifts, seconds)."""


def limit_starts(request: HttpRequest) -> None:
    """Count a start of this visitor; raises limits.TooMany."""
    who = visitors.address_key(request)
    limits.take_all(
        *(limits.Limit("gift.start", who, limit, per_seconds) for limit, per_seconds in STARTS)
    )


def _form_context(form: GiftForm) -> dict[str, object]:
    return {
        "form": form,
        "offers": [
            {
                "value": str(amount),
                "label": format_amount(amount, form.currency),
                "is_chosen": form["amount"].value() == str(amount) and not form.is_own,
            }
            for amount in form.offers
        ],
        "currency": form.currency,
        "smallest": format_amount(form.giving.minimum_for(form.currency), form.currency),
        "gateways": form.gateways,
    }


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest) -> HttpResponse:
    """The give page; a POST starts a gift, after one more look where that is wise."""
    if request.method == "POST":
        return _start(request)
    context = {
        **_form_context(GiftForm()),
        "meter": queries.meter_now(),
        "giving": FundraisingSettings.current(),
        "closed": [sentence for one in gateways.GATEWAYS if (sentence := gateways.why_closed(one))],
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
        started = form.start()
    except KeyUsed:
        return _confirm(request, form)  # the page was kept and the wishes changed: a new key
    if started is None:
        return _again(request, form)
    response = HttpResponseRedirect(
        started.next.address
        if isinstance(started.next, Redirect)
        else gateways.gift_path(started.gift)
    )
    response.status_code = 303
    return never_stored(response)


def _again(request: HttpRequest, form: GiftForm, status: int = 422) -> HttpResponse:
    """The form with its errors and all that was typed."""
    context = _form_context(form)
    return never_stored(render(request, "fundraising/support_again.html", context, status=status))


def _confirm(request: HttpRequest, form: GiftForm) -> HttpResponse:
    """The step that shows what will happen, and makes the key where the browser made none."""
    cleaned = form.cleaned_data
    fields = {
        "amount": str(cleaned["amount_minor"]),
        "confirmed_minor": str(cleaned["amount_minor"]),
        "gateway": cleaned["gateway"],
        "email": cleaned["email"],
        "name": cleaned["name"],
        "message": cleaned["message"],
        "source_path": cleaned["source_path"],
        "key": new_token(),
    }
    context = {
        "fields": fields,
        "amount": format_amount(cleaned["amount_minor"], form.currency),
        "gateway": gateways.find(cleaned["gateway"]),
        "form": form,
    }
    return never_stored(render(request, "fundraising/confirm_gift.html", context))


@require_safe
def gift(request: HttpRequest, token: str) -> HttpResponse:
    """A gift's own page: what is left to do, or what became of it. For its donor alone."""
    found = get_object_or_404(Gift, token=token)
    gateway = gateways.find(found.gateway)
    context = {
        "gift": found,
        "amount": format_amount(found.amount_minor, found.currency),
        "received": format_amount(found.received_minor or 0, found.currency),
        "instructions": gateway.instructions(found) if found.state == State.STARTED else None,
        "reference": references.for_people(found.reference),
        "is_test": found.book == Book.TEST,
        "is_waiting": found.state == State.STARTED,
        "State": State,
    }
    return never_stored(render(request, "fundraising/gift.html", context))


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def test_checkout(request: HttpRequest, token: str) -> HttpResponse:
    """The make-believe checkout of the test gateway."""
    found = get_object_or_404(Gift, token=token, gateway=TEST_GATEWAY)
    if gateways.why_closed(gateways.find(TEST_GATEWAY)):
        raise Http404(_("Test payments are for development."))
    if request.method == "POST":
        if request.POST.get("outcome") == "pay":
            with suppress(AlreadySettled):  # a second click; the gift's page says so
                actions.settle_gift(
                    gift=found, amount_minor=found.amount_minor, settled_at=clock.now()
                )
        else:
            actions.cancel_gift(gift=found)
        response = HttpResponseRedirect(gateways.gift_path(found))
        response.status_code = 303
        return never_stored(response)
    if found.state != State.STARTED:
        return never_stored(HttpResponseRedirect(gateways.gift_path(found)))
    context = {"gift": found, "amount": format_amount(found.amount_minor, found.currency)}
    return never_stored(render(request, "fundraising/test_checkout.html", context))
