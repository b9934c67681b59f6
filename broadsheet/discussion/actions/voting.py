"""Voting: one row for each voter, revocable, never for oneself."""

from typing import Final

from django.db import transaction
from django.db.models import BigIntegerField, CharField

from broadsheet.core import clock, limits, subjects
from broadsheet.core.outbox import announce
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.discussion import marks, tally
from broadsheet.discussion.actions.repeats import digest_of, remember, sent_with
from broadsheet.discussion.models import Comment, Vote
from broadsheet.discussion.refusals import BadVote, NoSuchComment, OwnComment

PER_MINUTE: Final = 120
"""Votes from one address in a minute; many readers may share an address."""

_locked = Select(
    lambda: (
        Comment.objects.select_for_update(of=("self",))
        .select_related("thread")
        .filter(pk=Given("comment", BigIntegerField()))
    )
)
_from_same_place = Select(
    lambda: Vote.objects.filter(
        comment=Given("comment", BigIntegerField()), visitor_key=Given("visitor_key", CharField())
    ).order_by("-id")[:1]
)
_of_voter = Select(
    lambda: Vote.objects.filter(
        comment=Given("comment", BigIntegerField()), voter=Given("voter", CharField())
    )
)
_add = Insert(Vote)


def vote(
    *,
    comment_id: int,
    voter: str,
    value: int,
    visitor_key: str = "",
    address_key: str = "",
    is_new_voter: bool = False,
    idempotency_key: str = "",
) -> Comment:
    """Vote up (1), down (-1) or take the vote back (0). Safe to repeat. Gives the new sums.

    `voter` identifies the reader's cookie. `is_new_voter` says that the request came without one:
    then a vote from the same address and browser is found again and becomes this voter's.
    A repeated `idempotency_key` changes nothing any more.
    Raises BadVote, NoSuchComment, OwnComment, KeyReused and limits.TooMany.
    """
    if value not in (1, 0, -1):
        raise BadVote
    digest = digest_of("vote", comment_id, value)
    with transaction.atomic():
        earlier = sent_with(idempotency_key, digest)
        if earlier is not None and earlier.is_published:
            return earlier
        if address_key:
            limits.take("vote", address_key, limit=PER_MINUTE, per_seconds=60)
        marks.lock_for_vote(comment_id)
        comment = _locked.first(comment=comment_id)
        if comment is None or not comment.is_published:
            raise NoSuchComment
        if subjects.find(comment.thread.subject) is None:
            raise NoSuchComment
        if visitor_key and comment.visitor_key == visitor_key:
            raise OwnComment
        row = _row_of(comment, voter, visitor_key if is_new_voter else "")
        before = row.value if row else 0
        _write(comment, row, voter, value, visitor_key)
        if value != before:
            tally.count_votes(
                comment,
                up=(value == 1) - (before == 1),
                down=(value == -1) - (before == -1),
            )
            announce("comment.voted", subject=comment.thread.subject, comment=comment.pk)
        if earlier is None:
            remember(idempotency_key, digest, comment)
    return comment


def _row_of(comment: Comment, voter: str, visitor_key: str) -> Vote | None:
    """This voter's row; for a reader without a cookie, the last one from the same place."""
    if visitor_key:
        return _from_same_place.first(comment=comment.pk, visitor_key=visitor_key)
    return _of_voter.first(comment=comment.pk, voter=voter)


def _write(comment: Comment, row: Vote | None, voter: str, value: int, visitor_key: str) -> None:
    """Add, change or delete the row."""
    if row is None and value:
        _add(
            Vote(
                comment=comment,
                voter=voter,
                visitor_key=visitor_key,
                value=value,
                created_at=clock.now(),
            )
        )
    elif row is not None and value:
        row.value = value
        row.voter = voter
        row.save(update_fields=["value", "voter"])
    elif row is not None:
        row.delete()
