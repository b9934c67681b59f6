"""Earlier wordings of comments that their authors changed; moderators see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.comment import Comment


class Wording(models.Model):
    """What a comment said until it was edited."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="wordings")
    body = models.TextField()
    until_at = models.DateTimeField()

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["until_at", "id"]

    def __str__(self) -> str:
        return f"comment {self.comment_id} until {self.until_at:%Y-%m-%d %H:%M}"
