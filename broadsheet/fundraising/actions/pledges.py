"""Monthly promises: what the gateway says of them, and what their donors change."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.settlement import UnknownReference, find_pledge
from broadsheet.fundraising.actions.starting import GatewayUnreachable
from broadsheet.fundraising.actions.wishes import GiftRefused, check_amount
from broadsheet.fundraising.gateways import GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.gateways.facts import PledgeFact
from broadsheet.fundraising.models import GatewayObject, Pledge


def apply_pledge(*, gateway: str, fact: PledgeFact, asked_at: datetime) -> Pledge:
    """Bring a pledge to what the gateway said at `asked_at`; a later answer is never replaced.

    Raises UnknownReference.
    """
    with transaction.atomic():
        pledge = find_pledge(gateway=gateway, ref=fact.ref, token=fact.pledge_token)
        if pledge is None:
            raise UnknownReference(fact.ref, is_marked=bool(fact.pledge_token))
        GatewayObject.objects.get_or_create(
            gateway=gateway, ref=fact.ref, defaults={"pledge": pledge}
        )
        Pledge.objects.filter(
            Q(seen_at__isnull=True) | Q(seen_at__lte=asked_at), pk=pledge.pk
        ).exclude(state=Pledge.State.ENDED).update(
            state=fact.state,
            amount_minor=fact.amount_minor,
            gateway_ref=fact.ref,
            customer_ref=fact.customer_ref,
            next_charge_at=fact.next_charge_at,
            paused_until=fact.paused_until,
            ended_at=fact.ended_at,
            end_reason=fact.end_reason,
            seen_at=asked_at,
        )
        pledge.refresh_from_db()
    return pledge


def change_pledge(*, pledge: Pledge, amount_minor: int) -> Pledge:
    """Give another amount from the next charge on.

    Raises GiftRefused for an amount that cannot be, GatewayUnreachable.
    """
    check_amount(amount_minor, pledge.currency)
    gateway = gateways.find(pledge.gateway)
    return _ask(pledge, lambda: gateway.change_pledge(pledge, amount_minor))


def pause_pledge(*, pledge: Pledge, until: datetime | None) -> Pledge:
    """Charge nothing until a day; None goes on now. Raises GiftRefused, GatewayUnreachable."""
    if until is not None and until <= clock.now():
        raise GiftRefused("until", _("Please choose a day that is still to come."))
    gateway = gateways.find(pledge.gateway)
    return _ask(pledge, lambda: gateway.pause_pledge(pledge, until))


def end_pledge(*, pledge: Pledge) -> Pledge:
    """Charge nothing any more; safe to repeat. Raises GatewayUnreachable."""
    if pledge.state == Pledge.State.ENDED:
        return pledge
    if not pledge.gateway_ref:  # never confirmed, so there is nothing outside to end
        Pledge.objects.filter(pk=pledge.pk, gateway_ref="").update(
            state=Pledge.State.ENDED, ended_at=clock.now()
        )
        pledge.refresh_from_db()
        return pledge
    gateway = gateways.find(pledge.gateway)
    return _ask(pledge, lambda: gateway.end_pledge(pledge))


def portal_address(*, pledge: Pledge, return_to: str) -> str:
    """Where the donor changes the card, good for one visit. Raises GatewayUnreachable."""
    try:
        return gateways.find(pledge.gateway).portal(pledge, return_to)
    except (GatewayDown, GatewayRefused, NotThere) as error:
        raise GatewayUnreachable from error


def _ask(pledge: Pledge, call: Callable[[], PledgeFact]) -> Pledge:
    if not pledge.gateway_ref:
        raise GiftRefused("pledge", _("This monthly gift is not confirmed yet."))
    try:
        fact = call()
    except (GatewayDown, GatewayRefused, NotThere) as error:
        raise GatewayUnreachable from error
    return apply_pledge(gateway=pledge.gateway, fact=fact, asked_at=clock.now())
