"""What can be wished for: each check raises GiftRefused with the field and a sentence."""

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from broadsheet.core.money import EXPONENTS, format_amount
from broadsheet.fundraising import gateways, queries
from broadsheet.fundraising.gateways import Gateway, UnknownGateway
from broadsheet.fundraising.models import FundraisingSettings

NAME_LENGTH: Final = 80
EMAIL_LENGTH: Final = 254
MESSAGE_LENGTH: Final = 500
KEY_LENGTH: Final = 255
LARGEST_UNITS: Final = 1_000_000
"""A gift above this many units of its currency is made in person, not through a form."""


class GiftRefused(ValueError):
    """The gift cannot be started so; `field` names what is wrong, the message says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def check_way(gateway: str, frequency: str) -> Gateway:
    """The gateway of this key, if it can take such a gift now."""
    try:
        chosen = gateways.find(gateway)
    except UnknownGateway:
        raise GiftRefused("gateway", _("Please choose one of the ways of giving.")) from None
    if frequency not in {"once", "monthly"}:
        raise GiftRefused("frequency", _("A gift is made once or monthly."))
    if frequency not in chosen.frequencies:
        raise GiftRefused(
            "frequency", _("Monthly gifts are not possible this way yet; please give once.")
        )
    if closed := gateways.why_closed(chosen):
        raise GiftRefused("gateway", closed)
    return chosen


def check_currency(currency: str) -> None:
    """Gifts are made in the campaign's currency alone."""
    expected = queries.currency()
    if currency != expected:
        raise GiftRefused("currency", _("Gifts are made in %(currency)s.") % {"currency": expected})


def check_amount(amount_minor: int, currency: str) -> None:
    """An amount within what the newsroom takes, in its currency."""
    check_currency(currency)
    smallest = FundraisingSettings.current().minimum_for(currency)
    largest = LARGEST_UNITS * int(10 ** EXPONENTS[currency])
    if amount_minor < smallest:
        raise GiftRefused(
            "amount_minor",
            _("The smallest gift is %(amount)s.") % {"amount": format_amount(smallest, currency)},
        )
    if amount_minor > largest:
        raise GiftRefused(
            "amount_minor",
            _("That is more than %(amount)s: please write to us first.")
            % {"amount": format_amount(largest, currency)},
        )


def check_cover(cover_minor: int, amount_minor: int) -> None:
    """What covers the fee is a small part of what is given."""
    if not 0 <= cover_minor <= amount_minor // 2:
        raise GiftRefused("cover_minor", _("The part that covers the fee is too large."))


def check_person(*, email: str, name: str, message: str, idempotency_key: str) -> None:
    """Text that fits, and an e-mail that could be one."""
    for field, value, length in (
        ("name", name, NAME_LENGTH),
        ("email", email, EMAIL_LENGTH),
        ("message", message, MESSAGE_LENGTH),
        ("idempotency_key", idempotency_key, KEY_LENGTH),
    ):
        if len(value) > length:
            raise GiftRefused(
                field, _("Please use at most %(length)d characters.") % {"length": length}
            )
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise GiftRefused("email", _("This is not an e-mail address.")) from None
