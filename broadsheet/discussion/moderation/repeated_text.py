"""Phase: the same text again and again, under any name and any article."""

from datetime import timedelta
from typing import Final

from django.db.models import BigIntegerField, CharField, DateTimeField
from django.utils.translation import gettext as _

from broadsheet.core.prepared import Given, Select
from broadsheet.discussion.models import Comment
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold

WINDOW: Final = timedelta(hours=24)
SHORTEST: Final = 40
"""Characters. Many people say “Thank you!”; nobody writes the same forty characters by chance."""

_same_text = Select(
    lambda: (
        Comment.objects.filter(
            fingerprint=Given("fingerprint", CharField()),
            created_at__gte=Given("since", DateTimeField()),
        )
        .exclude(pk=Given("editing", BigIntegerField()))
        .values_list("pk")[:1]
    )
)


def check(draft: Draft) -> Hold | None:
    """Hold a text of some length that was sent before within a day."""
    if len(draft.body) < SHORTEST:
        return None
    earlier = _same_text(
        fingerprint=draft.fingerprint,
        since=draft.at - WINDOW,
        editing=draft.editing.pk if draft.editing else 0,
    )
    return Hold(_("The same text was sent before.")) if earlier else None
