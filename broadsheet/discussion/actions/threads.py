"""Threads as a whole: opening, closing, forgetting; and the rules for all of them."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import CharField

from broadsheet.core import clock, subjects
from broadsheet.core.outbox import announce
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.discussion.models import Act, Comment, Decision, DiscussionRules, State, Thread

_of_subject = Select(
    lambda: Thread.objects.select_for_update().filter(subject=Given("subject", CharField()))
)
_log = Insert(Decision)


def locked_thread(subject: str) -> Thread:
    """The thread of a subject, made if need be, locked until the caller's transaction ends.

    Every action that moves a thread's sums takes this lock first, so they never deadlock.
    """
    found = _of_subject.first(subject=subject)
    if found is None:
        found, _created = Thread.objects.select_for_update().get_or_create(
            subject=subject, defaults={"created_at": clock.now()}
        )
    return found


def name_of(user: AbstractBaseUser | None) -> str:
    """How the log names a member of the newsroom; empty for the automatic checks."""
    if user is None:
        return ""
    full_name: str = getattr(user, "get_full_name", str)() or user.get_username()
    return full_name[:150]


def wrote(user: AbstractBaseUser, subject: str) -> bool:
    """Whether a member of the newsroom is among the authors of what is discussed."""
    email: str = getattr(user, "email", "")
    return bool(email) and email.lower() in subjects.emails_of_authors(subject)


def log(
    *,
    thread: Thread,
    act: Act,
    by: AbstractBaseUser | None,
    reason: str = "",
    comment: Comment | None = None,
    from_state: str = "",
    to_state: str = "",
) -> None:
    """Add one decision to the log, inside the transaction of what was decided."""
    _log(
        Decision(
            thread=thread,
            comment=comment,
            act=act,
            by_id=by.pk if by else None,
            by_name=name_of(by),
            reason=reason[:300],
            from_state=from_state,
            to_state=to_state or (State(comment.state) if comment else ""),
            created_at=clock.now(),
        )
    )


def close_thread(*, subject: str, by: AbstractBaseUser | None, reason: str = "") -> Thread:
    """Take no more comments under a subject; what was said stays. Safe to repeat."""
    with transaction.atomic():
        thread = locked_thread(subject)
        if thread.closed_at is None:
            thread.closed_at = clock.now()
            thread.closed_by_id = by.pk if by else None
            thread.closed_reason = reason[:300]
            thread.save(update_fields=["closed_at", "closed_by", "closed_reason"])
            log(thread=thread, act=Act.CLOSE, by=by, reason=reason)
            announce("thread.closed", subject=subject)
    return thread


def reopen_thread(*, subject: str, by: AbstractBaseUser | None, reason: str = "") -> Thread:
    """Take comments again. Safe to repeat."""
    with transaction.atomic():
        thread = locked_thread(subject)
        if thread.closed_at is not None:
            thread.closed_at = thread.closed_by = None
            thread.closed_reason = ""
            thread.save(update_fields=["closed_at", "closed_by", "closed_reason"])
            log(thread=thread, act=Act.REOPEN, by=by, reason=reason)
            announce("thread.reopened", subject=subject)
    return thread


def forget_thread(*, subject: str) -> bool:
    """Delete a thread with all that hangs on it, when its subject leaves for good.

    False where there was none.
    """
    with transaction.atomic():
        deleted, _rows = Thread.objects.filter(subject=subject).delete()
        if deleted:
            announce("thread.forgotten", subject=subject)
    return deleted > 0


def save_rules(**changes: Any) -> DiscussionRules:
    """Change some of the rules (see DiscussionRules) and leave the others as they are.

    Raises ValidationError for a value that the desk would refuse as well.
    """
    with transaction.atomic():
        rules = DiscussionRules.load()
        for field, value in changes.items():
            setattr(rules, field, value)
        rules.full_clean()
        rules.save()
        announce("discussion.rules_changed")
    return rules
