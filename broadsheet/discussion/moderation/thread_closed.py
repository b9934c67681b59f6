"""Phase: a discussion that takes no more comments."""

from broadsheet.discussion.closing import why_closed
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import ThreadClosed


def check(draft: Draft) -> Refuse | None:
    """Refuse what comes after the end. Mending what one said before stays possible."""
    if draft.editing is not None:
        return None
    reason = why_closed(draft.subject, draft.thread, draft.rules)
    return None if reason is None else Refuse(ThreadClosed(reason))
