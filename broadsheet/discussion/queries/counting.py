"""Numbers about discussions."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Max

from broadsheet.core import subjects
from broadsheet.core.questions import Question
from broadsheet.discussion.models import Comment, State, Thread

RANKED: Final = 100
"""Threads that are ranked at most."""

_COUNTS: Final = Question(
    lambda keys: Thread.objects.filter(subject__in=keys).values_list("subject", "comment_count")
)
_RANKED: Final = Question(
    lambda: (
        Thread.objects.filter(comment_count__gt=0)
        .order_by("-comment_count", "id")
        .values_list("subject", "comment_count")[:RANKED]
    )
)


def counts(keys: Iterable[str]) -> dict[str, int]:
    """Published comments, replies included, for each subject; 0 where nobody spoke."""
    found = dict.fromkeys(keys, 0)
    return found | dict(_COUNTS(found))


def newest(subject: str) -> tuple[int, int | None]:
    """How many comments are published on a subject, and the id of the newest of them."""
    count = counts([subject])[subject]
    if not count:
        return 0, None
    published = Comment.objects.filter(thread__subject=subject, state=State.PUBLISHED)
    return count, published.aggregate(newest=Max("id"))["newest"]


def most_discussed(limit: int) -> list[tuple[str, int]]:
    """The public subjects with most published comments, most first, at most `limit`.

    Threads of subjects that are not public any more are passed over, up to two of three.
    """
    rows = _RANKED()[: 3 * limit]
    public = subjects.find_many(subject for subject, _count in rows)
    return [(subject, count) for subject, count in rows if subject in public][:limit]


def held_count() -> int:
    """Comments that wait for a moderator."""
    return Comment.objects.filter(state=State.HELD).count()
