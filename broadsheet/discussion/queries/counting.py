"""Numbers about discussions."""

from collections.abc import Iterable

from django.db.models import Max

from broadsheet.core import subjects
from broadsheet.discussion.models import Comment, State, Thread


def counts(keys: Iterable[str]) -> dict[str, int]:
    """Published comments, replies included, for each subject; 0 where nobody spoke."""
    found = dict.fromkeys(keys, 0)
    rows = Thread.objects.filter(subject__in=list(found)).values_list("subject", "comment_count")
    return found | dict(rows)


def newest(subject: str) -> tuple[int, int | None]:
    """How many comments are published on a subject, and the id of the newest of them."""
    count = counts([subject])[subject]
    if not count:
        return 0, None
    published = Comment.objects.filter(thread__subject=subject, state=State.PUBLISHED)
    return count, published.aggregate(newest=Max("id"))["newest"]


def most_discussed(limit: int) -> list[tuple[str, int]]:
    """The public subjects with most published comments, most first, at most `limit`."""
    rows = list(
        Thread.objects.filter(comment_count__gt=0)
        .order_by("-comment_count", "id")
        .values_list("subject", "comment_count")[: 3 * limit]
    )
    public = subjects.find_many(subject for subject, _count in rows)
    return [(subject, count) for subject, count in rows if subject in public][:limit]


def held_count() -> int:
    """Comments that wait for a moderator."""
    return Comment.objects.filter(state=State.HELD).count()
