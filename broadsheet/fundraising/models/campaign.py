"""What readers are asked for: a campaign, and its goal for each month."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """An appeal with a monthly goal in one currency; at most one is open at a time."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    milestones = models.JSONField(_("milestones"), default=list, blank=True)
    """What becomes possible on the way: [[amount in minor units, words], ...], rising."""
    opened_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"],
                condition=Q(is_open=True),
                name="fundraising_one_open_campaign",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.currency} #{self.pk}"


class Goal(models.Model):
    """A campaign's goal from one month on, until a later row says otherwise.

    So the next month starts by itself with the same goal, and a closed month keeps its own.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="goals")
    month = models.CharField(_("from the month"), max_length=7)
    """The first month, such as "2026-11"; these keys sort as months do."""
    amount_minor = models.PositiveBigIntegerField(_("goal"))
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "month"], name="fundraising_one_goal_a_month"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="fundraising_goal_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.amount_minor}"
