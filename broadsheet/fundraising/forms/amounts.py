"""Amounts in fields, typed by people and read as minor units."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from broadsheet.core.money import BadAmount, format_amount, parse_amount


def typed_amount(amount_minor: int, currency: str) -> str:
    """An amount as one would type it into a field: "12.50"."""
    return format_amount(amount_minor, currency).partition("\u00a0")[0]


class AmountField(forms.CharField):
    """An amount typed by a person; its value is a number of minor units."""

    currency = "USD"
    """Set by the form before it is used."""

    def clean(self, value: Any) -> Any:
        """Minor units; None where an optional field is empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_amount(text, self.currency)
        except BadAmount as error:
            raise ValidationError(str(error)) from error


class AmountListField(AmountField):
    """Several amounts between spaces; the value is a list of minor units."""

    def clean(self, value: Any) -> Any:
        """Minor units of each amount."""
        text = forms.CharField.clean(self, value)
        try:
            return [parse_amount(part, self.currency) for part in text.split()]
        except BadAmount as error:
            raise ValidationError(str(error)) from error


class MilestonesField(AmountField):
    """Lines of an amount and words; the value is a list of (minor units, words)."""

    def clean(self, value: Any) -> Any:
        """Amount and words of each line that is not empty."""
        text = forms.CharField.clean(self, value)
        found = []
        for line in text.splitlines():
            amount, _space, label = line.strip().partition(" ")
            if not amount:
                continue
            if not label.strip():
                raise ValidationError(_("Please write what “%s” makes possible.") % amount)
            try:
                found.append((parse_amount(amount, self.currency), label.strip()[:120]))
            except BadAmount as error:
                raise ValidationError(str(error)) from error
        if any(amount <= 0 for amount, _label in found):
            raise ValidationError(_("A milestone is more than nothing."))
        return found


class MoneyForm(forms.Form):
    """A form whose amount fields know their currency."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = currency
