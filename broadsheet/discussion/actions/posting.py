"""Posting a comment and mending it while it is fresh."""

from dataclasses import astuple, dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import get_language

from broadsheet.core import clock, limits, subjects
from broadsheet.core.limits import Limit
from broadsheet.core.outbox import announce
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.core.subjects import Subject
from broadsheet.core.text import clean_email, clean_line, clean_text
from broadsheet.discussion import tally
from broadsheet.discussion.actions.passages import chosen_passage
from broadsheet.discussion.actions.repeats import (
    digest_of,
    is_repetition,
    remember,
    sent_with,
    twin_of,
)
from broadsheet.discussion.actions.threads import locked_thread, log, wrote
from broadsheet.discussion.editing import edit_path, may_edit
from broadsheet.discussion.mentions import render_in
from broadsheet.discussion.models import (
    Act,
    Comment,
    DiscussionRules,
    Notify,
    Passage,
    State,
    Thread,
    Wording,
)
from broadsheet.discussion.moderation import Draft, Hold, Refuse, judge
from broadsheet.discussion.moderation.draft import fingerprint_of
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.refusals import (
    EditingOver,
    EmailMissing,
    NoSuchSubject,
    NotifyUnknown,
    PassageInReply,
    TooLong,
)

NOTHING: Final = "none"
"""What `notify` says where no letters are asked for."""
PER_MINUTE: Final = 6
"""Comments from one browser in a minute."""
EDITS_PER_MINUTE: Final = 6
"""New versions of one comment in a minute."""
PER_TEN_MINUTES: Final = 60
"""Comments from one address in ten minutes; a school or an office may share an address."""

_add = Insert(Comment)
_with_root = Select(
    lambda: Comment.objects.filter(pk=Given("comment", BigIntegerField())).select_related("root")
)


@dataclass(frozen=True)
class Posted:
    """What became of a comment."""

    comment: Comment
    subject: Subject
    """What it is about, as it was found when that was written."""
    created: bool
    """False where the same was sent before and this is the comment it made then."""
    edit_path: str
    """Signed address to edit it, without an account; empty where that is over or not yours."""
    reason: str = ""
    """Why it is held."""


def post_comment(
    *,
    subject: str,
    name: str,
    body: str,
    email: str = "",
    parent_id: int | None = None,
    address_key: str = "",
    visitor_key: str = "",
    idempotency_key: str = "",
    notify: str = "none",
    trap: str = "",
    staff: AbstractBaseUser | None = None,
    passage: Chosen | None = None,
) -> Posted:
    """Say something under a subject. Sending the same again gives the comment of the first time.

    Raises Refused (see refusals.py: each names its field) and limits.TooMany; nothing is stored
    then.
    """
    found = subjects.find(subject)
    if found is None:
        raise NoSuchSubject
    if notify not in {NOTHING, *Notify.values}:
        raise NotifyUnknown
    if notify == Notify.PASSAGE and passage is None and parent_id is None:
        raise NotifyUnknown
    if notify != NOTHING and not email:
        raise EmailMissing
    rules = DiscussionRules.current()
    _refuse_huge(body, rules)
    name, body, email = clean_line(name), clean_text(body), clean_email(email)
    if passage is not None and parent_id is not None:
        raise PassageInReply
    words = astuple(passage) if passage else ()
    digest = digest_of(subject, name, email, body, parent_id, notify, *words)
    with transaction.atomic():
        earlier = sent_with(idempotency_key, digest)
        if earlier is not None:
            return _as_before(earlier, found, is_author=True)
        _count_attempt(address_key=address_key, visitor_key=visitor_key)
        thread = locked_thread(subject)
        about = chosen_passage(thread=thread, chosen=passage) if passage else None
        fingerprint = fingerprint_of(body)
        is_repeated = is_repetition(fingerprint)
        twin = None
        if is_repeated:
            twin = twin_of(
                thread=thread,
                parent_id=parent_id,
                passage=about,
                name=name,
                fingerprint=fingerprint,
            )
        if twin is not None:
            remember(idempotency_key, digest, twin)
            return _as_before(twin, found, is_author=twin.visitor_key == visitor_key)
        draft = Draft(
            subject=found,
            thread=thread,
            rules=rules,
            name=name,
            body=body,
            at=clock.now(),
            fingerprint=fingerprint,
            is_repetition=is_repeated,
            parent_id=parent_id,
            parent=_parent(parent_id),
            visitor_key=visitor_key,
            trap=trap,
            staff=staff,
        )
        posted = _publish_or_hold(draft, email, notify, about)
        remember(idempotency_key, digest, posted.comment)
        return posted


def _publish_or_hold(draft: Draft, email: str, notify: str, about: Passage | None) -> Posted:
    """Write the comment in the state that the phases give it; raises what they refuse with."""
    verdict = judge(draft)
    if isinstance(verdict, Refuse):
        raise verdict.error
    thread, parent = draft.thread, draft.parent
    comment = Comment(
        thread=thread,
        parent=parent,
        root_id=parent.root_id_or_own if parent else None,
        depth=parent.depth + 1 if parent else 0,
        passage=about,
        name=draft.name,
        email=email,
        staff_id=draft.staff.pk if draft.staff else None,
        is_author=draft.staff is not None and wrote(draft.staff, thread.subject),
        visitor_key=draft.visitor_key,
        body=draft.body,
        body_html=render_in(thread, draft.body),
        fingerprint=draft.fingerprint,
        state=State.HELD if isinstance(verdict, Hold) else State.PUBLISHED,
        created_at=draft.at,
    )
    _add(comment)
    # Told with the comment, so that asking for letters costs the posting nothing.
    asked = {"subject": thread.subject, "comment": comment.pk}
    if notify != NOTHING:
        asked |= {"notify": notify, "language": get_language()}
    if isinstance(verdict, Hold):
        log(thread=thread, comment=comment, act=Act.HOLD, by=None, reason=verdict.reason)
        announce("comment.held", **asked)
        return Posted(comment, draft.subject, True, edit_path(comment), verdict.reason)
    tally.count_state(comment, before="", after=State.PUBLISHED)
    announce("comment.published", **asked)
    return Posted(comment, draft.subject, True, edit_path(comment))


def edit_comment(*, comment_id: int, body: str) -> Posted:
    """Replace the text of a comment within the time for that; the phases judge it again.

    What was held stays held. Raises Refused and limits.TooMany; the old text stays then.
    """
    rules = DiscussionRules.current()
    _refuse_huge(body, rules)
    body = clean_text(body)
    with transaction.atomic():
        thread = _lock_thread_of(comment_id)
        comment = Comment.objects.select_related("thread").get(pk=comment_id)
        subject = subjects.find(thread.subject)
        if subject is None or not may_edit(comment):
            raise EditingOver
        if body == comment.body:
            return _as_before(comment, subject, is_author=True)
        limits.take("comment.edit", str(comment_id), limit=EDITS_PER_MINUTE, per_seconds=60)
        fingerprint = fingerprint_of(body)
        draft = Draft(
            subject=subject,
            thread=thread,
            rules=rules,
            name=comment.name,
            body=body,
            at=clock.now(),
            fingerprint=fingerprint,
            is_repetition=is_repetition(fingerprint, editing=comment),
            visitor_key=comment.visitor_key,
            editing=comment,
        )
        verdict = judge(draft)
        if isinstance(verdict, Refuse):
            raise verdict.error
        before = State(comment.state)
        is_held = isinstance(verdict, Hold) or before == State.HELD
        Wording.objects.create(comment=comment, body=comment.body, until_at=draft.at)
        comment.body = body
        comment.body_html = render_in(thread, body)
        comment.fingerprint = draft.fingerprint
        comment.edited_at = draft.at
        comment.state = State.HELD if is_held else State.PUBLISHED
        comment.save(update_fields=["body", "body_html", "fingerprint", "edited_at", "state"])
        log(thread=thread, comment=comment, act=Act.EDIT, by=None, from_state=before)
        if isinstance(verdict, Hold) and before != State.HELD:
            log(
                thread=thread,
                comment=comment,
                act=Act.HOLD,
                by=None,
                reason=verdict.reason,
                from_state=before,
            )
            tally.count_state(comment, before=before, after=State.HELD)
            announce("comment.held", subject=thread.subject, comment=comment.pk)
        elif not is_held:
            announce("comment.edited", subject=thread.subject, comment=comment.pk)
        return Posted(comment, subject, True, edit_path(comment), _held_reason(comment))


def _refuse_huge(body: str, rules: DiscussionRules) -> None:
    """Turn a megabyte away before anything reads it; white space may be a little more."""
    if len(body) > 2 * rules.max_length:
        raise TooLong(length=len(body), limit=rules.max_length)


def _count_attempt(*, address_key: str, visitor_key: str) -> None:
    limits.take_all(
        *(
            Limit("comment", who, limit, per_seconds)
            for who, limit, per_seconds in (
                (visitor_key, PER_MINUTE, 60),
                (address_key, PER_TEN_MINUTES, 600),
            )
            if who
        )
    )


def _as_before(comment: Comment, subject: Subject, *, is_author: bool) -> Posted:
    """The answer to what was sent again; a stranger gets no address to edit it."""
    path = edit_path(comment) if is_author else ""
    return Posted(comment, subject, False, path, _held_reason(comment))


def _held_reason(comment: Comment) -> str:
    if comment.state != State.HELD:
        return ""
    last = comment.decisions.filter(act=Act.HOLD).order_by("-id").first()
    return last.reason if last else ""


def _parent(parent_id: int | None) -> Comment | None:
    return None if parent_id is None else _with_root.first(comment=parent_id)


def _lock_thread_of(comment_id: int) -> Thread:
    thread = Thread.objects.select_for_update(of=("self",)).filter(comments__id=comment_id).first()
    if thread is None:
        raise EditingOver
    return thread
