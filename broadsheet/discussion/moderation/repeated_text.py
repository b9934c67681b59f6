"""Phase: the same text again and again, under any name and any article."""

from typing import Final

from django.utils.translation import gettext as _

from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold

SHORTEST: Final = 40
"""Characters. Many people say “Thank you!”; nobody writes the same forty characters by chance."""


def check(draft: Draft) -> Hold | None:
    """Hold a text of some length that was sent before within a day."""
    if draft.is_repetition and len(draft.body) >= SHORTEST:
        return Hold(_("The same text was sent before."))
    return None
