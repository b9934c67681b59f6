"""The form of what the newsroom asks for, and where the money goes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.fundraising.forms.amounts import (
    AmountField,
    AmountListField,
    MilestonesField,
    MoneyForm,
)
from broadsheet.fundraising.models.settings import check_bic, check_iban


class GivingForm(MoneyForm):
    """Goal, account and amounts."""

    goal = AmountField(
        label=gettext_lazy("Monthly goal"),
        max_length=30,
        required=False,
        help_text=gettext_lazy(
            "Holds from this month on, until you change it. Past months keep theirs."
        ),
    )
    account_holder = forms.CharField(
        label=gettext_lazy("Account holder"), required=False, max_length=70
    )
    iban = forms.CharField(
        label=gettext_lazy("IBAN"), required=False, max_length=42, validators=[check_iban]
    )
    account_text = forms.CharField(
        label=gettext_lazy("Account in words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For accounts without an IBAN: account number, routing number and the like."
        ),
    )
    bic = forms.CharField(
        label=gettext_lazy("BIC"), required=False, max_length=11, validators=[check_bic]
    )
    bank_name = forms.CharField(label=gettext_lazy("Bank"), required=False, max_length=120)
    instructions = forms.CharField(
        label=gettext_lazy("A word to donors"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown under the account, such as how long a transfer takes."),
    )
    suggested = AmountListField(
        label=gettext_lazy("Amounts offered"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Between spaces, such as: 5 10 20 50 100"),
    )
    suggested_monthly = AmountListField(
        label=gettext_lazy("Amounts offered for each month"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Shown where monthly gifts are possible."),
    )
    milestones = MilestonesField(
        label=gettext_lazy("Milestones"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line, an amount and what it makes possible, such as: 2500 A reporter in court"
        ),
    )
    card_fee_percent = forms.DecimalField(
        label=gettext_lazy("Card fee in percent"),
        required=False,
        min_value=0,
        max_value=20,
        decimal_places=2,
        help_text=gettext_lazy("What your card service keeps; donors may add it to their gift."),
    )
    card_fee_fixed = AmountField(
        label=gettext_lazy("And for each payment"), required=False, max_length=30
    )
    minimum = AmountField(label=gettext_lazy("Smallest gift"), required=False, max_length=30)
    other_ways = forms.CharField(
        label=gettext_lazy("Other ways to help"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown on the support page while no way of giving is open."),
    )

    def clean_goal(self) -> int | None:
        """More than nothing, or not said."""
        goal_minor: int | None = self.cleaned_data["goal"]
        if goal_minor is not None and goal_minor <= 0:
            raise ValidationError(_("A goal is more than nothing."))
        return goal_minor

    def clean_suggested_monthly(self) -> list[int]:
        """Rising amounts, none of them nothing."""
        amounts: Iterable[int] = self.cleaned_data["suggested_monthly"]
        return sorted({amount for amount in amounts if amount > 0})

    def clean_suggested(self) -> list[int]:
        """Rising amounts, none of them nothing."""
        amounts: Iterable[int] = self.cleaned_data["suggested"]
        return sorted({amount for amount in amounts if amount > 0})

    def clean(self) -> dict[str, Any]:
        """An account needs a holder."""
        cleaned = super().clean() or {}
        has_number = cleaned.get("iban") or cleaned.get("account_text")
        if has_number and not cleaned.get("account_holder"):
            self.add_error("account_holder", _("Please say whose account this is."))
        return cleaned
