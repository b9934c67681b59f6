"""Reporting: a reader tells the newsroom that something is wrong with a comment."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core import clock, limits, subjects
from broadsheet.core.text import clean_text
from broadsheet.discussion.actions.moderating import hold
from broadsheet.discussion.models import Act, Comment, DiscussionRules, Reason, Report
from broadsheet.discussion.models.report import NOTE_LENGTH
from broadsheet.discussion.refusals import BadReason, NoSuchComment

PER_HOUR: Final = 10
"""Reports from one browser in an hour."""


def report(
    *, comment_id: int, reason: str, note: str = "", visitor_key: str = "", address_key: str = ""
) -> Report:
    """Report a comment; the same reader's second report of it changes the first.

    Enough readers hold it (see DiscussionRules), unless a moderator decided to leave it.
    Raises NoSuchComment, BadReason and limits.TooMany.
    """
    if reason not in Reason.values:
        raise BadReason
    comment = Comment.objects.select_related("thread").filter(pk=comment_id).first()
    if comment is None or not comment.is_published:
        raise NoSuchComment
    if subjects.find(comment.thread.subject) is None:
        raise NoSuchComment
    with transaction.atomic():
        if address_key:
            limits.take("report", address_key, limit=PER_HOUR, per_seconds=3600)
        made, _is_new = Report.objects.update_or_create(
            comment=comment,
            visitor_key=visitor_key,
            defaults={
                "reason": reason,
                "note": clean_text(note)[:NOTE_LENGTH],
                "created_at": clock.now(),
                "settled_at": None,
            },
        )
        _hold_if_many(comment)
    return made


def _hold_if_many(comment: Comment) -> None:
    needed = DiscussionRules.load().reports_to_hold
    if not needed or comment.staff_id is not None:
        return
    if Report.objects.filter(comment=comment, settled_at__isnull=True).count() < needed:
        return
    said_before = comment.decisions.filter(act__in=[Act.APPROVE, Act.RESTORE, Act.DISMISS])
    if comment.is_published and not said_before.exists():
        hold(comment=comment, by=None, reason=_("Several readers reported it."))
