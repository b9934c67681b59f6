"""Phase: a comment that nobody signs, or with a name that no line can hold."""

from broadsheet.core.text import is_visible
from broadsheet.discussion.models.comment import NAME_LENGTH
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import NameMissing, NameTooLong


def check(draft: Draft) -> Refuse | None:
    """Refuse a name that nobody can see and one that is too long."""
    if not is_visible(draft.name):
        return Refuse(NameMissing())
    if len(draft.name) > NAME_LENGTH:
        return Refuse(NameTooLong(NAME_LENGTH))
    return None
