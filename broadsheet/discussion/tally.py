"""The sums kept beside the facts: comments of a thread, replies of a branch, votes.

Called inside the transaction that changes the facts, each in constant time; `checks.py` proves them
from all rows.
"""

from django.db.models import BigIntegerField, F, IntegerField

from broadsheet.core.prepared import Given, Select, Update
from broadsheet.discussion import marks
from broadsheet.discussion.models import Comment, State, Thread

_count_in_thread = Update(
    lambda: Thread.objects.filter(pk=Given("thread", BigIntegerField())),
    comment_count=F("comment_count") + Given("step", IntegerField()),
)
_count_in_branch = Update(
    lambda: Comment.objects.filter(pk=Given("root", BigIntegerField())),
    reply_count=F("reply_count") + Given("step", IntegerField()),
)
_count_votes = Update(
    lambda: Comment.objects.filter(pk=Given("comment", BigIntegerField())),
    up=F("up") + Given("up", IntegerField()),
    down=F("down") + Given("down", IntegerField()),
    score=F("score") + Given("score", IntegerField()),
)
_root = Select(lambda: Comment.objects.filter(pk=Given("root", BigIntegerField())))


def count_state(comment: Comment, *, before: str, after: str) -> None:
    """Move the counters of a thread and a branch when a comment changes state."""
    step = (after == State.PUBLISHED) - (before == State.PUBLISHED)
    if not step:
        return
    thread = comment.thread
    _count_in_thread(thread=thread.pk, step=step)
    if comment.root_id is not None:
        _count_in_branch(root=comment.root_id, step=step)
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
    [root] = _root(root=comment.root_id)
    if not root.is_published and not root.is_pinned and root.reply_count == max(step, 0):
        (marks.came if step > 0 else marks.left)(thread, root)


def count_votes(comment: Comment, *, up: int = 0, down: int = 0) -> None:
    """Move a comment's sums by so many votes; its row is locked, or the change is lost."""
    before = comment.score
    _count_votes(comment=comment.pk, up=up, down=down, score=up - down)
    comment.up += up
    comment.down += down
    comment.score += up - down
    marks.rescored(comment.thread, comment, before=before)
