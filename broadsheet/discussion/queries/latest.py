"""Comments by time or by words, for feeds and for the site's search; public ones only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.formats import date_format

from broadsheet.core import clock, subjects
from broadsheet.core.text import excerpt, plain
from broadsheet.discussion.models import Comment, State

FOUND: Final = 20
"""Comments that a search shows, the newest."""
WORDS: Final = 8
"""Words of a search that count."""
EXCERPT: Final = 240
"""Characters shown of a comment that was found."""


@dataclass(frozen=True)
class Spoken:
    """A comment away from its thread."""

    id: int
    name: str
    title: str
    """Of what it is about."""
    path: str
    """Its own address."""
    created_at: datetime
    edited_at: datetime | None
    written: str
    """Time for people, in the newsroom's zone."""
    body_html: str
    excerpt: str


def latest_comments(subject: str, *, limit: int) -> list[Spoken]:
    """The newest public comments on a subject; none where it is not public."""
    rows = Comment.objects.filter(thread__subject=subject, state=State.PUBLISHED)
    return _spoken(rows.select_related("thread").order_by("-created_at", "-id")[:limit])


def search_comments(text: str) -> list[Spoken]:
    """The newest public comments in which all of the words occur, at most FOUND."""
    words = text.split()[:WORDS]
    if not words:
        return []
    rows = Comment.objects.filter(state=State.PUBLISHED).select_related("thread")
    for word in words:
        rows = rows.filter(Q(body__icontains=word) | Q(body="", body_html__icontains=word))
    # Some may stand under a subject that is not public: a few more are looked at.
    return _spoken(rows.order_by("-created_at", "-id")[: 3 * FOUND])[:FOUND]


def _spoken(rows: Iterable[Comment]) -> list[Spoken]:
    found = list(rows)
    known = subjects.find_many({row.thread.subject for row in found})
    zone = clock.zone()
    return [
        Spoken(
            id=row.pk,
            name=row.name,
            title=known[row.thread.subject].title,
            path=f"/comments/{row.pk}/",
            created_at=row.created_at,
            edited_at=row.edited_at,
            written=date_format(row.created_at.astimezone(zone), "j F Y, H:i"),
            body_html=row.body_html,
            excerpt=excerpt(row.body or plain(row.body_html), EXCERPT),
        )
        for row in found
        if row.thread.subject in known
    ]
