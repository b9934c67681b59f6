"""The JSON of comments: what is sent, and what is answered."""

from typing import Any, Literal

from ninja import Field, Schema

from broadsheet.core.addresses import absolute
from broadsheet.core.clock import rfc3339
from broadsheet.discussion.forms import PassageIn
from broadsheet.discussion.models import Passage
from broadsheet.discussion.queries import Listed


class PassageOut(Schema):
    """Words of the text (W3C TextQuoteSelector and TextPositionSelector).

    `revision`, `block`, `start` and `end` say where they are now, or where they were last when
    they are gone; `exact`, `prefix` and `suffix` stay as they were chosen.
    """

    id: int
    revision: int
    block: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    state: Literal["exact", "moved", "reworded", "gone"]
    question: str
    """What the newsroom asks about these words; mostly empty."""


class CommentOut(Schema):
    """A published comment; one that is gone keeps its place, empty, while replies remain."""

    id: int
    url: str
    parent: int | None
    depth: int
    author: str
    is_staff: bool
    body_html: str
    created_at: str
    edited_at: str | None
    is_gone: bool
    is_pinned: bool
    score: int
    up: int
    down: int
    replies: list["CommentOut"]
    """Oldest first; at most as many in a branch as the newsroom shows under a comment."""
    reply_count: int
    """All published comments below, also those that are not listed."""
    passage: PassageOut | None = None
    """The words of the text that a top-level comment is about."""


class CommentsOut(Schema):
    """A page of top-level comments."""

    count: int
    items: list[CommentOut]
    next: str | None


class CommentIn(Schema):
    """What a guest sends."""

    name: str = ""
    email: str = ""
    body: str = ""
    parent: int | None = None
    passage: PassageIn | None = None
    notify: str = "none"


class PostedOut(Schema):
    """What became of a comment."""

    id: int
    status: Literal["published", "held"]
    url: str | None = None
    edit_url: str
    reason: str | None = None


class VoteIn(Schema):
    """1 up, −1 down, 0 take back."""

    value: int = Field(examples=[1, 0, -1])


class VoteOut(Schema):
    """The sum after the vote."""

    id: int
    score: int
    up: int
    down: int
    value: int


class WrongField(Schema):
    """One thing that is wrong."""

    field: str
    message: str


class ProblemOut(Schema):
    """A problem document (RFC 9457); `errors` names each wrong field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[WrongField] = Field(default_factory=list)


def comment_out(item: Listed) -> dict[str, Any]:
    """A comment as `CommentOut`, with its replies; made by hand, since very many are asked for."""
    comment = item.comment
    is_gone = not comment.is_published
    return {
        "id": comment.pk,
        "url": absolute(f"/comments/{comment.pk}/"),
        "parent": comment.parent_id,
        "depth": comment.depth,
        "author": "" if is_gone else comment.name,
        "is_staff": not is_gone and comment.staff_id is not None,
        "body_html": "" if is_gone else comment.body_html,
        "created_at": rfc3339(comment.created_at),
        "edited_at": rfc3339(comment.edited_at) if comment.edited_at and not is_gone else None,
        "is_gone": is_gone,
        "is_pinned": comment.is_pinned and not is_gone,
        "score": 0 if is_gone else comment.score,
        "up": 0 if is_gone else comment.up,
        "down": 0 if is_gone else comment.down,
        "replies": [comment_out(reply) for reply in item.replies],
        "reply_count": item.reply_count,
        "passage": None if is_gone or comment.passage is None else _passage(comment.passage),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.pk,
        "revision": passage.revision,
        "block": passage.block,
        "start": passage.start,
        "end": passage.end,
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "state": passage.state,
        "question": passage.question,
    }
