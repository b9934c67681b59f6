"""Numbers about discussions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.text import Truncator

from broadsheet.core import subjects
from broadsheet.core.questions import Question
from broadsheet.core.text import plain
from broadsheet.discussion.models import Comment, State, Thread

WORDS_LENGTH: Final = 120
"""Characters of the newest comment that are told."""
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


@dataclass(frozen=True)
class Newest:
    """The comment that came last, as a page that is open already tells of it."""

    id: int
    name: str
    created_at: datetime
    words: str
    """How it begins."""
    is_reply: bool


_NEWEST: Final = Question(
    lambda subject: (
        Comment.objects.filter(thread__subject=subject, state=State.PUBLISHED)
        .order_by("-created_at", "-id")
        .values_list("id", "name", "created_at", "body_html", "depth")[:1]
    )
)


def newest(subject: str) -> tuple[int, Newest | None]:
    """How many comments are published on a subject, and the newest of them."""
    count = counts([subject])[subject]
    for pk, name, created_at, body_html, depth in _NEWEST(subject) if count else []:
        words = Truncator(" ".join(plain(body_html).split())).chars(WORDS_LENGTH)
        return count, Newest(pk, name, created_at, words, is_reply=depth > 0)
    return count, None


def most_discussed(limit: int) -> list[tuple[subjects.Subject, int]]:
    """The public subjects with most published comments, most first, at most `limit`.

    Threads of subjects that are not public any more are passed over, up to two of three.
    """
    rows = _RANKED()[: 3 * limit]
    public = subjects.find_many(key for key, _count in rows)
    return [(public[key], count) for key, count in rows if key in public][:limit]


def held_count() -> int:
    """Comments that wait for a moderator."""
    return Comment.objects.filter(state=State.HELD).count()
