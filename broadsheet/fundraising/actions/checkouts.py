"""Closing checkouts that nobody wants any more, so that no late payment comes through them."""

from datetime import timedelta
from typing import Final

from django.db.models import DateTimeField

from broadsheet.core import clock
from broadsheet.core.prepared import Given, Select
from broadsheet.fundraising import gateways
from broadsheet.fundraising.gateways import GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.models import Gift

LEASE: Final = timedelta(minutes=2)
BATCH: Final = 20

_due = Select(
    lambda: Gift.objects.filter(close_checkout_at__lte=Given("now", DateTimeField())).order_by(
        "close_checkout_at"
    )[:BATCH]
)


def close_checkouts() -> bool:
    """Tell gateways which checkouts to close; true where there was any."""
    found = _due(now=clock.now())
    for gift in found:
        _close(gift)
    return bool(found)


def _close(gift: Gift) -> None:
    """Close one; a gateway that is down is asked again when the lease ends."""
    leased = Gift.objects.filter(pk=gift.pk, close_checkout_at=gift.close_checkout_at).update(
        close_checkout_at=clock.now() + LEASE
    )
    if not leased:
        return
    gateway = gateways.find(gift.gateway)
    for known in gift.objects_outside.filter(ref__startswith="cs_"):
        try:
            gateway.give_up(gift, known.ref)
        except GatewayDown:
            return
        except (GatewayRefused, NotThere):
            continue  # paid or closed already: its notice says so
    Gift.objects.filter(pk=gift.pk).update(close_checkout_at=None)
