"""Money that is booked by hand, with a reason, and with a second person above a limit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ManualEntry(models.Model):
    """Money without a donor's form: cash from an evening, a grant, a bank's charge, a mistake.

    It enters the ledger once, when it is booked; the public record marks it as made by hand.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        BOOKED = "booked", _("booked")
        TURNED_DOWN = "turned_down", _("turned down")

    class Kind(models.TextChoices):
        RECEIVED = "received", _("money received")
        COST = "cost", _("cost of receiving money")

    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.WAITING
    )
    amount_minor = models.BigIntegerField(_("amount"))
    """More of its kind when positive, less of it when negative."""
    currency = models.CharField(_("currency"), max_length=3)
    happened_at = models.DateTimeField(_("day"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("-written_at", "-id")
        verbose_name = _("entry by hand")
        verbose_name_plural = _("entries by hand")
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="fundraising_manual_is_not_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"entry by hand {self.pk}"
