"""The two pages of a discussion: a page of a thread, and a page of one branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject
from broadsheet.discussion.closing import closes_at, why_closed
from broadsheet.discussion.marks import Root
from broadsheet.discussion.models import Comment, DiscussionRules, State
from broadsheet.discussion.queries.marked import ShownPassage, quotes_of, shown_passages
from broadsheet.discussion.queries.order import PageOfRoots, page_of_roots
from broadsheet.discussion.queries.places import BRANCH_PAGE, position_of
from broadsheet.discussion.queries.rules import rules_path
from broadsheet.discussion.queries.shown import (
    CommentRow,
    ShownComment,
    rows_of,
    rows_with_branches,
    shown_comments,
)
from broadsheet.discussion.queries.tree import Node, opening, reading_order
from broadsheet.discussion.queries.visible import node_of, nodes_below, thread_of
from broadsheet.discussion.ranking import Sort

ANCHOR: Final = "discussion"
"""The id of the discussion's heading, to which its own links lead."""
LOADED_WHOLE: Final = 300
"""Replies below a page's top level up to which they are read at once, shown or not."""


@dataclass(frozen=True)
class SortLink:
    """One of the orders offered."""

    label: str
    path: str
    is_current: bool


@dataclass(frozen=True)
class DiscussionPage:
    """A page of a thread, as `discussion/_discussion.html` shows it."""

    subject: str
    title: str
    path: str
    sort: Sort
    page: int
    pages: int
    count: int
    """Published comments of the whole thread, replies included."""
    is_open: bool
    closed_reason: str
    closes_at: datetime | None
    """When the open discussion closes by itself if nobody speaks any more."""
    comments: list[ShownComment]
    passages: list[ShownPassage]
    """What is marked beside the text."""
    inline_path: str
    sorts: list[SortLink]
    previous_path: str
    next_path: str
    rules_path: str

    @property
    def pulse_path(self) -> str:
        """Where an open page asks for news; empty where none is to be expected."""
        kind, _, number = self.subject.partition(":")
        return f"/api/v1/articles/{number}/pulse/" if self.is_open and kind == "page" else ""


@dataclass(frozen=True)
class BranchPage:
    """A page of one comment with everything below it."""

    title: str
    """Of what is discussed."""
    subject_path: str
    name: str
    """Who began the branch; empty where that comment is gone."""
    page: int
    pages: int
    count: int
    """Published comments of the branch."""
    comments: list[ShownComment]
    previous_path: str
    next_path: str
    back_path: str
    """The place in the whole discussion where the branch begins."""


def discussion_page(
    subject: str, *, sort: str | None = "oldest", page: int = 1
) -> DiscussionPage | None:
    """A page of a subject's comments; None where the subject is not public or not discussed.

    `sort` is a query parameter as it came; a page beyond the last is the last.
    """
    found = subjects.find(subject)
    if found is None:
        return None
    rules = DiscussionRules.current()
    order = Sort.read(sort)
    thread = thread_of(subject)
    closed = why_closed(found, thread, rules)
    found_page = PageOfRoots([], 1, 1)
    comments: list[ShownComment] = []
    if thread is not None and thread.comment_count:
        found_page = page_of_roots(thread, order, page, rules.comments_per_page)
        comments = with_replies(
            found_page.roots, bound=rules.replies_shown, is_open=closed is None, quotes_at=""
        )
    page, pages = found_page.page, found_page.pages
    return DiscussionPage(
        subject=subject,
        title=found.title,
        path=found.path,
        sort=order,
        page=page,
        pages=pages,
        count=thread.comment_count if thread else 0,
        is_open=closed is None,
        closed_reason=closed or "",
        closes_at=closes_at(thread, rules) if thread and closed is None else None,
        comments=comments,
        passages=shown_passages(found, thread),
        inline_path=reverse("discussion:inline", args=[subject]),
        sorts=[
            SortLink(str(one.label), f"{found.path}?sort={one.value}#{ANCHOR}", one is order)
            for one in Sort
        ],
        previous_path=_page_path(found, order, page - 1) if page > 1 else "",
        next_path=_page_path(found, order, page + 1) if page < pages else "",
        rules_path=rules_path(rules),
    )


def branch_page(comment_id: int, *, page: int = 1) -> BranchPage | None:
    """A comment with everything below it, BRANCH_PAGE at a time.

    None where readers see neither the comment nor anything below it.
    """
    comment = Comment.objects.select_related("thread", "root").filter(pk=comment_id).first()
    subject = subjects.find(comment.thread.subject) if comment else None
    if comment is None or subject is None:
        return None
    root = comment.root or comment
    nodes = [node_of(root), *nodes_below([root.pk]).get(root.pk, [])]
    order = reading_order(nodes, comment.pk)
    if not order:
        return None
    pages = -(-len(order) // BRANCH_PAGE)
    page = min(max(1, page), pages)
    part = order[(page - 1) * BRANCH_PAGE : page * BRANCH_PAGE]
    is_open = why_closed(subject, comment.thread, DiscussionRules.current()) is None
    nodes = [one.node for one in part]
    rows = rows_of(node.id for node in nodes)
    path = reverse("discussion:branch", args=[comment.pk])
    return BranchPage(
        title=subject.title,
        subject_path=subject.path,
        name=comment.name if comment.is_published else "",
        page=page,
        pages=pages,
        count=order[0].reply_count + order[0].node.is_published,
        comments=shown_comments(
            nodes,
            rows,
            is_open=is_open,
            names=_names(nodes, rows),
            quotes=_quotes(rows, subject.path),
        ),
        previous_path=f"{path}?page={page - 1}" if page > 1 else "",
        next_path=f"{path}?page={page + 1}" if page < pages else "",
        back_path=f"{subject.path}?sort=oldest&page={position_of(root)}#comment-{root.pk}",
    )


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
    quotes = None if quotes_at is None else _quotes(rows, quotes_at)
    return shown_comments(nodes, rows, is_open=is_open, more=more, quotes=quotes)


def _quotes(rows: Mapping[int, CommentRow], at: str) -> dict[int, tuple[str, str]]:
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


def _names(nodes: Sequence[Node], rows: Mapping[int, CommentRow]) -> dict[int, str]:
    """Who wrote the published parents that stand on an earlier page."""
    missing = {node.parent_id for node in nodes if node.parent_id and node.parent_id not in rows}
    if not missing:
        return {}
    parents = Comment.objects.filter(pk__in=missing, state=State.PUBLISHED)
    return dict(parents.values_list("pk", "name"))


def _page_path(subject: Subject, sort: Sort, page: int) -> str:
    return f"{subject.path}?sort={sort.value}&page={page}#{ANCHOR}"
