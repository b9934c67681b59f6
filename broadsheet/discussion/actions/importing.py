"""Discussions that come from elsewhere: no phases, limits or mail; their own times and totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.html import clean_comment_html
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_email, clean_line, clean_text, plain
from broadsheet.discussion import marks, tally
from broadsheet.discussion.actions.threads import locked_thread, log
from broadsheet.discussion.markup import render_comment
from broadsheet.discussion.models import (
    Act,
    Comment,
    Decision,
    OpeningVotes,
    Pingback,
    State,
    Thread,
)
from broadsheet.discussion.models.comment import NAME_LENGTH
from broadsheet.discussion.moderation.draft import fingerprint_of

_BATCH = 500


@dataclass(frozen=True)
class ImportedComment:
    """One comment of a thread that is imported as a whole."""

    key: str
    """Any text that is unique within the thread."""
    name: str
    created_at: datetime
    body: str = ""
    """Text in the Markdown subset, or …"""
    body_html: str = ""
    """… HTML, which is cleaned; it wins where both are given."""
    parent_key: str = ""
    """The key of the comment answered; empty at the top level."""
    email: str = ""
    state: str = State.PUBLISHED
    reason: str = ""
    """Why it is held or removed, where that is known."""
    decided_by: str = ""
    """The name of whoever held or removed it; empty for automatic checks."""
    up: int = 0
    down: int = 0
    is_pinned: bool = False
    replies_closed: bool = False
    passage_id: int | None = None
    """The words that a top-level comment is about, written before."""


def import_comment(
    *,
    subject: str,
    parent: Comment | None,
    name: str,
    created_at: datetime,
    email: str = "",
    body: str = "",
    body_html: str = "",
    state: str = State.PUBLISHED,
    up: int = 0,
    down: int = 0,
    is_pinned: bool = False,
    replies_closed: bool = False,
    passage_id: int | None = None,
    comment: Comment | None = None,
) -> Comment:
    """Write one imported comment, or bring `comment` from an earlier run up to date.

    Votes cast here stay and are added to the imported totals. An update keeps the state that a
    moderator gave meanwhile, and what its author deleted stays deleted. Raises ValueError for a
    parent of another thread.
    """
    with transaction.atomic():
        thread = locked_thread(subject)
        if parent is not None and parent.thread_id != thread.pk:
            raise ValueError("The parent belongs to another thread.")
        fields = _fields(name, email, body, body_html, created_at, is_pinned, replies_closed)
        fields["passage_id"] = passage_id
        if comment is None:
            comment = _new(thread, parent, fields, State(state), up, down)
            comment.save(force_insert=True)
            if up or down:
                OpeningVotes.objects.create(comment=comment, up=up, down=down)
            if not comment.is_published:
                _decision(comment).save()
            tally.count_state(comment, before="", after=comment.state)
            is_changed = True
        elif comment.state == State.ERASED:
            is_changed = False
        else:
            is_changed = _update(comment, fields)
            is_changed |= _follow_state(comment, State(state))
            is_changed |= _open_votes(comment, up, down)
            if is_changed and thread.is_marked:  # its time, its score or its pin may be others now
                marks.build(thread)
        if is_changed:
            announce("thread.imported", subject=subject)
    return comment


def import_thread(*, subject: str, comments: Sequence[ImportedComment]) -> dict[str, Comment]:
    """Write a whole tree at once, level by level; gives the new comments by their keys.

    The order of `comments` does not matter. Raises ValueError for a parent key that is not among
    them, for a key that comes twice and for a circle of parents; nothing is written then.
    """
    levels = _levels(comments)
    made: dict[str, Comment] = {}
    with transaction.atomic():
        thread = locked_thread(subject)
        for level in levels:
            rows = [_new_of(thread, one, made) for one in level]
            Comment.objects.bulk_create(rows, batch_size=_BATCH)
            made |= {one.key: row for one, row in zip(level, rows, strict=True)}
        OpeningVotes.objects.bulk_create(
            (
                OpeningVotes(comment=made[one.key], up=one.up, down=one.down)
                for one in comments
                if one.up or one.down
            ),
            batch_size=_BATCH,
        )
        Decision.objects.bulk_create(
            (
                _decision(made[one.key], reason=one.reason, by_name=one.decided_by)
                for one in comments
                if not made[one.key].is_published
            ),
            batch_size=_BATCH,
        )
        _count_branches(thread, made.values())
        announce("thread.imported", subject=subject)
    return made


def import_pingback(
    *,
    subject: str,
    title: str,
    url: str,
    excerpt: str,
    created_at: datetime,
    pingback: Pingback | None = None,
) -> Pingback:
    """Write one imported pingback, or bring the one of an earlier run up to date."""
    with transaction.atomic():
        row = pingback or Pingback(thread=locked_thread(subject))
        row.title = clean_line(title)[:300]
        row.url = clean_line(url)[:2000]
        row.excerpt = clean_text(excerpt)
        row.created_at = created_at
        row.save()
    return row


def _fields(
    name: str,
    email: str,
    body: str,
    body_html: str,
    created_at: datetime,
    is_pinned: bool,
    replies_closed: bool,
) -> dict[str, object]:
    if body_html:
        body, markup = "", clean_comment_html(clean_text(body_html))
        text = plain(markup)
    else:
        text = body = clean_text(body)
        markup = render_comment(body)
    return {
        "name": clean_line(name)[:NAME_LENGTH] or _("Anonymous"),
        "email": clean_email(email)[:254],
        "body": body,
        "body_html": markup,
        "fingerprint": fingerprint_of(text),
        "created_at": created_at,
        "is_pinned": is_pinned,
        "replies_closed": replies_closed,
    }


def _new(
    thread: Thread,
    parent: Comment | None,
    fields: dict[str, object],
    state: State,
    up: int,
    down: int,
) -> Comment:
    return Comment(
        thread=thread,
        parent=parent,
        root_id=parent.root_id_or_own if parent else None,
        depth=parent.depth + 1 if parent else 0,
        state=state,
        up=up,
        down=down,
        score=up - down,
        **fields,
    )


def _new_of(thread: Thread, one: ImportedComment, made: dict[str, Comment]) -> Comment:
    fields = _fields(
        one.name,
        one.email,
        one.body,
        one.body_html,
        one.created_at,
        one.is_pinned,
        one.replies_closed,
    )
    fields["passage_id"] = one.passage_id
    parent = made.get(one.parent_key)
    return _new(thread, parent, fields, State(one.state), one.up, one.down)


def _update(comment: Comment, fields: dict[str, object]) -> bool:
    changed = [field for field, value in fields.items() if getattr(comment, field) != value]
    for field in changed:
        setattr(comment, field, fields[field])
    if changed:
        comment.save(update_fields=changed)
    return bool(changed)


def _follow_state(comment: Comment, state: State) -> bool:
    """Take over a state that changed elsewhere, unless somebody decided about it here."""
    decided_here = comment.decisions.exclude(by_name="").exists()
    if comment.state == state or decided_here:
        return False
    before, comment.state = comment.state, state
    comment.save(update_fields=["state"])
    tally.count_state(comment, before=before, after=state)
    log(
        thread=comment.thread,
        comment=comment,
        act=Act.IMPORT,
        by=None,
        reason=_("It came in this state."),
        from_state=before,
        to_state=state,
    )
    return True


def _open_votes(comment: Comment, up: int, down: int) -> bool:
    """Write the totals a comment came with; whether they changed."""
    opening = OpeningVotes.objects.filter(comment=comment).first()
    if (opening.up, opening.down) == (up, down) if opening else not (up or down):
        return False
    OpeningVotes.objects.update_or_create(comment=comment, defaults={"up": up, "down": down})
    tally.count_votes(
        comment,
        up=up - (opening.up if opening else 0),
        down=down - (opening.down if opening else 0),
    )
    return True


_ACTS: Final = {State.HELD: Act.HOLD, State.REMOVED: Act.REMOVE}


def _decision(comment: Comment, *, reason: str = "", by_name: str = "") -> Decision:
    """Why a comment came in hidden: as it was decided elsewhere, or only that it was."""
    return Decision(
        thread_id=comment.thread_id,
        comment=comment,
        act=_ACTS[State(comment.state)] if reason else Act.IMPORT,
        by_name=by_name[:150],
        reason=reason[:300] or _("It came in this state."),
        to_state=comment.state,
        created_at=clock.now(),
    )


def _levels(comments: Iterable[ImportedComment]) -> list[list[ImportedComment]]:
    """The comments by depth, top level first, each level in the order given."""
    waiting: dict[str, list[ImportedComment]] = {}
    keys: set[str] = set()
    for one in comments:
        if not one.key or one.key in keys:
            raise ValueError(f"The key {one.key!r} is empty or comes twice.")
        keys.add(one.key)
        waiting.setdefault(one.parent_key, []).append(one)
    levels = [waiting.pop("", [])]
    while levels[-1]:
        levels.append([one for above in levels[-1] for one in waiting.pop(above.key, [])])
    if waiting:
        missing = next(iter(waiting))
        raise ValueError(f"The parent {missing!r} is not in this thread, or answers itself.")
    return levels[:-1]


def _count_branches(thread: Thread, rows: Iterable[Comment]) -> None:
    """Move the sums of a thread and its branches by what a whole import added."""
    published = 0
    replies: dict[int, int] = {}
    roots: dict[int, Comment] = {}
    for row in rows:
        if row.root_id is None:
            roots[row.pk] = row
        if row.is_published:
            published += 1
            if row.root_id is not None:
                replies[row.root_id] = replies.get(row.root_id, 0) + 1
    for pk, count in replies.items():
        roots[pk].reply_count = count
    Comment.objects.bulk_update([roots[pk] for pk in replies], ["reply_count"], batch_size=_BATCH)
    thread.comment_count += published
    thread.save(update_fields=["comment_count"])
    marks.build(thread)
