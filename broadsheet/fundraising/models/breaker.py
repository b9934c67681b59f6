"""The site-wide switch that pauses card payments while somebody tries stolen cards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Breaker(models.Model):
    """One row for each gateway. It opens and closes by itself; see `card_testing.py`."""

    gateway = models.CharField(max_length=20, unique=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    """None while card payments are taken as usual."""
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    """Moved on while the tries go on."""
    reason = models.CharField(max_length=200, blank=True)
    times_opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("pause of card payments")
        verbose_name_plural = _("pauses of card payments")

    def __str__(self) -> str:
        return f"{self.gateway}: {'open' if self.opened_at else 'closed'}"
