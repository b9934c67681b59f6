"""Who gives. The only table that knows persons; the ledger knows none."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Donor(models.Model):
    """Somebody who gave an e-mail with a gift; found by it, and removed on their wish.

    Deleting the row leaves gifts, pledges and sums where they are.
    """

    email = models.EmailField(_("e-mail"), max_length=254)
    email_key = models.CharField(max_length=254, unique=True)
    """The e-mail without regard to case; see `key_of`."""
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(max_length=16, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("-first_seen_at", "-id")
        verbose_name = _("donor")
        verbose_name_plural = _("donors")

    def __str__(self) -> str:
        return f"donor {self.pk}"

    @staticmethod
    def key_of(email: str) -> str:
        """What two spellings of one e-mail have in common."""
        return email.strip().casefold()
