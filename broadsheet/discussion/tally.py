"""The sums kept beside the facts: comments of a thread, replies of a branch, votes.

Called inside the transaction that changes the facts; `checks.py` proves them.
"""

from django.db.models import Count, F, Q

from broadsheet.discussion import marks
from broadsheet.discussion.models import Comment, OpeningVotes, State, Thread, Vote


def count_state(comment: Comment, *, before: str, after: str) -> None:
    """Move the counters of a thread and a branch when a comment changes state."""
    step = (after == State.PUBLISHED) - (before == State.PUBLISHED)
    if not step:
        return
    thread = comment.thread
    Thread.objects.filter(pk=thread.pk).update(comment_count=F("comment_count") + step)
    if comment.root_id is not None:
        Comment.objects.filter(pk=comment.root_id).update(reply_count=F("reply_count") + step)
    if thread.is_marked:
        _move_marks(thread, comment, step)
    else:
        marks.grown(thread, thread.comment_count + step)


def _move_marks(thread: Thread, comment: Comment, step: int) -> None:
    """Tell a long thread's marks which comment came or left: this one, or the tombstone above."""
    if comment.root_id is None:
        if not comment.is_pinned and not comment.reply_count:
            (marks.came if step > 0 else marks.left)(thread, comment)
        return
    root = Comment.objects.get(pk=comment.root_id)
    if not root.is_published and not root.is_pinned and root.reply_count == max(step, 0):
        (marks.came if step > 0 else marks.left)(thread, root)


def count_votes(comment: Comment) -> None:
    """Write a comment's sums anew: what it opened with, plus the votes cast here."""
    opening = OpeningVotes.objects.filter(comment=comment).first()
    cast = Vote.objects.filter(comment=comment).aggregate(
        up=Count("id", filter=Q(value=1)), down=Count("id", filter=Q(value=-1))
    )
    before = comment.score
    comment.up = cast["up"] + (opening.up if opening else 0)
    comment.down = cast["down"] + (opening.down if opening else 0)
    comment.score = comment.up - comment.down
    comment.save(update_fields=["up", "down", "score"])
    marks.rescored(comment.thread, comment, before=before)
