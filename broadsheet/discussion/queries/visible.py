"""What readers see: the rows that have a place, and the rows of their branches."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from broadsheet.core import clock
from broadsheet.core.questions import Question
from broadsheet.discussion import closing
from broadsheet.discussion.models import Comment, DiscussionRules, State, Thread
from broadsheet.discussion.queries.tree import Node

HAS_PLACE = Q(state=State.PUBLISHED) | Q(reply_count__gt=0)
"""Top-level comments that stand on the page: published ones, and those others answered."""


_BELOW: Final = Question(
    lambda root_ids: (
        Comment.objects.filter(root_id__in=root_ids)
        .order_by("root_id", "created_at", "id")
        .values_list("id", "parent_id", "root_id", "state", "depth")
    )
)


_THREAD: Final = Question(lambda subject: Thread.objects.filter(subject=subject))


def thread_of(subject: str) -> Thread | None:
    """The thread of a subject; None where nobody has spoken."""
    found: list[Thread] = _THREAD(subject)
    return found[0] if found else None


def closes_at(subject: str) -> datetime | None:
    """When an open discussion closes by itself if nobody speaks any more; None for never."""
    thread = thread_of(subject)
    ends = closing.closes_at(thread, DiscussionRules.current()) if thread else None
    return ends if ends and ends > clock.now() else None


def top_level(thread_id: int) -> QuerySet[Comment]:
    """The top-level comments of a thread that have a place."""
    return Comment.objects.filter(HAS_PLACE, thread_id=thread_id, parent__isnull=True)


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
    branches: dict[int, list[Node]] = {}
    for pk, parent_id, root_id, state, depth in _BELOW(root_ids):
        node = Node(pk, parent_id, root_id, state == State.PUBLISHED, depth)
        branches.setdefault(root_id or 0, []).append(node)
    return branches
