"""What readers see: the rows that have a place, and the rows of their branches."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from broadsheet.discussion.models import Comment, State, Thread
from broadsheet.discussion.queries.tree import Node

HAS_PLACE = Q(state=State.PUBLISHED) | Q(reply_count__gt=0)
"""Top-level comments that stand on the page: published ones, and those others answered."""


def top_level(thread: Thread) -> QuerySet[Comment]:
    """The top-level comments that have a place."""
    return Comment.objects.filter(HAS_PLACE, thread=thread, parent__isnull=True)


def node_of(comment: Comment) -> Node:
    """The place of a row that was read already."""
    return Node(
        id=comment.pk,
        parent_id=comment.parent_id,
        root_id=comment.root_id,
        is_published=comment.is_published,
        depth=comment.depth,
    )


def nodes_below(root_ids: Iterable[int]) -> dict[int, list[Node]]:
    """The places of all replies in some branches, by root, oldest first: light rows, no text."""
    rows = (
        Comment.objects.filter(root_id__in=list(root_ids))
        .order_by("root_id", "created_at", "id")
        .values_list("id", "parent_id", "root_id", "state", "depth")
    )
    branches: dict[int, list[Node]] = {}
    for pk, parent_id, root_id, state, depth in rows:
        node = Node(pk, parent_id, root_id, state == State.PUBLISHED, depth)
        branches.setdefault(root_id or 0, []).append(node)
    return branches
