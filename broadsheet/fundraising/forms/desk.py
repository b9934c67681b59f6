"""Forms of the desk."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core import clock
from broadsheet.core.money import BadAmount, parse_amount
from broadsheet.fundraising.actions.wishes import (
    EMAIL_LENGTH,
    KEY_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
)
from broadsheet.fundraising.models.settings import check_bic, check_iban


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


class _MoneyForm(forms.Form):
    """A form whose amount fields know their currency."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = currency


def moment_on(day: date) -> datetime:
    """The moment at which money of that day is booked: now for today, else noon of the day."""
    if day == clock.today():
        return clock.now()
    return datetime.combine(day, time(12), tzinfo=clock.zone())


class _ReceivedForm(_MoneyForm):
    """What every screen that books a transfer asks: how much, and when."""

    amount = AmountField(
        label=gettext_lazy("Amount received"),
        max_length=30,
        help_text=gettext_lazy("As it stands on the bank statement; it is booked as written here."),
    )
    received_on = forms.DateField(
        label=gettext_lazy("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on the bank statement. It decides the month it counts in."),
    )

    def clean_amount(self) -> int:
        """More than nothing."""
        amount_minor = self.cleaned_data["amount"]
        if amount_minor <= 0:
            raise ValidationError(_("A gift is more than nothing."))
        return int(amount_minor)

    def clean_received_on(self) -> date:
        """Today, or a day before."""
        day: date = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(_("This day has not come yet."))
        return day

    @property
    def received_at(self) -> datetime:
        """The moment to book; ask only after is_valid()."""
        return moment_on(self.cleaned_data["received_on"])


class ConfirmTransferForm(_ReceivedForm):
    """A transfer of a waiting gift has arrived."""


class TransferForm(_ReceivedForm):
    """A transfer has arrived that nobody announced."""

    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("What the transfer says, if anything."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("For the desk alone; never published."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=EMAIL_LENGTH,
        help_text=gettext_lazy("A receipt goes there."),
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.CharField(max_length=KEY_LENGTH, widget=forms.HiddenInput)
    """Made when the screen is opened, so that a second click books nothing twice."""


class CorrectionForm(forms.Form):
    """A booking was wrong."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the gift. Please name no person who gave."),
    )


class TurnDownForm(forms.Form):
    """A payment that is not what was asked for does not count."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it turned down?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the gift. Please name no person who gave."),
    )


class RefundForm(_MoneyForm):
    """Money goes back to a donor."""

    amount = AmountField(label=gettext_lazy("Amount to give back"), max_length=30)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the gift. Please name no person who gave."),
    )
    given_back_on = forms.DateField(
        label=gettext_lazy("Given back on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For a gift by transfer: the day of your own transfer back."),
    )

    def clean_given_back_on(self) -> date | None:
        """Today, or a day before."""
        day: date | None = self.cleaned_data["given_back_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("This day has not come yet."))
        return day

    @property
    def given_back_at(self) -> datetime | None:
        """The moment to book; None for now. Ask only after is_valid()."""
        day = self.cleaned_data["given_back_on"]
        return moment_on(day) if day else None


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


class GivingForm(_MoneyForm):
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
