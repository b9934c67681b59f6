"""Somebody who would rather be asked again later, once."""

from django.db import models


class Reminder(models.Model):
    """A wish to get one letter. It is confirmed by mail first, and deleted when that is sent."""

    token = models.CharField(max_length=32, unique=True)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=16, blank=True)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "id")

    def __str__(self) -> str:
        return f"reminder {self.pk}"
