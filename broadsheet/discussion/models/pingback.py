"""Pingbacks: other sites that linked here, kept apart from what people said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.thread import Thread


class Pingback(models.Model):
    """A link from elsewhere, imported; shown at the desk only."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="pingbacks")
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    excerpt = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pingback")
        verbose_name_plural = _("pingbacks")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title or self.url
