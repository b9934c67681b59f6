"""What moderators do. Every act is logged with who, when and why."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from broadsheet.core.outbox import announce
from broadsheet.discussion import marks, tally
from broadsheet.discussion.actions.threads import locked_thread, log
from broadsheet.discussion.models import Act, Comment, State
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
    """Let a top-level comment open its page, as the newsroom's pick. Safe to repeat."""
    return _pin(comment, True, by, reason)


def unpin(*, comment: Comment, by: AbstractBaseUser | None, reason: str = "") -> Comment:
    """Give a pinned comment its ordinary place again. Safe to repeat."""
    return _pin(comment, False, by, reason)


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


def _pin(comment: Comment, is_pinned: bool, by: AbstractBaseUser | None, reason: str) -> Comment:
    with transaction.atomic():
        thread = locked_thread(comment.thread.subject)
        changed = Comment.objects.filter(
            pk=comment.pk, parent__isnull=True, is_pinned=not is_pinned
        ).update(is_pinned=is_pinned)
        comment.refresh_from_db(fields=["is_pinned", "state", "reply_count", "score"])
        if changed:
            if comment.is_published or comment.reply_count:
                (marks.left if is_pinned else marks.came)(thread, comment)
            act = Act.PIN if is_pinned else Act.UNPIN
            log(thread=thread, comment=comment, act=act, by=by, reason=reason)
            announce("comment.pinned", subject=thread.subject, comment=comment.pk)
    return comment
