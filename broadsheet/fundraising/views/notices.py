"""Where gateways tell us what happened: checked, stored, answered; worked later."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.core.answers import never_stored
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import actions, gateways
from broadsheet.fundraising.gateways import BadNotice, UnknownGateway

BYTES_MAX: Final = 512 * 1024


def _plain(status: int, word: str) -> HttpResponse:
    return never_stored(HttpResponse(word + "\n", content_type="text/plain", status=status))


@csrf_exempt
@require_POST
def receive_notice(request: HttpRequest, gateway: str) -> HttpResponse:
    """Store a notice once: 200 also where it was here before, 400 for a forged one."""
    try:
        chosen = gateways.find(gateway)
    except UnknownGateway:
        raise Http404 from None
    if not chosen.tells or (Newsroom.current().is_sample and not chosen.works_in_sample):
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > BYTES_MAX:
        return _plain(413, "too large")
    body = request.body
    try:
        heard = chosen.read_notice(body, request.headers)
    except BadNotice:
        return _plain(400, "not a notice of this gateway")
    actions.keep_notice(gateway=chosen.key, heard=heard, body=body)
    return _plain(200, "kept")
