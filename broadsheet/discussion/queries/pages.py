"""The two pages of a discussion: a page of a thread, and a page of one branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject
from broadsheet.discussion.closing import closes_at, why_closed
from broadsheet.discussion.models import Comment, DiscussionRules, State
from broadsheet.discussion.queries.branches import quotes_in, with_replies
from broadsheet.discussion.queries.marked import ShownPassage, shown_passages
from broadsheet.discussion.queries.order import PageOfRoots, page_of_roots
from broadsheet.discussion.queries.passages import (
    ANCHOR,
    INLINE,
    PASSAGES_PER_PAGE,
    PassagePage,
    inline_path,
    passage_pages,
)
from broadsheet.discussion.queries.places import BRANCH_PAGE, position_of
from broadsheet.discussion.queries.rules import rules_path
from broadsheet.discussion.queries.shown import (
    CommentRow,
    ShownComment,
    rows_of,
    shown_comments,
)
from broadsheet.discussion.queries.tree import Node, reading_order
from broadsheet.discussion.queries.visible import node_of, nodes_below, thread_of
from broadsheet.discussion.ranking import Sort


@dataclass(frozen=True)
class Offered:
    """One of the orders, or of the views, that a discussion has."""

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
    inline: list[PassagePage]
    """In the view of passages: some of them, in the order of the text, with what was said."""
    passages: list[ShownPassage]
    """What is marked beside the text."""
    views: list[Offered]
    """All comments, or those on passages; empty where nothing was said of any."""
    sorts: list[Offered]
    """Empty in the view of passages, which has the order of the text."""
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
    subject: str, *, sort: str | None = "oldest", page: int = 1, show: str | None = None
) -> DiscussionPage | None:
    """A page of a subject's comments; None where the subject is not public or not discussed.

    `sort` and `show` are query parameters as they came; INLINE shows the passages with what was
    said of each. A page beyond the last is the last.
    """
    found = subjects.find(subject)
    if found is None:
        return None
    rules = DiscussionRules.current()
    order = Sort.read(sort)
    thread = thread_of(subject)
    closed = why_closed(found, thread, rules)
    passages = shown_passages(found, thread)
    is_inline = show == INLINE and thread is not None and bool(passages)
    found_page = PageOfRoots([], 1, 1)
    comments: list[ShownComment] = []
    inline: list[PassagePage] = []
    if is_inline and thread is not None:
        pages = -(-len(passages) // PASSAGES_PER_PAGE)
        first = (min(max(1, page), pages) - 1) * PASSAGES_PER_PAGE
        found_page = PageOfRoots([], first // PASSAGES_PER_PAGE + 1, pages)
        inline = passage_pages(found, thread, passages[first : first + PASSAGES_PER_PAGE])
    elif thread is not None and thread.comment_count:
        found_page = page_of_roots(thread, order, page, rules.comments_per_page)
        comments = with_replies(
            found_page.roots, bound=rules.replies_shown, is_open=closed is None, quotes_at=""
        )
    page, pages = found_page.page, found_page.pages

    def beside(number: int) -> str:
        return inline_path(found, number) if is_inline else _page_path(found, order, number)

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
        inline=inline,
        passages=passages,
        views=_views(found, is_inline) if passages else [],
        sorts=[
            Offered(str(one.label), f"{found.path}?sort={one.value}#{ANCHOR}", one is order)
            for one in ([] if is_inline else Sort)
        ],
        previous_path=beside(page - 1) if page > 1 else "",
        next_path=beside(page + 1) if page < pages else "",
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
            quotes=quotes_in(rows, subject.path),
        ),
        previous_path=f"{path}?page={page - 1}" if page > 1 else "",
        next_path=f"{path}?page={page + 1}" if page < pages else "",
        back_path=f"{subject.path}?sort=oldest&page={position_of(root)}#comment-{root.pk}",
    )


def _names(nodes: Sequence[Node], rows: Mapping[int, CommentRow]) -> dict[int, str]:
    """Who wrote the published parents that stand on an earlier page."""
    missing = {node.parent_id for node in nodes if node.parent_id and node.parent_id not in rows}
    if not missing:
        return {}
    parents = Comment.objects.filter(pk__in=missing, state=State.PUBLISHED)
    return dict(parents.values_list("pk", "name"))


def _views(subject: Subject, is_inline: bool) -> list[Offered]:
    return [
        Offered(_("Inline feedback"), inline_path(subject), is_inline),
        Offered(_("View all comments"), f"{subject.path}#{ANCHOR}", not is_inline),
    ]


def _page_path(subject: Subject, sort: Sort, page: int) -> str:
    return f"{subject.path}?sort={sort.value}&page={page}#{ANCHOR}"
