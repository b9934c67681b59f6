"""What the make-believe payment service knows: the outside of the test gateway, kept inside.

Only `gateways/play.py` reads and writes these rows. The books hear of them as they hear of any
outside: by notices, and by asking.
"""

from django.db import models

from broadsheet.fundraising.models.gift import Gift


class PlayPayment(models.Model):
    """One checkout of the service, and whether somebody pretended to pay there."""

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=40, unique=True)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True, db_index=True)
    known_at = models.DateTimeField(null=True)
    """Until then the service does not answer when it is asked about this payment."""

    def __str__(self) -> str:
        return self.ref


class PlayNotice(models.Model):
    """A notice that the service sends when it is due; a repeat is a second row."""

    payment = models.ForeignKey(PlayPayment, on_delete=models.CASCADE, related_name="notices")
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="play_notice_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class PlayRefund(models.Model):
    """Play money that went back."""

    payment = models.ForeignKey(PlayPayment, on_delete=models.CASCADE, related_name="refunds")
    token = models.CharField(max_length=32, unique=True)
    """Of the refund that was asked for; the same token is the same refund."""
    amount_minor = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"refund of {self.payment_id}"
