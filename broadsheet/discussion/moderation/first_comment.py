"""Phase: the first comment of a guest whom nobody knows yet."""

from django.db.models import CharField
from django.utils.translation import gettext as _

from broadsheet.core.prepared import Given, Select
from broadsheet.discussion.models import Comment, State
from broadsheet.discussion.moderation.draft import Draft
from broadsheet.discussion.moderation.verdicts import Hold

_published = Select(
    lambda: Comment.objects.filter(
        visitor_key=Given("visitor_key", CharField()),
        name=Given("name", CharField()),
        state=State.PUBLISHED,
    ).values_list("pk")[:1]
)


def check(draft: Draft) -> Hold | None:
    """Hold it, where the rules say so, until a comment of that guest was published.

    A guest is known by name together with the keyed hash of address and browser: an e-mail address
    that nobody confirmed proves nothing, and a name alone can be borrowed.
    """
    if not draft.rules.hold_first_comments:
        return None
    if draft.editing is not None and draft.editing.is_published:
        return None
    is_known = draft.visitor_key != "" and _published(
        visitor_key=draft.visitor_key, name=draft.name
    )
    return None if is_known else Hold(_("First comments are read before they appear."))
