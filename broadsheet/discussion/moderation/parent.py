"""Phase: an answer to a comment that cannot be answered."""

from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import ParentElsewhere, ParentGone, RepliesClosed


def check(draft: Draft) -> Refuse | None:
    """Refuse a parent of another thread, one that readers do not see, and a closed branch."""
    if draft.parent_id is None or draft.editing is not None:
        return None
    parent = draft.parent
    if parent is None or parent.thread_id != draft.thread.pk:
        return Refuse(ParentElsewhere())
    if not parent.is_published:
        return Refuse(ParentGone())
    if parent.replies_closed or (parent.root is not None and parent.root.replies_closed):
        return Refuse(RepliesClosed())
    return None
