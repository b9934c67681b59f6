"""The link in the letter that leads on to the payment while cards are paused."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from broadsheet.core import links
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.money import format_amount
from broadsheet.fundraising import actions, gateways
from broadsheet.fundraising.gateways import Redirect
from broadsheet.fundraising.models import Gift, State


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it opens the checkout. 404 for a link that is not ours."""
    found = get_object_or_404(Gift, token=token)
    key = request.POST.get("key") or request.GET.get("key", "")
    try:
        if links.read("gift.letter", key) != token:
            raise Http404
    except links.BadLink:
        raise Http404 from None
    if found.state != State.STARTED:
        return never_stored(HttpResponseRedirect(gateways.gift_path(found)))
    context: dict[str, object] = {
        "gift": found,
        "amount": format_amount(found.amount_minor, found.currency),
        "key": key,
    }
    if request.method != "POST":
        return never_stored(render(request, "fundraising/by_letter.html", context))
    try:
        step = actions.come_by_letter(gift=found).next
    except actions.GatewayUnreachable as down:
        context["sentence"] = str(down)
        return never_stored(render(request, "fundraising/by_letter.html", context, status=503))
    # A form's answer may not redirect to another site (`form-action`); a page may.
    context["address"] = step.address if isinstance(step, Redirect) else gateways.gift_path(found)
    page = never_stored(render(request, "fundraising/by_letter.html", context))
    page["Refresh"] = f"0; url={context['address']}"
    return page
