"""Which top-level comments stand on a page, and on which page a comment stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.discussion import marks
from broadsheet.discussion.marks import Place
from broadsheet.discussion.models import Comment, Order, PageMark, Thread
from broadsheet.discussion.queries.visible import top_level
from broadsheet.discussion.ranking import Sort, older_than, ordering


@dataclass(frozen=True)
class PageOfRoots:
    """The top level of a page."""

    ids: list[int]
    page: int
    """The page that was asked for, or the nearest that there is."""
    pages: int


def page_of_roots(thread: Thread, sort: Sort, page: int, per_page: int) -> PageOfRoots:
    """The ids of a page's top-level comments in their order, pinned ones first."""
    stretches = _stretches(thread, sort)
    if not stretches:
        rows = top_level(thread).order_by(*ordering(sort, pins_first=True))
        ids = list(rows.values_list("pk", flat=True))
        page, pages = _nearest(page, len(ids), per_page)
        return PageOfRoots(ids[(page - 1) * per_page : page * per_page], page, pages)
    pinned = list(_pinned(thread, sort))
    total = sum(count for _place, count in stretches)
    page, pages = _nearest(page, len(pinned) + total, per_page)
    first = (page - 1) * per_page
    ids = pinned[first : first + per_page]
    begin = max(0, first - len(pinned))
    end = min(total, first + per_page - len(pinned))
    if begin < end:
        ids += _between(thread, sort, stretches, begin, end)
    return PageOfRoots(ids, page, pages)


def page_by_time(comment: Comment, per_page: int) -> int:
    """The page, from 1, on which a top-level comment stands when the oldest come first."""
    thread = comment.thread
    if comment.is_pinned:
        ahead = top_level(thread).filter(older_than(comment), is_pinned=True).count()
        return ahead // per_page + 1
    here = marks.place_in(Order.TIME, comment)
    ahead, in_stretch, begins = _pinned(thread, Sort.OLDEST).count(), 0, None
    for place, count in _stretches(thread, Sort.OLDEST):
        if place > here:
            break
        ahead, in_stretch, begins = ahead + in_stretch, count, place
    rows = marks.standing(thread).filter(older_than(comment))
    if begins is not None:
        rows = rows.filter(marks.since(begins))
    return (ahead + rows.count()) // per_page + 1


def _nearest(page: int, total: int, per_page: int) -> tuple[int, int]:
    pages = max(1, -(-total // per_page))
    return min(max(1, page), pages), pages


def _pinned(thread: Thread, sort: Sort) -> Any:
    rows = top_level(thread).filter(is_pinned=True).order_by(*ordering(sort))
    return rows.values_list("pk", flat=True)


def _stretches(thread: Thread, sort: Sort) -> list[tuple[Place, int]]:
    """The marks of a long thread with what they count; none for a short one."""
    if not thread.is_marked:
        return []
    order = Order.VOTES if sort is Sort.MOST_VOTED else Order.TIME
    rows = (
        PageMark.objects.filter(thread=thread, order=order)
        .order_by("value", "comment_number")
        .values_list("value", "comment_number", "count")
    )
    return [(Place(value, number), count) for value, number, count in rows]


def _between(
    thread: Thread, sort: Sort, stretches: Sequence[tuple[Place, int]], begin: int, end: int
) -> list[int]:
    """The unpinned comments from one position to another."""
    order = Order.VOTES if sort is Sort.MOST_VOTED else Order.TIME
    if sort is Sort.NEWEST:
        total = sum(count for _place, count in stretches)
        begin, end = total - end, total - begin
    skipped, at = 0, 0
    while skipped + stretches[at][1] <= begin:
        skipped += stretches[at][1]
        at += 1
    rows = marks.standing(thread)
    ids = marks.after(rows, order, stretches[at][0], begin - skipped, end - skipped)
    return ids[::-1] if sort is Sort.NEWEST else ids
