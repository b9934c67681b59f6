"""The comments of a page: its top level, each with the beginning of its branch."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse

from broadsheet.discussion.marks import Root
from broadsheet.discussion.models import State
from broadsheet.discussion.queries.marked import quotes_of
from broadsheet.discussion.queries.shown import (
    CommentRow,
    ShownComment,
    rows_of,
    rows_with_branches,
    shown_comments,
)
from broadsheet.discussion.queries.tree import Node, opening
from broadsheet.discussion.queries.visible import nodes_below

LOADED_WHOLE: Final = 300
"""Replies below a page's top level up to which they are read at once, shown or not."""


def with_replies(
    roots: Sequence[Root], *, bound: int, is_open: bool, quotes_at: str | None = None
) -> list[ShownComment]:
    """Top-level comments, each with the first `bound` of its branch in reading order.

    `quotes_at` is the address of the text, "" on its own page, where comments show their quotes.
    """
    ids = [root.id for root in roots]
    rows, branches = _loaded(roots)
    parts: dict[int, list[Node]] = {}
    for root_id, replies in branches.items():
        # Whether the top is published does not matter here: it stands on the page.
        top = Node(root_id, None, None, True, 0)
        parts[root_id] = opening([top, *replies], root_id, bound + 1)[1:]
    missing = [node.id for part in parts.values() for node in part if node.id not in rows]
    rows |= rows_of(missing)
    nodes: list[Node] = []
    more: dict[int, tuple[int, str]] = {}
    for root_id in ids:
        part = parts.get(root_id, [])
        nodes += (Node(root_id, None, None, rows[root_id].state == State.PUBLISHED, 0), *part)
        left = rows[root_id].reply_count - sum(node.is_published for node in part)
        if left > 0:
            more[nodes[-1].id] = (left, reverse("discussion:branch", args=[root_id]))
    quotes = None if quotes_at is None else quotes_in(rows, quotes_at)
    return shown_comments(nodes, rows, is_open=is_open, more=more, quotes=quotes)


def quotes_in(rows: Mapping[int, CommentRow], at: str) -> dict[int, tuple[str, str]]:
    """The words that comments are about and where these stand, by passage."""
    wanted = {row.passage_id for row in rows.values() if row.passage_id is not None}
    return quotes_of(wanted, at) if wanted else {}


def _loaded(roots: Sequence[Root]) -> tuple[dict[int, CommentRow], dict[int, list[Node]]]:
    """The rows of a page's top level, and the places of what is below each.

    Where that is little, the rows below come with them; long branches are read without their text.
    """
    ids = [root.id for root in roots]
    answered = [root.id for root in roots if root.reply_count]
    if not answered:
        return rows_of(ids), {}
    if sum(root.reply_count for root in roots) > LOADED_WHOLE:
        return rows_of(ids), nodes_below(answered)
    rows = rows_with_branches(ids, answered)
    branches: dict[int, list[Node]] = {}
    for row in rows.values():
        if row.root_id is not None:
            is_published = row.state == State.PUBLISHED
            node = Node(row.id, row.parent_id, row.root_id, is_published, row.depth)
            branches.setdefault(row.root_id, []).append(node)
    return rows, branches
