"""A donor's own pages, reached by a link from a mail: no password, no cookie."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.core import clock, limits, links, visitors
from broadsheet.core.addresses import absolute
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.money import BadAmount, format_amount, parse_amount
from broadsheet.fundraising import actions, queries
from broadsheet.fundraising.actions import GatewayUnreachable, GiftRefused
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.letters import DONOR_LINK
from broadsheet.fundraising.models import Donor, Pledge, Reminder

LINK_SECONDS: Final = 30 * 24 * 3600
"""How long a mailed link opens the page."""
ASKS: Final = (10, 3600)
"""How often one address may ask for letters: (times, seconds)."""
PAUSES: Final = (1, 2, 3, 6)
"""For how many months one may pause."""
LATER: Final = ((7, "week"), (30, "month"), (90, "quarter"))


def _limit(request: HttpRequest) -> None:
    times, seconds = ASKS
    who = visitors.address_key(request)
    limits.take("donor.ask", who, limit=times, per_seconds=seconds)


def _donor(key: str) -> Donor:
    """The donor of a link; raises Http404 for one that is forged, too old, or of nobody."""
    try:
        pk = links.read(DONOR_LINK, key, LINK_SECONDS)
    except links.BadLink:
        raise Http404(_("This link is not valid any more.")) from None
    return get_object_or_404(Donor, pk=pk)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return never_stored(render(request, f"fundraising/{template}.html", context, status=status))


def _back(key: str, said: str = "") -> HttpResponse:
    path = reverse("fundraising:own", args=[key]) + (f"?said={said}" if said else "")
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return never_stored(response)


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer is the same whether somebody ever gave or not."""
    email = request.POST.get("email", "")
    context: dict[str, Any] = {"email": email}
    if request.method != "POST":
        return _page(request, "yours", context)
    _limit(request)
    try:
        if not email.strip():
            raise GiftRefused("email", _("Please write the e-mail that you gave with."))
        actions.post_donor_link(email=email)
    except GiftRefused as refused:
        return _page(request, "yours", context | {"error": str(refused)}, status=422)
    return _page(request, "yours_sent", context)


def _said(word: str) -> str:
    return {
        "changed": _("Changed. The new amount is charged from the next time on."),
        "paused": _("Paused. Nothing is charged until it goes on."),
        "resumed": _("It goes on."),
        "ended": _("Stopped. Nothing will be charged any more. Thank you for what you gave."),
    }.get(word, "")


@require_safe
def own(request: HttpRequest, key: str) -> HttpResponse:
    """A donor's gifts and monthly gifts."""
    donor = _donor(key)
    context = {
        "key": key,
        "donor": donor,
        "pledges": queries.pledges_of(donor),
        "gifts": queries.gifts_of(donor),
        "said": _said(request.GET.get("said", "")),
    }
    return _page(request, "own", context)


def _pledge(key: str, token: str) -> Pledge:
    return get_object_or_404(Pledge, token=token, donor=_donor(key))


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Another amount each month."""
    pledge = _pledge(key, token)
    typed = request.POST.get("amount", typed_amount(pledge.amount_minor, pledge.currency))
    context: dict[str, Any] = {
        "key": key,
        "pledge": pledge,
        "amount": typed,
        "now": format_amount(pledge.amount_minor, pledge.currency),
    }
    if request.method == "POST":
        try:
            actions.change_pledge(pledge=pledge, amount_minor=parse_amount(typed, pledge.currency))
        except GatewayUnreachable:
            return _page(request, "own_change", context | {"error": _not_now()}, status=503)
        except (BadAmount, GiftRefused) as wrong:
            return _page(request, "own_change", context | {"error": str(wrong)}, status=422)
        return _back(key, "changed")
    return _page(request, "own_change", context)


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Charge nothing for some months, or go on."""
    pledge = _pledge(key, token)
    context: dict[str, Any] = {"key": key, "pledge": pledge, "pauses": _pauses()}
    if request.method == "POST":
        chosen = request.POST.get("months", "")
        until = {str(months): day for months, day in _pauses()}.get(chosen)
        if until is None and chosen != "0":
            error = _("Please choose for how long.")
            return _page(request, "own_pause", context | {"error": error}, status=422)
        moment = datetime.combine(until, time(9), tzinfo=clock.zone()) if until else None
        try:
            actions.pause_pledge(pledge=pledge, until=moment)
        except GatewayUnreachable:
            return _page(request, "own_pause", context | {"error": _not_now()}, status=503)
        except GiftRefused as wrong:
            return _page(request, "own_pause", context | {"error": str(wrong)}, status=422)
        return _back(key, "paused" if moment else "resumed")
    return _page(request, "own_pause", context)


def _pauses() -> list[tuple[int, date]]:
    found = []
    for months in PAUSES:
        day = clock.today()
        for _step in range(months):
            day = clock.month_later(day)
        found.append((months, day))
    return found


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Stop a monthly gift: the page asks once, the second click does it."""
    pledge = _pledge(key, token)
    context: dict[str, Any] = {
        "key": key,
        "pledge": pledge,
        "amount": format_amount(pledge.amount_minor, pledge.currency),
    }
    if request.method == "POST":
        try:
            actions.end_pledge(pledge=pledge)
        except GatewayUnreachable:
            return _page(request, "own_end", context | {"error": _not_now()}, status=503)
        actions.tell_pledge_ended(pledge=pledge)
        return _back(key, "ended")
    return _page(request, "own_end", context)


@public_post
@require_POST
def card(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """On to the payment service, where another card is given."""
    pledge = _pledge(key, token)
    return_to = absolute(reverse("fundraising:own", args=[key]))
    try:
        address = actions.portal_address(pledge=pledge, return_to=return_to)
    except GatewayUnreachable:
        context = {"key": key, "sentence": _not_now()}
        return _page(request, "own_down", context, status=503)
    response = _page(request, "own_card", {"key": key, "address": address})
    response["Refresh"] = f"0; url={address}"
    return response


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """Forget me; the sums stay."""
    donor = _donor(key)
    running = [one for one in queries.pledges_of(donor) if one.pledge.is_running]
    context: dict[str, Any] = {"key": key, "donor": donor, "running": running}
    if request.method == "POST":
        try:
            actions.erase_donor(donor=donor)
        except GatewayUnreachable:
            return _page(request, "own_erase", context | {"error": _not_now()}, status=503)
        return _page(request, "own_erased", {})
    return _page(request, "own_erase", context)


def _not_now() -> str:
    return _("The payment service does not answer at the moment. Please try again in a while.")


# A reminder instead of a gift -------------------------------------------------------------------


def _choices() -> list[dict[str, Any]]:
    words = {"week": _("in a week"), "month": _("in a month"), "quarter": _("in three months")}
    return [{"value": name, "label": words[name], "days": days} for days, name in LATER]


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Ask for one letter later on."""
    context: dict[str, Any] = {
        "choices": _choices(),
        "email": request.POST.get("email", ""),
        "chosen": request.POST.get("when", "month"),
    }
    if request.method != "POST":
        return _page(request, "remind", context)
    _limit(request)
    days = next((one["days"] for one in _choices() if one["value"] == context["chosen"]), 30)
    try:
        if not context["email"].strip():
            raise GiftRefused("email", _("Please write where the reminder shall go."))
        due_at = clock.now() + timedelta(days=days)
        actions.ask_reminder(email=context["email"], due_at=due_at)
    except GiftRefused as refused:
        return _page(request, "remind", context | {"error": str(refused)}, status=422)
    return _page(request, "remind_sent", context)


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, token: str) -> HttpResponse:
    """Say that a reminder is meant, or take it back."""
    found = get_object_or_404(Reminder, token=token)
    if request.method == "POST":
        if "forget" in request.POST:
            actions.forget_reminder(token=token)
            return _page(request, "reminder_done", {})
        confirmed = actions.confirm_reminder(token=token)
        return _page(request, "reminder_done", {"reminder": confirmed})
    return _page(request, "reminder", {"reminder": found})
