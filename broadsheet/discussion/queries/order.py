"""Which top-level comments stand on a page, and on which page a comment stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import BigIntegerField, DateTimeField, Q

from broadsheet.core.prepared import Given, Select
from broadsheet.core.questions import Question
from broadsheet.discussion import marks
from broadsheet.discussion.marks import Place, Root
from broadsheet.discussion.models import Comment, Order, PageMark, Thread
from broadsheet.discussion.queries.visible import top_level
from broadsheet.discussion.ranking import Sort, older_than, ordering


def _whole(sort: Sort) -> Question:
    order = ordering(sort, pins_first=True)
    return Question(
        lambda thread: top_level(thread).order_by(*order).values_list("pk", "reply_count")
    )


_WHOLE: Final = {sort: _whole(sort) for sort in Sort}
"""The whole top level of a short thread, for each sort."""


def _pinned(sort: Sort) -> Question:
    # In an order that no index has: SQLite would read all comments in their order to find these.
    order = ordering(sort, pins_first=True)
    return Question(
        lambda thread: (
            top_level(thread)
            .filter(is_pinned=True)
            .order_by(*order)
            .values_list("pk", "reply_count")
        )
    )


_PINNED: Final = {sort: _pinned(sort) for sort in Sort}
_AHEAD: Final = Select(
    lambda: (
        marks.standing(Given("thread", BigIntegerField()))
        .filter(
            Q(created_at__gte=Given("first", DateTimeField()))
            & (
                Q(created_at__gt=Given("first", DateTimeField()))
                | Q(id__gte=Given("first_number", BigIntegerField()))
            ),
            Q(created_at__lte=Given("here", DateTimeField()))
            & (
                Q(created_at__lt=Given("here", DateTimeField()))
                | Q(id__lt=Given("number", BigIntegerField()))
            ),
        )
        .values_list("pk")
    )
)
"""The comments of one stretch that stand before a comment."""
_MARKS: Final = Question(
    lambda thread_id, order: (
        PageMark.objects.filter(thread_id=thread_id, order=order)
        .order_by("value", "comment_number")
        .values_list("value", "comment_number", "count")
    )
)


@dataclass(frozen=True)
class PageOfRoots:
    """The top level of a page."""

    roots: list[Root]
    page: int
    """The page that was asked for, or the nearest that there is."""
    pages: int


def page_of_roots(thread: Thread, sort: Sort, page: int, per_page: int) -> PageOfRoots:
    """A page's top-level comments in their order, pinned ones first."""
    stretches = _stretches(thread, sort)
    if not stretches:
        roots = [Root(*row) for row in _WHOLE[sort](thread.pk)]
        page, pages = _nearest(page, len(roots), per_page)
        return PageOfRoots(roots[(page - 1) * per_page : page * per_page], page, pages)
    pinned = [Root(*row) for row in _PINNED[sort](thread.pk)]
    total = sum(count for _place, count in stretches)
    page, pages = _nearest(page, len(pinned) + total, per_page)
    first = (page - 1) * per_page
    roots = pinned[first : first + per_page]
    begin = max(0, first - len(pinned))
    end = min(total, first + per_page - len(pinned))
    if begin < end:
        roots += _between(thread, sort, stretches, begin, end)
    return PageOfRoots(roots, page, pages)


def page_by_time(comment: Comment, per_page: int) -> int:
    """The page, from 1, on which a top-level comment stands when the oldest come first."""
    thread = comment.thread
    stretches = _stretches(thread, Sort.OLDEST)
    if not stretches:
        shown = [pk for pk, _replies in _WHOLE[Sort.OLDEST](thread.pk)]
        return (shown.index(comment.pk) if comment.pk in shown else 0) // per_page + 1
    if comment.is_pinned:
        ahead = top_level(thread.pk).filter(older_than(comment), is_pinned=True).count()
        return ahead // per_page + 1
    here = marks.place_in(Order.TIME, comment)
    ahead, in_stretch, begins = len(_PINNED[Sort.OLDEST](thread.pk)), 0, stretches[0][0]
    for place, count in stretches:
        if place > here:
            break
        ahead, in_stretch, begins = ahead + in_stretch, count, place
    first = marks.moment_of(begins)
    rows = _AHEAD(
        thread=thread.pk,
        first=first,
        first_number=begins.comment_number,
        here=comment.created_at,
        number=comment.pk,
    )
    return (ahead + len(rows)) // per_page + 1


def _nearest(page: int, total: int, per_page: int) -> tuple[int, int]:
    pages = max(1, -(-total // per_page))
    return min(max(1, page), pages), pages


def _stretches(thread: Thread, sort: Sort) -> list[tuple[Place, int]]:
    """The marks of a long thread with what they count; none for a short one."""
    if not thread.is_marked:
        return []
    order = Order.VOTES if sort is Sort.MOST_VOTED else Order.TIME
    rows = _MARKS(thread.pk, order.value)
    return [(Place(value, number), count) for value, number, count in rows]


def _between(
    thread: Thread, sort: Sort, stretches: Sequence[tuple[Place, int]], begin: int, end: int
) -> list[Root]:
    """The unpinned comments from one position to another."""
    order = Order.VOTES if sort is Sort.MOST_VOTED else Order.TIME
    if sort is Sort.NEWEST:
        total = sum(count for _place, count in stretches)
        begin, end = total - end, total - begin
    skipped, at = 0, 0
    while skipped + stretches[at][1] <= begin:
        skipped += stretches[at][1]
        at += 1
    roots = marks.after(thread, order, stretches[at][0], begin - skipped, end - skipped)
    return roots[::-1] if sort is Sort.NEWEST else roots
