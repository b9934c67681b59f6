"""What gateways tell us, kept as it came; and which of their objects belong to which row here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.gift import Gift
from broadsheet.fundraising.models.pledge import Pledge


class Notice(models.Model):
    """One message of a gateway, stored raw and once, answered at once, worked later.

    It is only a hint: the object it names is fetched, and the answer counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("worked")
        IGNORED = "ignored", _("not ours")
        PARKED = "parked", _("parked: needs a person")

    gateway = models.CharField(_("gateway"), max_length=20)
    event_id = models.CharField(_("event"), max_length=255)
    kind = models.CharField(_("kind"), max_length=100)
    """The gateway's own word, such as "charge.refunded"."""
    object_ref = models.CharField(_("object"), max_length=255, blank=True)
    body = models.TextField(blank=True)
    """As it came; blanked after 90 days, since it may name persons."""
    facts = models.JSONField(default=list)
    """What the gateway said of the object when it was fetched, without persons; rebuilds the
    ledger."""
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    happened_at = models.DateTimeField(_("happened"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    worked_at = models.DateTimeField(_("worked"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField()
    last_error = models.CharField(_("last error"), max_length=1000, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["state", "due_at"], name="notice_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "event_id"], name="fundraising_notice_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class GatewayObject(models.Model):
    """That an object of a gateway (session, payment, invoice) belongs to one gift or one pledge."""

    gateway = models.CharField(max_length=20)
    ref = models.CharField(max_length=255)
    gift = models.ForeignKey(
        Gift, null=True, blank=True, on_delete=models.CASCADE, related_name="objects_outside"
    )
    pledge = models.ForeignKey(
        Pledge, null=True, blank=True, on_delete=models.CASCADE, related_name="objects_outside"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "ref"], name="fundraising_object_belongs_once"
            ),
            models.CheckConstraint(
                condition=Q(gift__isnull=False, pledge__isnull=True)
                | Q(gift__isnull=True, pledge__isnull=False),
                name="fundraising_object_belongs_to_one",
            ),
        ]

    def __str__(self) -> str:
        return self.ref
