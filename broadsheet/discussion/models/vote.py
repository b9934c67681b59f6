"""Votes: one row for each voter, and one row for totals that came without voters."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment


class Vote(models.Model):
    """What one voter thinks of one comment; taking it back deletes the row."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=64)
    """Hash of the reader's own random cookie."""
    visitor_key = models.CharField(max_length=64, blank=True)
    """Keyed hash of address and agent: finds the row again when the cookie is gone."""
    value = models.SmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["comment", "voter"], name="vote_once"),
            models.CheckConstraint(condition=Q(value__in=[1, -1]), name="vote_up_or_down"),
        ]
        indexes = [models.Index(fields=["comment", "visitor_key"], name="vote_by_visitor")]

    def __str__(self) -> str:
        return f"{self.value:+d} on comment {self.comment_id}"


class OpeningVotes(models.Model):
    """Totals that were imported without their voters; votes cast here are added to them."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="opening_votes")
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("opening votes")
        verbose_name_plural = _("opening votes")

    def __str__(self) -> str:
        return f"+{self.up} −{self.down} on comment {self.comment_id}"
