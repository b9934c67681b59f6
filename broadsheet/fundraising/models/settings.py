"""What the desk decides about giving: the bank account, the amounts offered, the words."""

from typing import Any, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum import bic as bic_number
from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError as BadNumber
from wagtail.contrib.settings.models import BaseGenericSetting

from broadsheet.core.money import EXPONENTS
from broadsheet.core.prepared import Select


def check_iban(value: str) -> None:
    """Raise ValidationError where `value` is not an IBAN with right check digits."""
    try:
        iban_number.validate(value)
    except BadNumber as error:
        raise ValidationError(_("This is no valid IBAN. Please check each character.")) from error


def check_bic(value: str) -> None:
    """Raise ValidationError where `value` does not have the form of a BIC."""
    try:
        bic_number.validate(value)
    except BadNumber as error:
        raise ValidationError(_("A BIC has 8 or 11 characters, such as COBADEFFXXX.")) from error


class FundraisingSettings(BaseGenericSetting):
    """One row, edited at the desk under Support; read it through `FundraisingSettings.current()`.

    Amounts are minor units of the campaign's currency; 0 and an empty list mean the usual ones.
    """

    account_holder = models.CharField(_("account holder"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=42, blank=True, validators=[check_iban])
    account_text = models.TextField(
        _("account in words"),
        max_length=500,
        blank=True,
        help_text=_("For accounts without an IBAN: account number, routing number and the like."),
    )
    bic = models.CharField(_("BIC"), max_length=11, blank=True, validators=[check_bic])
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    instructions = models.TextField(
        _("a word to donors"),
        max_length=1000,
        blank=True,
        help_text=_("Shown under the account, such as how long a transfer takes."),
    )
    other_ways = models.TextField(
        _("other ways to help"),
        max_length=1000,
        blank=True,
        help_text=_("Shown on the support page while no way of giving is open."),
    )
    suggested_minor = models.JSONField(default=list, blank=True)
    suggested_monthly_minor = models.JSONField(default=list, blank=True)
    minimum_minor = models.PositiveBigIntegerField(default=0)
    second_person_above_minor = models.PositiveBigIntegerField(
        _("second person above"),
        default=0,
        help_text=_("Refunds and entries by hand above this wait for a second person."),
    )
    card_fee_hundredths = models.PositiveIntegerField(
        _("card fee in hundredths of a percent"), default=290
    )
    """What the card gateway keeps of each payment: 290 is 2.9 %."""
    card_fee_fixed_minor = models.PositiveIntegerField(_("and for each payment"), default=30)
    is_sample_account = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("giving")

    def __str__(self) -> str:
        return str(_("giving"))

    @classmethod
    def current(cls) -> Self:
        """The settings; defaults before the first save. Writes nothing."""
        return _FIRST.first() or cls()

    @property
    def has_account(self) -> bool:
        """Whether a transfer could find its way."""
        return bool(self.account_holder and (self.iban or self.account_text))

    def suggested_for(self, currency: str) -> list[int]:
        """Amounts to offer, in minor units, rising."""
        unit = int(10 ** EXPONENTS.get(currency, 2))
        found: list[int] = self.suggested_minor or [unit * n for n in (5, 10, 20, 50, 100)]
        return sorted(set(found))

    def suggested_monthly_for(self, currency: str) -> list[int]:
        """Amounts to offer for each month, in minor units, rising."""
        unit = int(10 ** EXPONENTS.get(currency, 2))
        found: list[int] = self.suggested_monthly_minor or [unit * n for n in (5, 10, 15, 25, 50)]
        return sorted(set(found))

    def minimum_for(self, currency: str) -> int:
        """The smallest gift that may be started, in minor units; one unit unless set."""
        return int(self.minimum_minor or 10 ** EXPONENTS.get(currency, 2))

    def second_person_above(self, currency: str) -> int:
        """Above this many minor units a second person decides; 1,000 units unless set."""
        return int(self.second_person_above_minor or 1000 * 10 ** EXPONENTS.get(currency, 2))

    def cover_for(self, amount_minor: int) -> int:
        """What a donor adds so that `amount_minor` is left when the card fee is taken off.

        The smallest whole number that does so: the fee is taken of the larger sum too.
        """
        kept = 10_000 - min(self.card_fee_hundredths, 5_000)
        total = -(-(amount_minor + self.card_fee_fixed_minor) * 10_000 // kept)
        return total - amount_minor

    def clean(self) -> None:
        """Store account numbers without spaces."""
        self.iban = iban_number.compact(self.iban)
        self.bic = bic_number.compact(self.bic)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in compact form, whoever calls."""
        self.clean()
        super().save(*args, **kwargs)


_FIRST: Final = Select(lambda: FundraisingSettings.objects.order_by("pk")[:1])
"""Asked four times for each gift."""
