"""A comment as a page shows it: its row and its place in the list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.prepared import KeptRows
from broadsheet.core.questions import Question
from broadsheet.discussion.models import Comment, State
from broadsheet.discussion.queries.tree import Node, indents
from broadsheet.discussion.queries.visible import node_of

INDENT_LIMIT: Final = 4
"""Steps of indentation on a page; below that, a comment says whom it answers."""
MOMENTS_KEPT: Final = 8192
"""Times of comments that a process keeps in words: writing one costs more than all the rest."""

_KEPT: Final = KeptRows(1024)
"""Rows of comments as they were read, those shown last: some two megabytes in each process."""


class CommentRow(NamedTuple):
    """What is read of a comment to show it; the fields are columns."""

    id: int
    parent_id: int | None
    root_id: int | None
    depth: int
    name: str
    staff_id: int | None
    is_author: bool
    body_html: str
    state: str
    created_at: datetime
    edited_at: datetime | None
    is_pinned: bool
    is_featured: bool
    replies_closed: bool
    reply_count: int
    up: int
    down: int
    passage_id: int | None = None


class ShownComment(NamedTuple):
    """One comment of a page, in reading order; the text and name of a tombstone are gone."""

    row: CommentRow
    thread_is_open: bool
    level: int
    """Steps of indentation."""
    answers: str
    """The name of the author it answers, where indentation does not show it."""
    opens_list: bool
    """Whether the next comment stands one level deeper, inside this one."""
    ends: int
    """How many lists of replies end with this comment."""
    more: int
    """Replies of its branch that are not on this page, told under the branch's last comment."""
    more_path: str
    quote: str = ""
    """The words of the text that it is about, where the page tells."""
    quote_path: str = ""
    """Where these words stand."""

    @property
    def id(self) -> int:
        """The comment's number."""
        return self.row.id

    @property
    def is_published(self) -> bool:
        """False for a tombstone."""
        return self.row.state == State.PUBLISHED

    @property
    def anchor(self) -> str:
        """Its id on the page, such as "comment-12"."""
        return f"comment-{self.row.id}"

    @property
    def path(self) -> str:
        """Its own address; `vote/` and `reply/` are below it."""
        return path_of(self.row.id)

    @property
    def name(self) -> str:
        """Who wrote it."""
        return self.row.name if self.is_published else ""

    @property
    def is_staff(self) -> bool:
        """Whether a member of the newsroom wrote it."""
        return self.is_published and self.row.staff_id is not None

    @property
    def is_author(self) -> bool:
        """Whether an author of what is discussed wrote it."""
        return self.is_published and self.row.is_author

    @property
    def body_html(self) -> str:
        """Its text, cleaned."""
        return self.row.body_html if self.is_published else ""

    @property
    def moment(self) -> str:
        """Time for machines, as HTML allows it: at most three decimals, here none."""
        return self.row.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def written(self) -> str:
        """Time for people, in the newsroom's zone."""
        minute = self.row.created_at.replace(second=0, microsecond=0)
        return _written(minute, clock.zone(), get_language())

    @property
    def is_edited(self) -> bool:
        """Whether its author mended it."""
        return self.is_published and self.row.edited_at is not None

    @property
    def is_pinned(self) -> bool:
        """Whether it opens its page."""
        return self.is_published and self.row.is_pinned

    @property
    def is_featured(self) -> bool:
        """Whether the newsroom picked it."""
        return self.is_published and self.row.is_featured

    @property
    def tombstone(self) -> str:
        """The sentence that stands where a comment was; empty for a published one."""
        return "" if self.is_published else tombstone(self.row.state)

    @property
    def up(self) -> int:
        """Votes for it."""
        return self.row.up if self.is_published else 0

    @property
    def down(self) -> int:
        """Votes against it."""
        return self.row.down if self.is_published else 0

    @property
    def can_reply(self) -> bool:
        """Whether it can be answered."""
        return self.thread_is_open and self.is_published and not self.row.replies_closed

    @property
    def answers_path(self) -> str:
        """The address of what it answers, where `answers` names somebody."""
        return path_of(self.row.parent_id or 0) if self.answers else ""


_ROWS: Final = Question(
    lambda ids: Comment.objects.filter(pk__in=ids).values_list(*CommentRow._fields),
    kept=_KEPT,
)


_BRANCHES: Final = Question(
    lambda ids, branches: (
        Comment.objects.filter(Q(pk__in=ids) | Q(root_id__in=branches))
        .order_by("created_at", "id")
        .values_list(*CommentRow._fields)
    ),
    kept=_KEPT,
)


def rows_with_branches(ids: Iterable[int], branches: Iterable[int]) -> dict[int, CommentRow]:
    """Some comments, and all that is below some of them, oldest first, with one query."""
    return {row[0]: CommentRow._make(row) for row in _BRANCHES(ids, branches)}


def rows_of(ids: Iterable[int]) -> dict[int, CommentRow]:
    """The rows of some comments by their ids, with one query."""
    return {row[0]: CommentRow._make(row) for row in _ROWS(ids)}


def shown_comments(
    nodes: Sequence[Node],
    rows: Mapping[int, CommentRow],
    *,
    is_open: bool,
    names: Mapping[int, str] | None = None,
    more: Mapping[int, tuple[int, str]] | None = None,
    quotes: Mapping[int, tuple[str, str]] | None = None,
) -> list[ShownComment]:
    """Comments in reading order with the marks for nested lists.

    `rows` holds their texts, `names` the authors of published parents that are not among them,
    `more` the rest of a branch (how many, address) by the id of the last comment shown of it,
    `quotes` the words that comments are about (words, address) by passage.
    """
    levels = indents([node.depth for node in nodes], INDENT_LIMIT)
    levels.append(0)
    shown = []
    for index, node in enumerate(nodes):
        level, next_level = levels[index], levels[index + 1]
        parent = rows.get(node.parent_id) if node.parent_id else None
        if node.parent_id is None or (parent is not None and node.depth <= INDENT_LIMIT):
            answers = ""
        elif parent is not None:
            answers = parent.name if parent.state == State.PUBLISHED else ""
        else:
            answers = (names or {}).get(node.parent_id, "")
        row = rows[node.id]
        quote, quote_path = (quotes or {}).get(row.passage_id or 0, ("", ""))
        left, left_path = (more or {}).get(node.id, (0, ""))
        shown.append(
            ShownComment(
                row=row,
                thread_is_open=is_open,
                level=level,
                answers=answers,
                quote=quote if row.state == State.PUBLISHED else "",
                quote_path=quote_path,
                opens_list=next_level > level,
                ends=max(0, level - next_level),
                more=left,
                more_path=left_path,
            )
        )
    return shown


def shown_one(comment: Comment, *, can_reply: bool = True) -> ShownComment:
    """A single published comment as it appears in its place, for the page of whoever wrote it."""
    parent = comment.parent
    return ShownComment(
        row=_row_of(comment),
        thread_is_open=can_reply,
        level=min(comment.depth, INDENT_LIMIT),
        answers=parent.name if parent and comment.depth > INDENT_LIMIT else "",
        opens_list=False,
        ends=0,
        more=0,
        more_path="",
    )


def with_answered(comment: Comment) -> list[ShownComment]:
    """A published comment inside the one that it answers, as they stand on the page."""
    rows = [row for row in (comment.parent, comment) if row is not None]
    return shown_comments(
        [node_of(row) for row in rows],
        {row.pk: _row_of(row) for row in rows},
        is_open=True,
    )


def _row_of(comment: Comment) -> CommentRow:
    return CommentRow(*(getattr(comment, field) for field in CommentRow._fields))


def path_of(comment_id: int) -> str:
    """The address of a comment."""
    return _path_pattern().replace("0", str(comment_id))


@lru_cache(maxsize=1)
def _path_pattern() -> str:
    """The address of comment 0, which there is not: looking an address up takes its time."""
    return reverse("discussion:comment", args=[0])


@lru_cache(maxsize=MOMENTS_KEPT)
def _written(minute: datetime, zone: ZoneInfo, language: str | None) -> str:
    return date_format(minute.astimezone(zone), "j F Y, H:i")


def tombstone(state: str) -> str:
    """The sentence that stands where a comment was."""
    if state == State.ERASED:
        return _("This comment was deleted by its author.")
    if state == State.HELD:
        return _("This comment is waiting for the newsroom.")
    return _("This comment was removed by the newsroom.")
