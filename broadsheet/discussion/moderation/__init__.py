"""What happens to a comment before anybody sees it: an ordered list of phases, one file each.

To add one: write `moderation/<name>.py` with a function `check(draft) -> Refuse | Hold | None`, and
give it a place in PHASES with the reason for that place.
"""

from collections.abc import Callable
from typing import Final

from broadsheet.discussion.moderation import (
    first_comment,
    honeypot,
    length,
    links,
    name,
    parent,
    repeated_text,
    thread_closed,
)
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold, Publish, Refuse, Verdict

Phase = Callable[[Draft], Refuse | Hold | None]

PHASES: Final[tuple[Phase, ...]] = (
    # Refusals first: the author can mend them at once, so nothing is stored and nobody is bothered.
    length.check,  # before all that reads the text: 1 MB is turned away by counting it
    name.check,
    honeypot.check,  # programs need not learn anything about the thread
    thread_closed.check,
    parent.check,  # after the thread: in a closed one the parent does not matter
    # Then reasons to hold, the most telling first, since a moderator sees the first that applies.
    repeated_text.check,  # a flood, whoever signs it
    links.check,
    first_comment.check,  # last: it applies to everybody new and says the least about the text
)


def judge(draft: Draft) -> Verdict:
    """The verdict on a draft: that of the first phase that has one, else publish.

    Members of the newsroom are never held.
    """
    for phase in PHASES:
        verdict = phase(draft)
        if isinstance(verdict, Refuse) or (isinstance(verdict, Hold) and draft.staff is None):
            return verdict
    return Publish()


__all__ = ["PHASES", "Draft", "Hold", "Publish", "Refuse", "Verdict", "judge"]
