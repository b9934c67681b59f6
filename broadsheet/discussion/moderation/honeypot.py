"""Phase: a field that people cannot see and programs like to fill."""

from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Refuse
from broadsheet.discussion.refusals import TrapFilled


def check(draft: Draft) -> Refuse | None:
    """Refuse openly: a person whose browser filled the field can empty it and send again."""
    return Refuse(TrapFilled()) if draft.trap else None
