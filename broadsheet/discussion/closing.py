"""Whether a discussion takes comments and, if not, why."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.subjects import Subject
from broadsheet.discussion.models import DiscussionRules, State, Thread


def why_closed(subject: Subject, thread: Thread | None, rules: DiscussionRules) -> str | None:
    """The sentence that says why nobody may comment now; None while the discussion is open.

    The subject has the first word (the article's own switch), then the desk, then age.
    """
    if not subject.is_open:
        return subject.closed_reason or _("This discussion is closed.")
    if thread is None:
        return None
    if thread.closed_at is not None:
        if not thread.closed_reason:
            return _("The newsroom has closed this discussion.")
        return _("The newsroom has closed this discussion: %(reason)s") % {
            "reason": thread.closed_reason
        }
    ends = closes_at(thread, rules)
    if ends is not None and ends < clock.now():
        return _("This discussion closed by itself after a time without comments.")
    return None


def closes_at(thread: Thread, rules: DiscussionRules) -> datetime | None:
    """When a thread closes by itself, or did, if nobody speaks any more; None where it never does.

    That is some days after its newest comment.
    """
    if not rules.close_after_days:
        return None
    newest = (
        thread.comments.filter(state=State.PUBLISHED)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return (newest or thread.created_at) + timedelta(days=rules.close_after_days)
