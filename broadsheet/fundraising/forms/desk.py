"""Forms with which the desk books money that came or went."""

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core import clock
from broadsheet.fundraising.actions.wishes import (
    EMAIL_LENGTH,
    KEY_LENGTH,
    MESSAGE_LENGTH,
    NAME_LENGTH,
)
from broadsheet.fundraising.forms.amounts import AmountField, MoneyForm


def moment_on(day: date) -> datetime:
    """The moment at which money of that day is booked: now for today, else noon of the day."""
    if day == clock.today():
        return clock.now()
    return datetime.combine(day, time(12), tzinfo=clock.zone())


class _ReceivedForm(MoneyForm):
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


class RefundForm(MoneyForm):
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
