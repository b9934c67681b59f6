"""Phase: more links than a conversation needs."""

import re
from typing import Final

from django.utils.translation import ngettext

from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold

_LINK: Final = re.compile(r"https?://|\bwww\.|\bmailto:", re.IGNORECASE)


def check(draft: Draft) -> Hold | None:
    """Hold a comment with more addresses than the rules allow, as links or as plain text."""
    limit = draft.rules.link_limit
    if len(_LINK.findall(draft.body)) <= limit:
        return None
    return Hold(
        ngettext("It has more than %(limit)s link.", "It has more than %(limit)s links.", limit)
        % {"limit": limit}
    )
