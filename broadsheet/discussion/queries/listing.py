"""Comments for the API: keyset pages of the top level, with the beginning of each branch nested."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.core.paging import BadCursor, decode_cursor, encode_cursor
from broadsheet.discussion.models import Comment, DiscussionRules, PublishedText, State, Thread
from broadsheet.discussion.queries.tree import Placed, reading_order
from broadsheet.discussion.queries.visible import node_of, nodes_below, top_level
from broadsheet.discussion.ranking import Sort, after, key_of, ordering


@dataclass
class Listed:
    """A comment with the replies that come with it."""

    comment: Comment
    reply_count: int
    """Published comments anywhere below, also those that are not in `replies`."""
    replies: list["Listed"] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """One keyset page."""

    count: int
    """Published comments of the thread, replies included."""
    items: list[Listed]
    next: str | None
    """Cursor of the following page; None at the end."""


def comments_after(subject: str, *, sort: Sort, cursor: str | None, limit: int) -> Listing:
    """The top-level comments after a cursor, at most `limit`, with replies up to the rules' bound.

    Raises BadCursor. A comment that readers cannot see is listed while published replies hang
    below it; whoever shows it leaves name and text out.
    """
    after_key = after(sort, decode_cursor(cursor)) if cursor else None
    thread = Thread.objects.filter(subject=subject).first()
    if thread is None:
        return Listing(count=0, items=[], next=None)
    rows = top_level(thread.pk).select_related("passage").order_by(*ordering(sort))
    if after_key is not None:
        rows = rows.filter(after_key)
    found = list(rows[: limit + 1])
    roots = found[:limit]
    is_last = len(found) <= limit
    return Listing(
        count=thread.comment_count,
        items=_nested(roots, bound=DiscussionRules.current().replies_shown),
        next=None if is_last else encode_cursor(key_of(sort, roots[-1])),
    )


@dataclass(frozen=True)
class Annotated:
    """A keyset page of comments on passages."""

    comments: list[Comment]
    texts: dict[int, datetime]
    """Since when each edition that is kept is public."""
    next: str | None


def annotated_after(subject: str, *, cursor: str | None, limit: int) -> Annotated:
    """Published comments on passages after a cursor, in the order of their ids.

    Raises BadCursor.
    """
    after_id = 0
    if cursor:
        key = decode_cursor(cursor)
        if len(key) != 1 or not isinstance(key[0], int):
            raise BadCursor("The cursor is not one of this API; start again without it.")
        after_id = key[0]
    rows = (
        Comment.objects.filter(
            thread__subject=subject, passage__isnull=False, state=State.PUBLISHED, pk__gt=after_id
        )
        .select_related("passage")
        .order_by("pk")
    )
    found = list(rows[: limit + 1])
    texts = PublishedText.objects.filter(thread__subject=subject)
    return Annotated(
        comments=found[:limit],
        texts=dict(texts.values_list("revision", "kept_at")),
        next=encode_cursor([found[limit - 1].pk]) if len(found) > limit else None,
    )


def _nested(roots: Sequence[Comment], *, bound: int) -> list[Listed]:
    branches = nodes_below(root.pk for root in roots if root.reply_count)
    parts: list[list[Placed]] = []
    for root in roots:
        order = reading_order([node_of(root), *branches.get(root.pk, [])], root.pk)
        parts.append(order[: bound + 1])
    rows = {root.pk: root for root in roots}
    rows |= Comment.objects.in_bulk(
        [one.node.id for part in parts for one in part if one.node.id not in rows]
    )
    items: list[Listed] = []
    for part in parts:
        listed: dict[int, Listed] = {}
        for one in part:
            item = Listed(rows[one.node.id], one.reply_count)
            listed[one.node.id] = item
            if one.node.parent_id in listed:
                listed[one.node.parent_id].replies.append(item)
            else:
                items.append(item)
    return items
