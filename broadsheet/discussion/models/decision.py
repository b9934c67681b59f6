"""Decisions: the log of every act of moderation."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment, State
from broadsheet.discussion.models.thread import Thread


class Act(models.TextChoices):
    """What was decided."""

    HOLD = "hold", _("held")
    APPROVE = "approve", _("approved")
    REMOVE = "remove", _("removed")
    RESTORE = "restore", _("restored")
    EDIT = "edit", _("edited by its author")
    IMPORT = "import", _("imported")
    PIN = "pin", _("pinned")
    UNPIN = "unpin", _("unpinned")
    FEATURE = "feature", _("picked")
    UNFEATURE = "unfeature", _("picked no more")
    ERASE = "erase", _("deleted by its author")
    DISMISS = "dismiss", _("left as it is, against reports")
    CLOSE = "close", _("closed the thread")
    REOPEN = "reopen", _("reopened the thread")


class Decision(models.Model):
    """Who decided what about a comment or a thread, when and why. Rows are only ever added."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="decisions")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="decisions"
    )
    act = models.CharField(max_length=10, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)
    """The name of that person as it was; empty for automatic checks and imports."""
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    from_state = models.CharField(max_length=10, blank=True, choices=State.choices)
    to_state = models.CharField(max_length=10, blank=True, choices=State.choices)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["comment", "created_at"], name="decision_by_comment")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} by {self.by_name or 'the automatic checks'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises TypeError when it exists already."""
        if self.pk is not None:
            raise TypeError("A decision is never rewritten; add another.")
        super().save(*args, **kwargs)
