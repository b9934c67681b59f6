"""What moderators do. Every act is logged with who, when and why."""

from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from broadsheet.core import clock
from broadsheet.core.outbox import announce
from broadsheet.discussion import marks, tally
from broadsheet.discussion.actions.threads import locked_thread, log
from broadsheet.discussion.models import Act, Comment, Report, State
from broadsheet.discussion.refusals import WrongState


def approve(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Publish a comment that was held. Raises WrongState when it is not held any more."""
    return _move(comment, Act.APPROVE, {State.HELD}, State.PUBLISHED, by, reason)


def hold(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Take a published comment out of sight until somebody has decided. Raises WrongState."""
    return _move(comment, Act.HOLD, {State.PUBLISHED}, State.HELD, by, reason)


def remove(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Take a published or held comment out of sight for good. Raises WrongState."""
    return _move(comment, Act.REMOVE, {State.PUBLISHED, State.HELD}, State.REMOVED, by, reason)


def restore(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Publish a comment that was removed. Raises WrongState when it is not removed any more."""
    return _move(comment, Act.RESTORE, {State.REMOVED}, State.PUBLISHED, by, reason)


def pin(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Let a top-level comment open its page. Safe to repeat."""
    return _mark(comment, Act.PIN, by, reason)


def unpin(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Give a pinned comment its ordinary place again. Safe to repeat."""
    return _mark(comment, Act.UNPIN, by, reason)


def feature(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Make a comment the newsroom's pick, in its ordinary place. Safe to repeat."""
    return _mark(comment, Act.FEATURE, by, reason)


def unfeature(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Take the newsroom's mark off a comment. Safe to repeat."""
    return _mark(comment, Act.UNFEATURE, by, reason)


def dismiss(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Leave a reported comment as it is; more reports do not hold it any more."""
    with transaction.atomic():
        thread = locked_thread(comment.thread.subject)
        comment.refresh_from_db(fields=["state"])
        if _settle_reports(comment):
            log(thread=thread, comment=comment, act=Act.DISMISS, by=by, reason=reason)
    return comment


_TOPICS = {
    Act.APPROVE: "comment.published",
    Act.RESTORE: "comment.published",
    Act.HOLD: "comment.hidden",
    Act.REMOVE: "comment.removed",
}


def _move(
    comment: Comment,
    act: Act,
    allowed: set[State],
    to_state: State,
    by: AbstractBaseUser | None,
    reason: str,
) -> Comment:
    with transaction.atomic():
        thread = locked_thread(comment.thread.subject)
        comment.refresh_from_db(fields=["state", "is_pinned", "reply_count", "score"])
        comment.thread = thread
        from_state = State(comment.state)
        if from_state not in allowed:
            raise WrongState(str(from_state.label))
        comment.state = to_state
        comment.save(update_fields=["state"])
        tally.count_state(comment, before=from_state, after=to_state)
        if by is not None:
            _settle_reports(comment)
        log(
            thread=thread,
            comment=comment,
            act=act,
            by=by,
            reason=reason,
            from_state=from_state,
            to_state=to_state,
        )
        announce(_TOPICS[act], subject=thread.subject, comment=comment.pk)
    return comment


_MARKS: Final = {
    Act.PIN: ("is_pinned", True),
    Act.UNPIN: ("is_pinned", False),
    Act.FEATURE: ("is_featured", True),
    Act.UNFEATURE: ("is_featured", False),
}


def _mark(comment: Comment, act: Act, by: AbstractBaseUser | None, reason: str) -> Comment:
    field, value = _MARKS[act]
    with transaction.atomic():
        thread = locked_thread(comment.thread.subject)
        rows = Comment.objects.filter(pk=comment.pk, **{field: not value})
        if act == Act.PIN:
            rows = rows.filter(parent__isnull=True)
        if act == Act.FEATURE:
            rows = rows.filter(state=State.PUBLISHED)
        changed = rows.update(**{field: value})
        comment.refresh_from_db(fields=[field, "state", "reply_count", "score"])
        if changed:
            if field == "is_pinned" and (comment.is_published or comment.reply_count):
                (marks.left if value else marks.came)(thread, comment)
            log(thread=thread, comment=comment, act=act, by=by, reason=reason)
            announce("comment.pinned", subject=thread.subject, comment=comment.pk)
    return comment


def _settle_reports(comment: Comment) -> int:
    """Whoever decided has seen the reports; gives how many there were."""
    waiting = Report.objects.filter(comment=comment, settled_at__isnull=True)
    return waiting.update(settled_at=clock.now())
