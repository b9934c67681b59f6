"""Forms with which the desk reads files in: gifts, bank statements."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class GiftFileForm(forms.Form):
    """A file of gifts to be read in."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("As this desk writes it; gifts that are known are left alone."),
    )


class StatementForm(forms.Form):
    """A bank statement."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("CSV, or CAMT.053 (XML), as your bank gives it."),
    )
    choose = forms.BooleanField(
        label=gettext_lazy("I say which column is which"),
        required=False,
        help_text=gettext_lazy("For CSV. Else the headings are understood, or you are asked."),
    )


class ColumnsForm(forms.Form):
    """Which column of a CSV statement is which; the file itself travels along."""

    day = forms.ChoiceField(label=gettext_lazy("Day"))
    amount = forms.ChoiceField(label=gettext_lazy("Amount"))
    payer = forms.ChoiceField(label=gettext_lazy("Payer"), required=False)
    text = forms.ChoiceField(label=gettext_lazy("Reference or text"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    content = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((one, one) for one in dict.fromkeys(headings))]
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    @property
    def chosen(self) -> dict[str, Any]:
        """Heading by field of `Columns`, where one was chosen."""
        return {
            name: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField) and self.cleaned_data[name]
        }
