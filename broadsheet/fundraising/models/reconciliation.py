"""Comparisons of our books with the gateways', kept with their result."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReconciliationRun(models.Model):
    """One comparison with one gateway, in both directions, over a stretch of time."""

    class Kind(models.TextChoices):
        HOURLY = "hourly", _("open payments")
        NIGHTLY = "nightly", _("both directions")
        BY_HAND = "by_hand", _("asked for by hand")

    gateway = models.CharField(_("gateway"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    covers_from = models.DateTimeField(_("from"))
    covers_until = models.DateTimeField(_("until"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    """None while it runs, and for ever where it was cut off."""
    ours = models.PositiveIntegerField(_("our payments"), default=0)
    theirs = models.PositiveIntegerField(_("the gateway's payments"), default=0)
    differences = models.JSONField(default=list)
    """Rows {what, where, expected, found, mended}; `mended` where a fresh look put it right."""
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        ordering = ("-id",)
        get_latest_by = "id"
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def open_differences(self) -> list[dict[str, str]]:
        """Those that a person has to look at."""
        return [row for row in self.differences if not row.get("mended")]

    @property
    def is_clean(self) -> bool:
        """Whether it ran to its end and nothing is left to look at."""
        return bool(self.finished_at) and not self.error and not self.open_differences
