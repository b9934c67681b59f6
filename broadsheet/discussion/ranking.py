"""The order of comments: three total, stable orders of the top level.

| Sort | Order | Tie |
|---|---|---|
| oldest | time, ascending | id, ascending |
| newest | time, descending | id, descending |
| most_voted | score (up − down), descending | id, ascending: who spoke first keeps the place |

Each ends in the id, so no two comments are ever equal and a page never repeats or skips one.
Replies are always oldest first under their parent, whatever the sort: a conversation read
backwards makes no sense. On numbered pages, comments that the newsroom pinned come first; the API
ignores pins.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from broadsheet.core.clock import rfc3339
from broadsheet.core.paging import BadCursor
from broadsheet.discussion.models import Comment


class Sort(TextChoices):
    """The order of the top level."""

    OLDEST = "oldest", _("Oldest")
    NEWEST = "newest", _("Newest")
    MOST_VOTED = "most_voted", _("Most voted")

    @classmethod
    def read(cls, text: str | None) -> "Sort":
        """The sort named by a query parameter; anything unknown is the default, oldest."""
        return cls(text) if text in cls.values else cls.OLDEST


_ORDER: dict[Sort, tuple[str, str]] = {
    Sort.OLDEST: ("created_at", "id"),
    Sort.NEWEST: ("-created_at", "-id"),
    Sort.MOST_VOTED: ("-score", "id"),
}


def ordering(sort: Sort, *, pins_first: bool = False) -> tuple[str, ...]:
    """The fields to order top-level comments by."""
    return ("-is_pinned", *_ORDER[sort]) if pins_first else _ORDER[sort]


def key_of(sort: Sort, comment: Comment) -> list[Any]:
    """The place of a comment in an order, as JSON values for a cursor."""
    if sort is Sort.MOST_VOTED:
        return [sort.value, comment.score, comment.pk]
    return [sort.value, rfc3339(comment.created_at), comment.pk]


def after(sort: Sort, key: list[Any]) -> Q:
    """The comments that stand after a cursor's place; raises BadCursor for a foreign one."""
    try:
        name, value, pk = key
        if name != sort.value or not isinstance(pk, int):
            raise ValueError
        if sort is Sort.MOST_VOTED:
            score = int(value)
            return Q(score__lte=score) & (Q(score__lt=score) | Q(id__gt=pk))
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError) as error:
        raise BadCursor("The cursor belongs to another order; start again without it.") from error
    # The first condition alone says where the index begins to be read.
    if sort is Sort.NEWEST:
        return Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(id__lt=pk))
    return Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(id__gt=pk))


def older_than(comment: Comment) -> Q:
    """The comments that stand before this one when the oldest come first, pins apart."""
    return Q(created_at__lte=comment.created_at) & (
        Q(created_at__lt=comment.created_at) | Q(id__lt=comment.pk)
    )
