"""What is told to whom when something happens: moderators hear of held comments."""

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from broadsheet.core import limits, subjects
from broadsheet.core.addresses import absolute
from broadsheet.core.outbox import on, post_letter
from broadsheet.discussion.models import Comment, State

LETTERS_PER_HOUR: Final = 12
"""To one moderator. A flood fills the desk's queue, not somebody's mailbox."""


@on("comment.held")
def tell_moderators(values: dict[str, Any]) -> None:
    """Write to everybody who may moderate, unless somebody decided already. Safe to repeat."""
    comment = (
        Comment.objects.select_related("thread")
        .filter(pk=values["comment"], state=State.HELD)
        .first()
    )
    if comment is None:
        return
    subject = subjects.find(comment.thread.subject)
    decision = comment.decisions.filter(to_state=State.HELD).order_by("-id").first()
    context = {
        "comment": comment,
        "title": subject.title if subject else comment.thread.subject,
        "reason": decision.reason if decision else "",
        "queue_address": absolute(reverse("discussion_desk:held")),
        "address": absolute(reverse("discussion_desk:comment", args=[comment.pk])),
    }
    for moderator in moderators():
        email = getattr(moderator, "email", "")
        if not email:
            continue
        try:
            limits.take("held letter", str(moderator.pk), limit=LETTERS_PER_HOUR, per_seconds=3600)
        except limits.TooMany:
            continue
        post_letter(
            key=f"held:{comment.pk}:{decision.pk if decision else 0}:{moderator.pk}",
            to=email,
            template="discussion/letters/held",
            context=context,
        )


def moderators() -> list[AbstractBaseUser]:
    """The active members of the newsroom who may moderate."""
    people = get_user_model().objects.with_perm(
        "discussion.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    )
    return list(people.filter(is_active=True).order_by("pk"))
