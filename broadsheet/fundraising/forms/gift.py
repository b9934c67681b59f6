"""The support page's form."""

from typing import Any, Final, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core.money import BadAmount, parse_amount
from broadsheet.fundraising import actions, gateways, queries
from broadsheet.fundraising.actions import GiftRefused
from broadsheet.fundraising.actions.wishes import (
    EMAIL_LENGTH,
    KEY_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
)
from broadsheet.fundraising.forms.amounts import typed_amount
from broadsheet.fundraising.models import FundraisingSettings

OWN: Final = "own"
UNUSUAL_TIMES: Final = 10
"""An amount this many times the largest one offered is asked about once more."""


class GiftForm(forms.Form):
    """What a donor wishes. `amount` is a number of minor units, or "own" with `own_amount`.

    After is_valid(), `cleaned_data["amount_minor"]` is the amount whichever way it was given.
    """

    amount = forms.CharField(required=False, max_length=20)
    own_amount = forms.CharField(required=False, max_length=40)
    email = forms.EmailField(
        required=False,
        max_length=EMAIL_LENGTH,
        error_messages={"invalid": gettext_lazy("This is not an e-mail address.")},
    )
    name = forms.CharField(required=False, max_length=NAME_LENGTH)
    message = forms.CharField(required=False, max_length=MESSAGE_LENGTH)
    gateway = forms.CharField(required=False, max_length=20)
    key = forms.CharField(required=False, max_length=KEY_LENGTH)
    """The idempotency key, made by the browser or by the confirm step."""
    confirmed_minor = forms.IntegerField(required=False)
    """The amount that the confirm step has shown."""
    source_path = forms.CharField(required=False, max_length=500)
    website = forms.CharField(required=False, max_length=2000)
    """A field that people cannot see and programs like to fill."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = queries.currency()
        self.giving = FundraisingSettings.current()
        self.offers = self.giving.suggested_for(self.currency)
        self.gateways = gateways.on_offer()

    @classmethod
    def to_change(cls, fields: dict[str, Any]) -> Self:
        """The form filled in anew from the fields of the confirm step."""
        form = cls(initial={**fields, "key": "", "confirmed_minor": ""})
        chosen = str(fields.get("amount", ""))
        if chosen.isascii() and chosen.isdigit() and int(chosen) not in form.offers:
            form.initial.update(
                {"amount": OWN, "own_amount": typed_amount(int(chosen), form.currency)}
            )
        return form

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
        return self["amount"].value() == OWN or bool(self["own_amount"].value())

    @property
    def needs_confirming(self) -> bool:
        """Whether to ask once more: without a key, or when the amount may be a slip of the finger.

        Ask only after is_valid().
        """
        amount_minor: int = self.cleaned_data["amount_minor"]
        if self.cleaned_data.get("confirmed_minor") == amount_minor and self.cleaned_data["key"]:
            return False
        return not self.cleaned_data["key"] or amount_minor > UNUSUAL_TIMES * max(self.offers)

    def start(self) -> actions.Started | None:
        """Start the gift; None, with the error beside its field, where that is refused.

        Raises KeyUsed for a key of another gift.
        """
        cleaned = self.cleaned_data
        try:
            return actions.start_gift(
                amount_minor=cleaned["amount_minor"],
                currency=self.currency,
                gateway=cleaned["gateway"],
                email=cleaned["email"],
                name=cleaned["name"],
                message=cleaned["message"],
                idempotency_key=cleaned["key"],
                source_path=cleaned["source_path"],
            )
        except GiftRefused as refused:
            field = refused.field if refused.field in self.fields else None
            if refused.field == "amount_minor":
                field = "own_amount" if self.is_own else "amount"
            self.add_error(field, str(refused))
            return None
