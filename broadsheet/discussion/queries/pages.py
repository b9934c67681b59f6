"""The two pages of a discussion: a page of a thread, and a page of one branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject
from broadsheet.discussion.closing import closes_at, why_closed
from broadsheet.discussion.forms import CommentForm
from broadsheet.discussion.models import Comment, DiscussionRules, Thread
from broadsheet.discussion.queries.places import BRANCH_PAGE, position_of
from broadsheet.discussion.queries.rules import rules_path
from broadsheet.discussion.queries.shown import ShownComment, shown_comments
from broadsheet.discussion.queries.tree import Node, Placed, reading_order
from broadsheet.discussion.queries.visible import node_of, nodes_below, top_level
from broadsheet.discussion.ranking import Sort, ordering

ANCHOR = "discussion"
"""The id of the discussion's heading, to which its own links lead."""


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
    sorts: list[SortLink]
    previous_path: str
    next_path: str
    form: CommentForm
    rules_path: str


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
    rules = DiscussionRules.load()
    order = Sort.read(sort)
    thread = Thread.objects.filter(subject=subject).first()
    total = top_level(thread).count() if thread and thread.comment_count else 0
    pages = max(1, -(-total // rules.comments_per_page))
    page = min(max(1, page), pages)
    closed = why_closed(found, thread, rules)
    comments: list[ShownComment] = []
    if thread is not None and total:
        first = (page - 1) * rules.comments_per_page
        roots = list(
            top_level(thread).order_by(*ordering(order, pins_first=True))[
                first : first + rules.comments_per_page
            ]
        )
        comments = _with_replies(roots, bound=rules.replies_shown, can_reply=closed is None)
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
        sorts=[
            SortLink(str(one.label), f"{found.path}?sort={one.value}#{ANCHOR}", one is order)
            for one in Sort
        ],
        previous_path=_page_path(found, order, page - 1) if page > 1 else "",
        next_path=_page_path(found, order, page + 1) if page < pages else "",
        form=CommentForm(initial={"subject": subject}),
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
    is_open = why_closed(subject, comment.thread, DiscussionRules.load()) is None
    rows = Comment.objects.in_bulk([one.node.id for one in part])
    path = reverse("discussion:branch", args=[comment.pk])
    return BranchPage(
        title=subject.title,
        subject_path=subject.path,
        name=comment.name if comment.is_published else "",
        page=page,
        pages=pages,
        count=order[0].reply_count + order[0].node.is_published,
        comments=shown_comments(part, rows, can_reply=is_open, names=_names(nodes)),
        previous_path=f"{path}?page={page - 1}" if page > 1 else "",
        next_path=f"{path}?page={page + 1}" if page < pages else "",
        back_path=f"{subject.path}?sort=oldest&page={position_of(root)}#comment-{root.pk}",
    )


def _with_replies(roots: Sequence[Comment], *, bound: int, can_reply: bool) -> list[ShownComment]:
    """Top-level comments, each with the first `bound` of its branch in reading order."""
    branches = nodes_below(root.pk for root in roots if root.reply_count)
    placed: list[Placed] = []
    more: dict[int, tuple[int, str]] = {}
    names: dict[int, str] = {}
    for root in roots:
        nodes = [node_of(root), *branches.get(root.pk, [])]
        order = reading_order(nodes, root.pk)
        part = order[: bound + 1]
        placed += part
        names |= _names(nodes)
        left = sum(one.node.is_published for one in order[bound + 1 :])
        if left:
            path = reverse("discussion:branch", args=[root.pk])
            more[part[-1].node.id] = (left, path)
    rows = {root.pk: root for root in roots}
    rows |= Comment.objects.in_bulk([one.node.id for one in placed if one.node.id not in rows])
    return shown_comments(placed, rows, can_reply=can_reply, names=names, more=more)


def _names(nodes: Sequence[Node]) -> dict[int, str]:
    return {node.id: node.name for node in nodes if node.is_published}


def _page_path(subject: Subject, sort: Sort, page: int) -> str:
    return f"{subject.path}?sort={sort.value}&page={page}#{ANCHOR}"
