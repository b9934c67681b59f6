"""Where a comment stands: on which page, under which address."""

from django.urls import reverse

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject
from broadsheet.discussion.models import Comment, DiscussionRules, State
from broadsheet.discussion.queries.order import page_by_time
from broadsheet.discussion.queries.tree import reading_order
from broadsheet.discussion.queries.visible import node_of, nodes_below

BRANCH_PAGE = 50
"""Comments on one page of a branch."""


def public_comment(comment_id: int) -> tuple[Comment, Subject] | None:
    """A published comment under a public subject, with that subject; None for any other."""
    comment = (
        Comment.objects.select_related("thread", "root", "parent")
        .filter(pk=comment_id, state=State.PUBLISHED)
        .first()
    )
    subject = subjects.find(comment.thread.subject) if comment else None
    return (comment, subject) if comment and subject else None


def position_of(comment: Comment) -> int:
    """The page, from 1, on which a comment's branch stands when the oldest come first."""
    root = comment.root or comment
    return page_by_time(root, DiscussionRules.current().comments_per_page)


def place_of(comment: Comment, subject: Subject) -> str:
    """The address at which readers find a published comment.

    That is a page of its subject, or a page of its branch where the branch is longer than what
    the subject's page shows of it.
    """
    root = comment.root or comment
    index = 0
    if comment.root_id is not None:
        order = reading_order([node_of(root), *nodes_below([root.pk]).get(root.pk, [])], root.pk)
        index = next((i for i, one in enumerate(order) if one.node.id == comment.pk), 0)
    if index > DiscussionRules.current().replies_shown:
        path = reverse("discussion:branch", args=[root.pk])
        page = index // BRANCH_PAGE + 1
        return f"{path}?page={page}#comment-{comment.pk}"
    return f"{subject.path}?sort=oldest&page={position_of(comment)}#comment-{comment.pk}"
