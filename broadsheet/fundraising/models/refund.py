"""Money that goes back to a donor, and money that a donor's bank disputes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.gift import Gift


class Refund(models.Model):
    """Part or all of a gift given back. Its row is written before the gateway is asked.

    What is started or done is reserved in `Gift.refunded_minor`, which may not pass what came in.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        STARTED = "started", _("asked for at the gateway")
        BOOKED = "booked", _("given back")
        FAILED = "failed", _("failed, the money is back here")
        TURNED_DOWN = "turned_down", _("turned down")

    class Origin(models.TextChoices):
        DESK = "desk", _("desk")
        GATEWAY = "gateway", _("gateway")

    token = models.CharField(max_length=32, unique=True)
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="refunds")
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=255, blank=True)
    """What the gateway calls it; empty until it answered, and for refunds by transfer."""
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.STARTED
    )
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DESK)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    """When the gateway is asked (again); None once it has answered."""
    last_error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(_("started"))
    settled_at = models.DateTimeField(_("given back on"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed on"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="fundraising_refund_is_positive"
            ),
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="fundraising_refund_once_a_gateway",
            ),
        ]

    def __str__(self) -> str:
        return f"refund {self.pk}"


class Dispute(models.Model):
    """A payment that the donor's bank questions; held from the first moment, released when won."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="disputes")
    gateway = models.CharField(max_length=20)
    gateway_ref = models.CharField(max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    answer_by_at = models.DateTimeField(_("answer by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="fundraising_dispute_is_positive"
            ),
            models.UniqueConstraint(
                fields=["gateway", "gateway_ref"], name="fundraising_dispute_once_a_gateway"
            ),
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"
