"""The ways of giving, in the order in which donors see them."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.core.models import Newsroom
from broadsheet.fundraising.gateways.bank import BankGateway
from broadsheet.fundraising.gateways.base import (
    BadNotice,
    Gateway,
    GatewayDown,
    GatewayRefused,
    Instructions,
    NotThere,
    Redirect,
)
from broadsheet.fundraising.gateways.stripe import StripeGateway
from broadsheet.fundraising.gateways.test import TestGateway
from broadsheet.fundraising.models import Gift

__all__ = [
    "GATEWAYS",
    "BadNotice",
    "Gateway",
    "GatewayDown",
    "GatewayRefused",
    "Instructions",
    "NotThere",
    "Redirect",
    "UnknownGateway",
    "find",
    "gift_path",
    "on_offer",
    "why_closed",
]

GATEWAYS: Final[tuple[Gateway, ...]] = (BankGateway(), StripeGateway(), TestGateway())


class UnknownGateway(LookupError):
    """No gateway has this key."""


def find(key: str) -> Gateway:
    """The gateway with this key; raises UnknownGateway."""
    for gateway in GATEWAYS:
        if gateway.key == key:
            return gateway
    raise UnknownGateway(key)


def why_closed(gateway: Gateway) -> str:
    """One sentence why a gateway cannot be chosen now, or "" when it can."""
    if Newsroom.current().is_sample and not gateway.works_in_sample:
        return _("This is a sample newsroom: real payments are refused.")
    return gateway.why_closed()


def on_offer() -> list[Gateway]:
    """The gateways that a donor may choose now."""
    return [gateway for gateway in GATEWAYS if not why_closed(gateway)]


def gift_path(gift: Gift) -> str:
    """The path of a gift's own page."""
    return reverse("fundraising:gift", args=[gift.token])
