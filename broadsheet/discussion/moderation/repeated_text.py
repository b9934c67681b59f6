"""Phase: the same text again and again, under any name and any article."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.discussion.models import Comment
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold

WINDOW: Final = timedelta(hours=24)
SHORTEST: Final = 40
"""Characters. Many people say “Thank you!”; nobody writes the same forty characters by chance."""


def check(draft: Draft) -> Hold | None:
    """Hold a text of some length that was sent before within a day."""
    if len(draft.body) < SHORTEST:
        return None
    earlier = Comment.objects.filter(
        fingerprint=draft.fingerprint, created_at__gte=draft.at - WINDOW
    )
    if draft.editing is not None:
        earlier = earlier.exclude(pk=draft.editing.pk)
    return Hold(_("The same text was sent before.")) if earlier.exists() else None
