"""Bank statements read in, and their credits until each has found its gift."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.gift import Gift


class StatementImport(models.Model):
    """One file from the bank; the same credits in a later file are known again."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        CAMT = "camt.053", "CAMT.053"

    name = models.CharField(_("file"), max_length=200)
    form = models.CharField(_("form"), max_length=10, choices=Form.choices)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField(_("read"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    columns = models.JSONField(default=dict, blank=True)
    """Which heading somebody said is which field, for the next file with these headings."""
    lines = models.PositiveIntegerField(_("lines"), default=0)
    created = models.PositiveIntegerField(_("new credits"), default=0)
    matched = models.PositiveIntegerField(_("matched by reference"), default=0)
    known = models.PositiveIntegerField(_("known before"), default=0)
    skipped = models.PositiveIntegerField(_("debits and other lines"), default=0)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")

    def __str__(self) -> str:
        return self.name


class BankCredit(models.Model):
    """Money on the bank account that a statement shows. It waits here until it has a gift."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not matched")
        MATCHED = "matched", _("matched")
        SET_ASIDE = "set_aside", _("not a gift")

    statement = models.ForeignKey(StatementImport, on_delete=models.PROTECT, related_name="credits")
    line_key = models.CharField(max_length=64, unique=True)
    """Tells this credit from all others, also when another file shows it again."""
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    booked_on = models.DateField(_("day"))
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    reference = models.CharField(_("reference"), max_length=40, blank=True, db_index=True)
    """A valid reference that was found in it, compact, or empty."""
    payer = models.CharField(_("payer"), max_length=140, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    gift = models.OneToOneField(
        Gift, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_credit"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("booked_on", "id")
        verbose_name = _("bank credit")
        verbose_name_plural = _("bank credits")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="fundraising_credit_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(state="matched", gift__isnull=False)
                | (~Q(state="matched") & Q(gift__isnull=True)),
                name="fundraising_credit_has_gift_when_matched",
            ),
        ]

    def __str__(self) -> str:
        return f"bank credit {self.pk}"
