"""The support page's form."""

from collections.abc import Mapping
from typing import Any, Final, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core.money import BadAmount, parse_amount
from broadsheet.fundraising import actions, gateways, queries
from broadsheet.fundraising.actions import GatewayUnreachable, GiftRefused
from broadsheet.fundraising.actions.wishes import (
    EMAIL_LENGTH,
    KEY_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
)
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.models import FundraisingSettings

OWN: Final = "own"
ONCE: Final = "once"
MONTHLY: Final = "monthly"
AMOUNT_DIGITS: Final = 20
UNUSUAL_TIMES: Final = 10
"""An amount this many times the largest one offered is asked about once more."""


class GiftForm(forms.Form):
    """What a donor wishes. `amount` is a number of minor units, or "own" with `own_amount`.

    After is_valid(), `cleaned_data["amount_minor"]` is the amount whichever way it was given.
    """

    frequency = forms.CharField(required=False, max_length=10)
    amount = forms.CharField(required=False, max_length=AMOUNT_DIGITS)
    monthly_amount = forms.CharField(required=False, max_length=AMOUNT_DIGITS)
    """Chosen in place of `amount` where the gift is monthly."""
    own_amount = forms.CharField(required=False, max_length=40)
    email = forms.EmailField(
        required=False,
        max_length=EMAIL_LENGTH,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address.")},
    )
    name = forms.CharField(required=False, max_length=NAME_LENGTH)
    message = forms.CharField(required=False, max_length=MESSAGE_LENGTH)
    gateway = forms.CharField(required=False, max_length=20)
    cover = forms.BooleanField(required=False)
    """Whether the donor adds the card fee."""
    key = forms.CharField(required=False, max_length=KEY_LENGTH)
    """The idempotency key, made by the browser or by the confirm step."""
    confirmed_minor = forms.IntegerField(required=False)
    """All that is charged, with the fee where it is covered, as the donor was shown it."""
    source_path = forms.CharField(required=False, max_length=500)
    website = forms.CharField(required=False, max_length=2000)
    """A field that people cannot see and programs like to fill."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = queries.currency()
        self.giving = FundraisingSettings.current()
        self.offers = self.giving.suggested_for(self.currency)
        self.monthly_offers = self.giving.suggested_monthly_for(self.currency)
        self.gateways = gateways.on_offer()
        self.may_be_monthly = any(MONTHLY in gateway.frequencies for gateway in self.gateways)
        self.may_cover = any(gateway.keeps_fee for gateway in self.gateways)
        self.is_down = False
        """Whether the chosen way did not answer."""
        self.instead = ""
        """The way to offer where the chosen one does not answer."""

    @classmethod
    def to_change(cls, fields: dict[str, Any]) -> Self:
        """The form filled in anew from the fields of the confirm step."""
        form = cls(initial={**fields, "key": "", "confirmed_minor": ""})
        form.initial = form._placed(form.initial)
        return form

    def show_again(self) -> Self:
        """The form with its errors, and the amount of the confirm step where it can be seen."""
        self.data = self._placed(self.data)
        return self

    def _placed(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The confirm step hands on one amount: put it where the form has it."""
        found = {name: fields[name] for name in fields}
        chosen = str(found.get("amount", ""))
        is_monthly = found.get("frequency") == MONTHLY
        is_typed = bool(str(found.get("own_amount", "")).strip())
        is_number = chosen.isascii() and chosen.isdigit() and len(chosen) <= AMOUNT_DIGITS
        if not is_number or is_typed or (is_monthly and found.get("monthly_amount")):
            return found
        if int(chosen) not in (self.monthly_offers if is_monthly else self.offers):
            own = typed_amount(int(chosen), self.currency)
            return {**found, "amount": OWN, "monthly_amount": OWN, "own_amount": own}
        return {**found, "monthly_amount": chosen, "amount": ""} if is_monthly else found

    def clean_frequency(self) -> str:
        """Once, unless monthly is asked for."""
        chosen = str(self.cleaned_data["frequency"]) or ONCE
        if chosen not in {ONCE, MONTHLY}:
            raise forms.ValidationError(_("A gift is made once or monthly."))
        return chosen

    def clean_gateway(self) -> str:
        """The chosen way of giving; the only one where only one is open."""
        chosen = str(self.cleaned_data["gateway"])
        if not chosen and len(self.gateways) == 1:
            return self.gateways[0].key
        if chosen not in {gateway.key for gateway in self.gateways}:
            raise forms.ValidationError(_("Please choose one of the ways of giving."))
        return chosen

    def clean_website(self) -> str:
        """Refuse openly: a person whose browser filled the field can empty it and send again."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Please leave this field empty; it is there to stop programs.")
            )
        return ""

    def clean_source_path(self) -> str:
        """A path of this site, or nothing."""
        path = str(self.cleaned_data["source_path"])
        return path if path.startswith("/") and not path.startswith("//") else ""

    def clean(self) -> dict[str, Any]:
        """Work out the amount: an own amount counts, whatever is ticked."""
        cleaned = super().clean() or {}
        own = str(cleaned.get("own_amount", "")).strip()
        chosen = str(cleaned.get("amount", ""))
        if cleaned.get("frequency") == MONTHLY:
            chosen = str(cleaned.get("monthly_amount", "")) or chosen
            if not cleaned.get("email") and "email" not in self.errors:
                self.add_error(
                    "email",
                    _("A monthly gift needs an e-mail: it brings the link to change or stop it."),
                )
        if own:
            try:
                cleaned["amount_minor"] = parse_amount(own, self.currency)
            except BadAmount as error:
                self.add_error("own_amount", str(error))
        elif chosen.isascii() and chosen.isdigit():
            cleaned["amount_minor"] = int(chosen)
        elif chosen == OWN:
            self.add_error("own_amount", _("Please write how much you want to give."))
        else:
            self.add_error("amount", _("Please choose an amount."))
        return cleaned

    @property
    def is_own(self) -> bool:
        """Whether the own-amount choice is to be shown as taken."""
        return OWN in {self["amount"].value(), self["monthly_amount"].value()} or bool(
            self["own_amount"].value()
        )

    @property
    def is_monthly(self) -> bool:
        """Whether it is given each month; ask only after is_valid()."""
        return bool(self.cleaned_data["frequency"] == MONTHLY)

    @property
    def cover_minor(self) -> int:
        """What the donor adds for the fee; ask only after is_valid()."""
        if not self.cleaned_data["cover"]:
            return 0
        if not gateways.find(self.cleaned_data["gateway"]).keeps_fee:
            return 0
        return int(self.giving.cover_for(self.cleaned_data["amount_minor"]))

    @property
    def total_minor(self) -> int:
        """All that is charged; ask only after is_valid()."""
        return int(self.cleaned_data["amount_minor"]) + self.cover_minor

    @property
    def needs_confirming(self) -> bool:
        """Whether to ask once more before a gift is started.

        Without a key; where the amount may be a slip of the finger; where the fee is added and the
        donor has not seen the sum; and for each monthly gift. Ask only after is_valid().
        """
        if not self.cleaned_data["key"]:
            return True
        if self.cleaned_data.get("confirmed_minor") == self.total_minor:
            return False
        is_unusual = self.total_minor > UNUSUAL_TIMES * max(self.offers)
        return is_unusual or bool(self.cover_minor) or self.is_monthly

    def start(self, *, address_key: str = "") -> actions.Started | None:
        """Start the gift; None, with the error beside its field, where that is refused.

        Raises KeyUsed for a key of another gift.
        """
        cleaned = self.cleaned_data
        try:
            return actions.start_gift(
                amount_minor=self.total_minor,
                cover_minor=self.cover_minor,
                currency=self.currency,
                gateway=cleaned["gateway"],
                frequency=cleaned["frequency"],
                email=cleaned["email"],
                name=cleaned["name"],
                message=cleaned["message"],
                idempotency_key=cleaned["key"],
                source_path=cleaned["source_path"],
                address_key=address_key,
            )
        except GiftRefused as refused:
            field = refused.field if refused.field in self.fields else None
            if refused.field == "amount_minor":
                field = "own_amount" if self.is_own else "amount"
            if isinstance(refused, GatewayUnreachable) or refused.field == "gateway":
                self.is_down = isinstance(refused, GatewayUnreachable)
                others = [one.key for one in self.gateways if one.key != cleaned["gateway"]]
                self.instead = others[0] if others else ""
            self.add_error(field, str(refused))
            return None
