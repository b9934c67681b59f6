"""Keeping page marks right: any page of a thread of 10,000 comments costs what its second costs.

The top-level comments of a long thread are counted in stretches of about STRETCH, once by time and
once by votes (`models/mark.py`). To find a page, the counts are added up to the stretch in which it
begins, and the rest is skipped there (`queries/order.py`). A comment that comes, leaves or is voted
on moves the count of the one stretch where it stands, whatever the length of the thread; a stretch
that has grown too long is cut in two. Short threads have no marks and need none.

Every writer holds the thread's lock (`actions/threads.py`); voters take it through `lock_for_vote`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet

from broadsheet.core.prepared import Given, Select
from broadsheet.discussion.models import Comment, Order, PageMark, State, Thread

STRETCH: Final = 100
"""Comments of a new stretch; it is cut when it has twice as many."""
MARKED_FROM: Final = 500
"""Top-level comments from which a thread has marks."""
LOOKED_AT_EVERY: Final = 32
"""Whether a growing thread needs marks is asked at each multiple of this many comments."""

STANDS: Final = (Q(state=State.PUBLISHED) | Q(reply_count__gt=0)) & Q(is_pinned=False)
"""What is counted; of the top level."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_BEFORE_ALL: Final = -(2**62)
_FIRST_MOMENT: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND

_STRETCH_OF: Final = """(
        SELECT id FROM discussion_pagemark
        WHERE thread_id = %s AND "order" = %s AND (value, comment_number) <= (%s, %s)
        ORDER BY value DESC, comment_number DESC LIMIT 1
    )"""
_MOVE: Final = {
    number: f"""
    UPDATE discussion_pagemark SET count = count + %s
    WHERE id IN ({", ".join([_STRETCH_OF] * number)})
    RETURNING id, value, comment_number, count, "order"
"""  # noqa: S608 - our own names
    for number in (1, len(Order))
}
"""One statement for the stretches of so many places: with Django's own it would be three for each,
at every comment and vote on a long thread."""


class Place(NamedTuple):
    """Where a comment stands in an order; places compare as the comments are shown."""

    value: int
    comment_number: int


class Root(NamedTuple):
    """A top-level comment."""

    id: int
    reply_count: int
    """Published replies below it."""


def place_in(order: Order, comment: Comment, *, score: int | None = None) -> Place:
    """The place of a comment in an order, with another score if one is given."""
    if order is Order.TIME:
        return Place((comment.created_at - _EPOCH) // _MICROSECOND, comment.pk)
    return Place(-(comment.score if score is None else score), comment.pk)


def begin_of(mark: PageMark) -> Place:
    """Where a stretch begins."""
    return Place(mark.value, mark.comment_number)


def stands(comment: Comment) -> bool:
    """Whether a comment is counted in a stretch."""
    return (
        comment.parent_id is None
        and not comment.is_pinned
        and (comment.is_published or comment.reply_count > 0)
    )


def came(thread: Thread, comment: Comment) -> None:
    """A comment stands on the page now. `thread` is locked and as it was before."""
    _count(thread, comment, 1)


def left(thread: Thread, comment: Comment) -> None:
    """A comment stands on the page no more."""
    _count(thread, comment, -1)


def rescored(thread: Thread, comment: Comment, *, before: int) -> None:
    """A comment's score was `before`."""
    if thread.is_marked and comment.score != before and stands(comment):
        _move(thread, -1, {Order.VOTES: place_in(Order.VOTES, comment, score=before)})
        _move(thread, 1, {Order.VOTES: place_in(Order.VOTES, comment)})


def lock_for_vote(comment_id: int) -> None:
    """Take the lock of a long thread before its comment's, as every other action does.

    Only databases that lock rows need it; SQLite has one writer at a time.
    """
    if connection.features.has_select_for_update:
        is_long = Q(is_marked=True) | Q(comment_count__gte=MARKED_FROM)
        threads = Thread.objects.filter(is_long, comments__id=comment_id)
        list(threads.select_for_update(of=("self",)).values_list("pk"))


def grown(thread: Thread, comment_count: int) -> None:
    """A thread has this many comments now: it gets marks if it has become long."""
    is_due = comment_count >= MARKED_FROM and comment_count % LOOKED_AT_EVERY == 0
    if is_due and not thread.is_marked:
        build(thread)


def build(thread: Thread) -> None:
    """Make the marks of a thread anew; none where it is short."""
    PageMark.objects.filter(thread=thread).delete()
    thread.is_marked = standing(thread).count() >= MARKED_FROM
    thread.save(update_fields=["is_marked"])
    if thread.is_marked:
        PageMark.objects.bulk_create(
            PageMark(thread=thread, order=order, value=at.value, comment_number=at[1], count=count)
            for order in Order
            for at, count in _stretches(thread, order)
        )


def standing(thread: "Thread | Given") -> QuerySet[Comment]:
    """The comments that are counted."""
    return Comment.objects.filter(STANDS, thread=thread, parent__isnull=True)


def places(thread: Thread, order: Order) -> Iterator[Place]:
    """The places of all comments that are counted, in order."""
    if order is Order.TIME:
        rows = standing(thread).order_by("created_at", "id").values_list("created_at", "id")
        return (Place((at - _EPOCH) // _MICROSECOND, pk) for at, pk in rows.iterator())
    scores = standing(thread).order_by("-score", "id").values_list("score", "id")
    return (Place(-score, pk) for score, pk in scores.iterator())


def _stretches(thread: Thread, order: Order) -> Iterator[tuple[Place, int]]:
    begins, count = Place(_BEFORE_ALL, 0), 0
    for place in places(thread, order):
        if count == STRETCH:
            yield begins, count
            begins, count = place, 0
        count += 1
    yield begins, count


def _count(thread: Thread, comment: Comment, step: int) -> None:
    if thread.is_marked:
        _move(thread, step, {order: place_in(order, comment) for order in Order})


def _move(thread: Thread, step: int, places: dict[Order, Place]) -> None:
    """Move the counts of the stretches in which these places are."""
    parameters: list[int | str] = [step]
    for order, place in places.items():
        parameters += [thread.pk, order.value, *place]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE[len(places)], parameters)
        moved = cursor.fetchall()
    for mark in moved:
        if mark[3] > 2 * STRETCH:
            _cut(thread, mark)


def _cut(thread: Thread, mark: tuple[Any, ...]) -> None:
    """Begin a new stretch STRETCH comments after a mark."""
    pk, value, number, count, order_value = mark
    order = Order(order_value)
    middle = after(thread, order, Place(value, number), STRETCH, STRETCH + 1)
    for root in middle:
        at = place_in(order, Comment.objects.get(pk=root.id))
        PageMark.objects.create(
            thread=thread, order=order, value=at.value, comment_number=at[1], count=count - STRETCH
        )
        PageMark.objects.filter(pk=pk).update(count=STRETCH)


def moment_of(place: Place) -> datetime:
    """The time of a place in the order by time."""
    return _EPOCH + max(place.value, _FIRST_MOMENT) * _MICROSECOND


def after(thread: Thread, order: Order, place: Place, first: int, last: int) -> list[Root]:
    """The comments `first` to `last` (not included) from a place on."""
    value, number = place
    if order is Order.TIME:
        at = moment_of(place)
        return _first(last, _from_moment, thread=thread.pk, moment=at, number=number)[first:]
    if value == _BEFORE_ALL:
        return _first(last, _by_votes, thread=thread.pk)[first:]
    # Two questions instead of one: thousands may have the same score, and only a question for
    # that score alone begins in their midst.
    found = _first(last, _equal, thread=thread.pk, score=-value, number=number)
    if len(found) < last:
        found += _first(last - len(found), _lower, thread=thread.pk, score=-value)
    return found[first:]


_GIVEN: Final = Given("thread", BigIntegerField())
_MOMENT: Final = Given("moment", DateTimeField())
_NUMBER: Final = Given("number", BigIntegerField())
_SCORE: Final = Given("score", BigIntegerField())


def _from_moment() -> QuerySet[Comment]:
    later = Q(created_at__gt=_MOMENT) | Q(id__gte=_NUMBER)
    rows = standing(_GIVEN).filter(Q(created_at__gte=_MOMENT) & later)
    return rows.order_by("created_at", "id")


def _by_votes() -> QuerySet[Comment]:
    return standing(_GIVEN).order_by("-score", "id")


def _equal() -> QuerySet[Comment]:
    return standing(_GIVEN).filter(score=_SCORE, id__gte=_NUMBER).order_by("id")


def _lower() -> QuerySet[Comment]:
    return standing(_GIVEN).filter(score__lt=_SCORE).order_by("-score", "id")


def _first(count: int, rows: Callable[[], QuerySet[Comment]], **values: Any) -> list[Root]:
    """The first `count` of these rows; a few more are read, so that few statements suffice."""
    if count < 1:
        return []
    found = _statement(rows, -(-count // STRETCH) * STRETCH)(**values)
    return [Root(*row) for row in found[:count]]


@cache
def _statement(rows: Callable[[], QuerySet[Comment]], length: int) -> Select[tuple[int, int]]:
    return Select(lambda: rows().values_list("pk", "reply_count")[:length])
