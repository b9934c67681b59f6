"""Reports: what readers find wrong with a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment

NOTE_LENGTH = 500
"""Longest note with a report, in code points."""


class Reason(models.TextChoices):
    """What is wrong, in the words of the form."""

    ABUSE = "abuse", _("It attacks or threatens somebody")
    HATE = "hate", _("It is hateful towards a group")
    ILLEGAL = "illegal", _("I believe that it is against the law")
    PRIVATE = "private", _("It tells private things about somebody")
    SPAM = "spam", _("It is advertising or spam")
    OFF_TOPIC = "off_topic", _("It has nothing to do with the subject")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """That one reader reported one comment; moderators see it, its author does not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    visitor_key = models.CharField(max_length=64)
    """Keyed hash of address and agent: the same reader's second report changes the first."""
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    """When a moderator decided about the comment with this report before them."""

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "visitor_key"], name="report_once"),
        ]
        indexes = [models.Index(fields=["settled_at", "created_at"], name="report_open")]

    def __str__(self) -> str:
        return f"comment {self.comment_id}: {self.get_reason_display()}"
