"""Forms of the desk that belong to no single trade."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from broadsheet.core.addresses import RESERVED_SEGMENTS
from broadsheet.core.models import Newsroom
from broadsheet.core.money import EXPONENTS, BadAmount, parse_amount
from broadsheet.core.text import clean_line
from broadsheet.fundraising.models.settings import check_iban


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class SetUpForm(forms.Form):
    """What a newsroom must know of itself before its first story."""

    title = forms.CharField(label=_("Name of the newsroom"), max_length=80)
    tagline = forms.CharField(
        label=_("In one line"),
        max_length=160,
        required=False,
        help_text=_("What you report on, and for whom. Shown beside the name."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_zones,
        help_text=_("Days, months and the monthly goal begin at midnight here."),
    )
    sections = forms.CharField(
        label=_("Sections"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, in the order of the menu. More can be added at any time."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in sorted(EXPONENTS)]
    )
    goal = forms.CharField(
        label=_("Goal for a month"),
        required=False,
        help_text=_("Such as 5,000. Left empty, readers are not asked for a sum yet."),
    )
    account_holder = forms.CharField(
        label=_("Account holder"),
        max_length=70,
        required=False,
        help_text=_("Without an account the support page says that giving is not open yet."),
    )
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False, validators=[check_iban])
    account_text = forms.CharField(
        label=_("Account in words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For accounts without an IBAN: account number, routing number and the like."),
    )

    @classmethod
    def of(cls, newsroom: Newsroom) -> "SetUpForm":
        """The form with what is known already."""
        return cls(
            initial={
                "title": newsroom.title if newsroom.pk else "",
                "tagline": newsroom.tagline,
                "time_zone": newsroom.time_zone or settings.TIME_ZONE,
                "currency": newsroom.currency,
                "sections": str(_("News")),
            }
        )

    def clean_title(self) -> str:
        """One clean line."""
        return clean_line(self.cleaned_data["title"])

    def clean_tagline(self) -> str:
        """One clean line."""
        return clean_line(self.cleaned_data["tagline"])

    def clean_sections(self) -> list[str]:
        """The names, each once; an address that the site needs for itself is refused."""
        lines = self.cleaned_data["sections"].splitlines()
        names = list(dict.fromkeys(name for line in lines if (name := clean_line(line)[:255])))
        for name in names:
            slug = slugify(name, allow_unicode=True)
            if not slug or slug in RESERVED_SEGMENTS:
                raise forms.ValidationError(
                    _("“%(name)s” cannot be a section: its address is taken by the site itself."),
                    params={"name": name},
                )
        return names

    def clean(self) -> dict[str, Any]:
        """The goal needs the currency; an account needs its holder, and the other way round."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("goal") and "currency" in data:
            try:
                data["goal_minor"] = parse_amount(data["goal"], data["currency"])
            except BadAmount as error:
                self.add_error("goal", str(error))
        numbers = data.get("iban") or data.get("account_text")
        if numbers and not data.get("account_holder"):
            self.add_error("account_holder", _("Whose account is it?"))
        if data.get("account_holder") and not numbers and "iban" not in self.errors:
            self.add_error("iban", _("Please give the IBAN, or the account in words."))
        return data
