"""Page marks: where the pages of a long thread begin, so that none of them has to be counted to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.discussion.models.thread import Thread


class Order(models.TextChoices):
    """The orders that have marks. Newest is the order by time, read backwards."""

    TIME = "time", _("by time")
    VOTES = "votes", _("by votes")


class PageMark(models.Model):
    """The beginning of a stretch of top-level comments in one order of a thread.

    A stretch reaches to the next mark. Its first mark lies before every comment there can be.
    Written by `marks.py` alone; proved by checks.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="marks")
    order = models.CharField(max_length=5, choices=Order.choices)
    value = models.BigIntegerField()
    """By time: microseconds since 1970. By votes: the score with its sign turned. Ascending."""
    comment_number = models.BigIntegerField()
    """The id that breaks ties; of a comment that may be gone since."""
    count = models.IntegerField()
    """Comments of the stretch that stand on the page without being pinned."""

    class Meta:
        verbose_name = _("page mark")
        verbose_name_plural = _("page marks")
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "order", "value", "comment_number"], name="page_mark_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.value}/{self.comment_number}: {self.count}"
