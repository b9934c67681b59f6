"""Phase: a text that is empty or too long."""

from broadsheet.core.text import is_visible
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import TextMissing, TooLong


def check(draft: Draft) -> Refuse | None:
    """Refuse nothing at all, and more than the rules allow."""
    if not is_visible(draft.body):
        return Refuse(TextMissing())
    if len(draft.body) > draft.rules.max_length:
        return Refuse(TooLong(length=len(draft.body), limit=draft.rules.max_length))
    return None
