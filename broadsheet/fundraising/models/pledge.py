"""A monthly promise, and the tries at taking money for it."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.donor import Donor
from broadsheet.fundraising.models.gift import Book, Gift, book_matches_gateway


class Pledge(models.Model):
    """Money that a donor means to give each month; each month's payment is a Gift of its own.

    The gateway's word on it is fetched anew each time. `seen_at` says which look is the latest, so
    that an older answer never replaces a newer one.
    """

    class State(models.TextChoices):
        STARTED = "started", _("not confirmed yet")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        LATE = "late", _("payment failed")
        ENDED = "ended", _("ended")

    token = models.CharField(max_length=32, unique=True)
    gateway = models.CharField(_("way of giving"), max_length=20)
    book = models.CharField(_("book"), max_length=4, choices=Book.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.STARTED
    )
    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.SET_NULL, related_name="pledges"
    )
    amount_minor = models.PositiveBigIntegerField(_("amount a month"))
    cover_minor = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(max_length=16, blank=True)
    gateway_ref = models.CharField(max_length=255, blank=True)
    """What the gateway calls it, such as a subscription's id; empty until it is confirmed."""
    customer_ref = models.CharField(max_length=255, blank=True)
    started_at = models.DateTimeField(_("started"))
    next_charge_at = models.DateTimeField(_("next charge"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the gateway was last asked about it."""
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("-started_at", "-id")
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.CheckConstraint(
                condition=book_matches_gateway(), name="fundraising_pledge_book_of_gateway"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, cover_minor__lt=models.F("amount_minor")),
                name="fundraising_pledge_amount_is_positive",
            ),
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="fundraising_pledge_once_a_gateway",
            ),
        ]

    def __str__(self) -> str:
        return f"pledge {self.pk}"

    @property
    def is_running(self) -> bool:
        """Whether money is still expected from it some day."""
        return self.state in {self.State.ACTIVE, self.State.PAUSED, self.State.LATE}


CODE_LENGTH: Final = 60


class Attempt(models.Model):
    """One try at taking the money of a gift, as the gateway told it."""

    class Outcome(models.TextChoices):
        PAID = "paid", _("paid")
        PENDING = "pending", _("on its way")
        DECLINED = "declined", _("declined")

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="attempts")
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=255)
    """What the gateway calls the try, such as a charge's id."""
    at = models.DateTimeField(_("tried"))
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.CharField(max_length=CODE_LENGTH, blank=True)
    """The gateway's own word for the reason, such as "insufficient_funds"."""
    card_key = models.CharField(max_length=64, blank=True)
    """A keyed hash of the gateway's fingerprint of the card; never a number."""
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"], name="fundraising_attempt_told_once"
            ),
        ]
        indexes = [models.Index(fields=["outcome", "at"], name="attempt_outcome_at")]

    def __str__(self) -> str:
        return f"attempt {self.gateway_ref}"
