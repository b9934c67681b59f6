"""What moderators see: the queue, the search, one comment with its history, the threads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from broadsheet.core import subjects
from broadsheet.discussion.models import (
    Comment,
    Decision,
    Report,
    State,
    Suppression,
    Thread,
    Wording,
)

PAGE: Final = 30
"""Comments on one screen."""


@dataclass(frozen=True)
class DeskComment:
    """A comment with what a moderator has to know to decide."""

    comment: Comment
    title: str
    """Of what it is about; the bare key where that is not public."""
    path: str
    """Of what it is about; empty where that is not public."""
    reason: str
    """The reason of the last decision."""
    reports: Sequence[Report] = ()
    """What readers found wrong with it and nobody has decided about."""


@dataclass(frozen=True)
class DeskThread:
    """A thread with what hangs on it."""

    thread: Thread
    title: str
    path: str
    held: int


def held_page(number: int) -> tuple[Page[Comment], list[DeskComment]]:
    """A screen of the queue: what has waited longest comes first."""
    rows = _rows().filter(state=State.HELD).order_by("created_at", "id")
    return _screen(rows, number)


def reported_page(number: int) -> tuple[Page[Comment], list[DeskComment]]:
    """A screen of published comments that readers reported, the most reported first."""
    waiting = Count("reports", filter=Q(reports__settled_at__isnull=True))
    rows = _rows().filter(state=State.PUBLISHED).annotate(waiting=waiting).filter(waiting__gt=0)
    return _screen(rows.order_by("-waiting", "created_at", "id"), number)


def reported_count() -> int:
    """Published comments that readers reported and nobody has decided about."""
    waiting = Report.objects.filter(settled_at__isnull=True, comment__state=State.PUBLISHED)
    return waiting.values("comment").distinct().count()


def wordings_of(comment: Comment) -> Sequence[Wording]:
    """What a comment said before it was edited, oldest first."""
    return list(comment.wordings.order_by("until_at", "id"))


def suppressed_count() -> int:
    """Addresses to which no letters about comments go."""
    return Suppression.objects.count()


def search_page(
    number: int, *, state: str = "", text: str = "", subject: str = ""
) -> tuple[Page[Comment], list[DeskComment]]:
    """A screen of all comments, newest first, narrowed by state, words and subject.

    Words are looked for in text, name and e-mail; all of them must be found.
    """
    rows = _rows().order_by("-created_at", "-id")
    if state in State.values:
        rows = rows.filter(state=state)
    if subject:
        rows = rows.filter(thread__subject=subject)
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(body__icontains=word)
            | Q(body_html__icontains=word)
            | Q(name__icontains=word)
            | Q(email__icontains=word)
        )
    return _screen(rows, number)


def desk_comment(comment_id: int) -> DeskComment | None:
    """One comment in any state."""
    found = _described(_rows().filter(pk=comment_id))
    return found[0] if found else None


def history_of(comment: Comment) -> Sequence[Decision]:
    """Every decision about a comment, oldest first."""
    return list(comment.decisions.order_by("created_at", "id"))


def threads_page(number: int, *, text: str = "") -> tuple[Page[Thread], list[DeskThread]]:
    """A screen of threads, the ones that began last first; `text` narrows by subject key."""
    rows: QuerySet[Any] = Thread.objects.annotate(
        held=Count("comments", filter=Q(comments__state=State.HELD))
    ).order_by("-created_at", "-id")
    if text:
        rows = rows.filter(subject__icontains=text)
    page = Paginator(rows, PAGE).get_page(number)
    known = subjects.find_many(thread.subject for thread in page)
    return page, [
        DeskThread(
            thread=thread,
            title=known[thread.subject].title if thread.subject in known else thread.subject,
            path=known[thread.subject].path if thread.subject in known else "",
            held=thread.held,
        )
        for thread in page
    ]


def _rows() -> QuerySet[Comment]:
    last = Decision.objects.filter(comment=OuterRef("pk")).order_by("-created_at", "-id")
    return Comment.objects.select_related("thread", "parent", "passage").annotate(
        last_reason=Subquery(last.values("reason")[:1])
    )


def _screen(rows: QuerySet[Comment], number: int) -> tuple[Page[Comment], list[DeskComment]]:
    page = Paginator(rows, PAGE).get_page(number)
    return page, _described(page)


def _described(rows: Iterable[Comment]) -> list[DeskComment]:
    comments = list(rows)
    known = subjects.find_many({comment.thread.subject for comment in comments})
    reports: dict[int, list[Report]] = {}
    for report in Report.objects.filter(comment__in=comments, settled_at__isnull=True):
        reports.setdefault(report.comment_id, []).append(report)
    found = []
    for comment in comments:
        subject = known.get(comment.thread.subject)
        found.append(
            DeskComment(
                comment=comment,
                title=subject.title if subject else comment.thread.subject,
                path=subject.path if subject else "",
                reason=getattr(comment, "last_reason", "") or "",
                reports=reports.get(comment.pk, []),
            )
        )
    return found
