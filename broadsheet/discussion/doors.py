"""The signed addresses in letters, each good for one purpose only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.urls import reverse

from broadsheet.core import links
from broadsheet.discussion.models import Mailbox, Subscription, Wish

CONFIRM_TIME: Final = timedelta(days=7)
"""A subscription that was not confirmed by then is forgotten."""
MINE_TIME: Final = timedelta(hours=24)
"""How long the way to one's own comments stays open; another is one letter away."""

_CONFIRM: Final = "discussion.confirm"
_LETTERS: Final = "discussion.letters"
_MINE: Final = "discussion.mine"
_POSTED: Final = "discussion.posted"


def confirm_path(subscription: Subscription) -> str:
    """Where the owner of a mailbox says that the letters are wanted."""
    token = links.sign(_CONFIRM, subscription.pk)
    return reverse("discussion:confirm", args=[token])


def subscription_at(token: str) -> Subscription | None:
    """The subscription that such an address is about; None where it is old or gone."""
    number = _read(_CONFIRM, token, CONFIRM_TIME)
    return Subscription.objects.select_related("mailbox", "passage").filter(pk=number).first()


@dataclass(frozen=True)
class LettersDoor:
    """What an address that stops letters is about."""

    mailbox: Mailbox
    subject: str
    """Empty for all of them."""
    wishes: list[Wish]
    """What one click stops of the subject; empty for whatever was asked for there."""


def letters_path(mailbox: Mailbox, subject: str = "", wishes: Iterable[Wish] = ()) -> str:
    """Where letters to a mailbox are stopped, those about one subject or all; it stays open."""
    token = links.sign(_LETTERS, [mailbox.pk, subject, *wishes])
    return reverse("discussion:letters", args=[token])


def letters_at(token: str) -> LettersDoor | None:
    """What such an address is about; None where it is forged, or the mailbox is forgotten."""
    try:
        number, subject, *wishes = links.read(_LETTERS, token)
    except links.BadLink:
        return None
    mailbox = Mailbox.objects.filter(pk=number).first()
    if mailbox is None:
        return None
    return LettersDoor(mailbox, subject, [(kind, passage) for kind, passage in wishes])


def mine_path(mailbox: Mailbox) -> str:
    """Where the owner of a mailbox sees all that was written under it."""
    return reverse("discussion:mine", args=[links.sign(_MINE, mailbox.pk)])


def mailbox_at(token: str) -> Mailbox | None:
    """The mailbox whose owner came through such an address; None where it is old."""
    return Mailbox.objects.filter(pk=_read(_MINE, token, MINE_TIME)).first()


def posted_path(comment_id: int, notify: str) -> str:
    """The page that only the author sees after posting without JavaScript."""
    return f"/comments/{comment_id}/posted/{links.sign(_POSTED, [comment_id, notify])}/"


def notify_of_posted(comment_id: int, token: str) -> str | None:
    """What the author of this comment asked to hear of; None where the address is not theirs."""
    try:
        number, notify = links.read(_POSTED, token, int(timedelta(hours=1).total_seconds()))
    except links.BadLink:
        return None
    return str(notify) if number == comment_id else None


def _read(purpose: str, token: str, longest: timedelta) -> int:
    """The id in a token; 0, which no row has, for any that is forged or old."""
    try:
        return int(links.read(purpose, token, int(longest.total_seconds())))
    except links.BadLink:
        return 0
