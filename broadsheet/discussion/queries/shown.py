"""A comment as a template shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.discussion.models import Comment, State
from broadsheet.discussion.queries.tree import Placed, indents
from broadsheet.discussion.queries.visible import node_of

INDENT_LIMIT = 4
"""Steps of indentation on a page; below that, a comment says whom it answers."""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment of a page, in reading order; the text and name of a tombstone are gone."""

    id: int
    anchor: str
    """Its id on the page, such as "comment-12"."""
    name: str
    is_staff: bool
    body_html: str
    created_at: datetime
    moment: str
    """Time for machines, as HTML allows it: at most three decimals, here none."""
    written: str
    """Time for people, in the newsroom's zone."""
    is_edited: bool
    is_pinned: bool
    tombstone: str
    """The sentence that stands where a comment was; empty for a published one."""
    score: int
    up: int
    down: int
    reply_count: int
    can_reply: bool
    path: str
    """Its own address; `vote/` and `reply/` are below it."""
    level: int
    """Steps of indentation."""
    answers: str
    """The name of the author it answers, where indentation does not show it."""
    answers_path: str
    opens_list: bool
    """Whether the next comment stands one level deeper, inside this one."""
    ends: range
    """How many lists of replies end with this comment."""
    more: int
    """Replies of its branch that are not on this page, told under the branch's last comment."""
    more_path: str


def shown_comments(
    placed: Sequence[Placed],
    rows: Mapping[int, Comment],
    *,
    can_reply: bool,
    names: Mapping[int, str],
    more: Mapping[int, tuple[int, str]] | None = None,
) -> list[ShownComment]:
    """Comments in reading order with the marks for nested lists.

    `rows` holds their texts, `names` the authors of published parents, `more` the rest of a branch
    (how many, address) by the id of the last comment shown of it.
    """
    zone = clock.zone()
    levels = indents([one.node.depth for one in placed], INDENT_LIMIT)
    on_page = {one.node.id for one in placed}
    shown = []
    for index, one in enumerate(placed):
        next_level = levels[index + 1] if index + 1 < len(levels) else 0
        parent_id = one.node.parent_id
        is_plain = parent_id in on_page and one.node.depth <= INDENT_LIMIT
        shown.append(
            _shown(
                one,
                rows[one.node.id],
                zone=zone,
                can_reply=can_reply,
                level=levels[index],
                next_level=next_level,
                answers="" if parent_id is None or is_plain else names.get(parent_id, ""),
                more=(more or {}).get(one.node.id, (0, "")),
            )
        )
    return shown


def shown_one(comment: Comment, *, can_reply: bool = True) -> ShownComment:
    """A single published comment as it appears in its place, for the page of whoever wrote it."""
    parent = comment.parent
    return _shown(
        Placed(node_of(comment), 0),
        comment,
        zone=clock.zone(),
        can_reply=can_reply,
        level=min(comment.depth, INDENT_LIMIT),
        next_level=min(comment.depth, INDENT_LIMIT),
        answers=parent.name if parent and comment.depth > INDENT_LIMIT else "",
        more=(0, ""),
    )


def _shown(
    placed: Placed,
    row: Comment,
    *,
    zone: ZoneInfo,
    can_reply: bool,
    level: int,
    next_level: int,
    answers: str,
    more: tuple[int, str],
) -> ShownComment:
    is_published = row.state == State.PUBLISHED
    return ShownComment(
        id=row.pk,
        anchor=f"comment-{row.pk}",
        name=row.name if is_published else "",
        is_staff=is_published and row.staff_id is not None,
        body_html=row.body_html if is_published else "",
        created_at=row.created_at,
        moment=row.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        written=date_format(row.created_at.astimezone(zone), "j F Y, H:i"),
        is_edited=is_published and row.edited_at is not None,
        is_pinned=is_published and row.is_pinned,
        tombstone="" if is_published else _tombstone(row.state),
        score=row.score if is_published else 0,
        up=row.up if is_published else 0,
        down=row.down if is_published else 0,
        reply_count=placed.reply_count,
        can_reply=can_reply and is_published and not row.replies_closed,
        path=reverse("discussion:comment", args=[row.pk]),
        level=level,
        answers=answers,
        answers_path=reverse("discussion:comment", args=[row.parent_id]) if answers else "",
        opens_list=next_level > level,
        ends=range(max(0, level - next_level)),
        more=more[0],
        more_path=more[1],
    )


def _tombstone(state: str) -> str:
    if state == State.HELD:
        return _("This comment is waiting for the newsroom.")
    return _("This comment was removed by the newsroom.")
