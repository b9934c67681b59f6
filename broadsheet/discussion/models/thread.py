"""A thread: everything that was said under one subject."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Thread(models.Model):
    """The discussion of one subject; it begins with the first comment, vote or closing."""

    subject = models.CharField(_("subject"), max_length=190, unique=True)
    """The key of what is discussed, such as "page:7"; see core/subjects.py."""
    comment_count = models.PositiveIntegerField(default=0)
    """Published comments, replies included. Kept by actions, proved by checks."""
    is_marked = models.BooleanField(default=False, editable=False)
    """Whether the thread is so long that its pages have marks; see marks.py."""
    has_passages = models.BooleanField(default=False)
    """Whether anybody ever chose words of the text; pages of other threads need not look."""
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["-comment_count", "id"], name="thread_most_discussed")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_closed(self) -> bool:
        """Whether the newsroom closed this thread by hand."""
        return self.closed_at is not None
