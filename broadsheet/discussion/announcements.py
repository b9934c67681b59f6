"""What is told to whom when something happens: moderators and readers get letters."""

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from broadsheet.core import letters as house_letters
from broadsheet.core import limits, subjects
from broadsheet.core.addresses import absolute
from broadsheet.core.outbox import on, post_letter
from broadsheet.discussion.actions import returning, subscribing, telling
from broadsheet.discussion.models import Comment, Notify, State, Subscription, Suppression

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


@on("comment.published")
def tell_subscribers(values: dict[str, Any]) -> None:
    """Note the news for whoever subscribed. Safe to repeat."""
    if telling.is_followed(values["subject"]):
        telling.note_news(comment_id=values["comment"])


@on("comment.published")
@on("comment.held")
def ask_author(values: dict[str, Any]) -> None:
    """Ask whoever wrote the comment to confirm the letters they asked for. Safe to repeat."""
    if "notify" not in values:
        return
    comment = Comment.objects.select_related("root").filter(pk=values["comment"]).first()
    if comment is not None and comment.email:
        subscribing.post_confirmation(
            subject=values["subject"],
            email=comment.email,
            kind=values["notify"],
            language=values["language"],
            passage=comment.about_id if values["notify"] == Notify.PASSAGE else None,
        )


@on("subscription.asked")
def ask_to_confirm(values: dict[str, Any]) -> None:
    """Ask the owner of a mailbox whether the letters are wanted. Safe to repeat."""
    subscribing.post_confirmation(**values)


@on("way_in.asked")
def send_way_in(values: dict[str, Any]) -> None:
    """Send the way to their own comments to whoever owns a mailbox. Safe to repeat."""
    returning.post_way_in(**values)


@on("thread.forgotten")
def forget_subscriptions(values: dict[str, Any]) -> None:
    """What is gone needs no letters. Safe to repeat."""
    Subscription.objects.filter(subject=values["subject"]).delete()


@house_letters.on_refused
def stop_writing(email: str) -> None:
    """A mail server says that there is no such mailbox: no more letters about comments."""
    subscribing.suppress(email, why=Suppression.Why.REFUSED)


def moderators() -> list[AbstractBaseUser]:
    """The active members of the newsroom who may moderate."""
    people = get_user_model().objects.with_perm(
        "discussion.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    )
    return list(people.filter(is_active=True).order_by("pk"))
