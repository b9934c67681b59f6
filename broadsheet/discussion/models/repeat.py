"""Keys of requests that may arrive twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment


class SentOnce(models.Model):
    """An Idempotency-Key and what was sent with it, so that a repeat gets the first answer."""

    key = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    """Hash of everything that was sent."""
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sent once")
        verbose_name_plural = _("sent once")

    def __str__(self) -> str:
        return self.key
