"""The sums kept beside the facts: comments of a thread, replies of a branch, votes.

Called inside the transaction that changes the facts; `checks.py` proves them.
"""

from django.db.models import Count, F, Q

from broadsheet.discussion.models import Comment, OpeningVotes, State, Thread, Vote


def count_state(comment: Comment, *, before: str, after: str) -> None:
    """Move the counters of a thread and a branch when a comment changes state."""
    step = (after == State.PUBLISHED) - (before == State.PUBLISHED)
    if not step:
        return
    Thread.objects.filter(pk=comment.thread_id).update(comment_count=F("comment_count") + step)
    if comment.root_id is not None:
        Comment.objects.filter(pk=comment.root_id).update(reply_count=F("reply_count") + step)


def count_votes(comment: Comment) -> None:
    """Write a comment's sums anew: what it opened with, plus the votes cast here."""
    opening = OpeningVotes.objects.filter(comment=comment).first()
    cast = Vote.objects.filter(comment=comment).aggregate(
        up=Count("id", filter=Q(value=1)), down=Count("id", filter=Q(value=-1))
    )
    comment.up = cast["up"] + (opening.up if opening else 0)
    comment.down = cast["down"] + (opening.down if opening else 0)
    comment.score = comment.up - comment.down
    comment.save(update_fields=["up", "down", "score"])
