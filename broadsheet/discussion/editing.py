"""Until when an author may edit a comment, and the signed address that lets them."""

from datetime import timedelta
from typing import Final

from broadsheet.core import clock, links
from broadsheet.discussion.models import Comment, State

EDIT_TIME: Final = timedelta(minutes=15)
"""Long enough to mend a slip, too short to change what others answered."""
_PURPOSE: Final = "discussion.edit"


def may_edit(comment: Comment) -> bool:
    """Whether the time for editing is not over; what was removed stays as it was."""
    is_fresh = clock.now() < comment.created_at + EDIT_TIME
    return is_fresh and comment.state in {State.PUBLISHED, State.HELD} and comment.body != ""


def edit_path(comment: Comment) -> str:
    """The address where its author edits a comment; empty once the time is over."""
    return _path_to("edit", comment)


def erase_path(comment: Comment) -> str:
    """The address where its author deletes a comment; empty once the time is over."""
    return _path_to("erase", comment)


def _path_to(act: str, comment: Comment) -> str:
    if not may_edit(comment):
        return ""
    return f"/comments/{comment.pk}/{act}/{links.sign(_PURPOSE, comment.pk)}/"


def editable(comment_id: int, token: str) -> Comment | None:
    """The comment that a signed address lets its holder edit now; None for any other address."""
    try:
        if links.read(_PURPOSE, token) != comment_id:
            return None
    except links.BadLink:
        return None
    comment = Comment.objects.select_related("thread").filter(pk=comment_id).first()
    return comment if comment is not None and may_edit(comment) else None
