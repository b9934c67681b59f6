"""Phase: a comment that nobody signs, or with a name that no line can hold."""

from broadsheet.discussion.models.comment import NAME_LENGTH
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import NameMissing, NameTooLong


def check(draft: Draft) -> Refuse | None:
    """Refuse an empty name and one that is too long."""
    if not draft.name:
        return Refuse(NameMissing())
    if len(draft.name) > NAME_LENGTH:
        return Refuse(NameTooLong(NAME_LENGTH))
    return None
