"""What the owner of a mailbox sees: everything that was written or asked for under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format

from broadsheet.core import clock, subjects
from broadsheet.core.addresses import absolute
from broadsheet.core.clock import rfc3339
from broadsheet.discussion.editing import edit_path
from broadsheet.discussion.models import Comment, Mailbox, State, Subscription

MINE_PAGE: Final = 30
"""Comments on one page."""


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it, whatever its state."""

    id: int
    title: str
    """Of what it is about; empty where that is not public any more."""
    subject_path: str
    path: str
    """Its own address; empty while readers do not see it."""
    state: str
    written: str
    created_at: datetime
    body_html: str
    is_held: bool
    edit_path: str
    """Where to edit it; empty once the time is over."""


@dataclass(frozen=True)
class OwnSubscription:
    """A subscription as its owner sees it."""

    id: int
    title: str
    path: str
    subject: str
    kind: str
    label: str
    quote: str
    """The words of which alone is told; empty for the other kinds."""
    is_confirmed: bool


def own_comments(mailbox: Mailbox, number: int) -> tuple[Page[Comment], list[OwnComment]]:
    """A page of what was written under an address, newest first."""
    rows = _rows(mailbox).order_by("-created_at", "-id")
    page = Paginator(rows, MINE_PAGE).get_page(number)
    known = subjects.find_many({row.thread.subject for row in page})
    zone = clock.zone()
    shown = []
    for row in page:
        subject = known.get(row.thread.subject)
        is_seen = row.is_published and subject is not None
        shown.append(
            OwnComment(
                id=row.pk,
                title=subject.title if subject else "",
                subject_path=subject.path if subject else "",
                path=f"/comments/{row.pk}/" if is_seen else "",
                state=State(row.state).label.__str__(),
                written=date_format(row.created_at.astimezone(zone), "j F Y, H:i"),
                created_at=row.created_at,
                body_html=row.body_html,
                is_held=row.state == State.HELD,
                edit_path=edit_path(row) if subject else "",
            )
        )
    return page, shown


def own_comment(mailbox: Mailbox, comment_id: int) -> Comment | None:
    """One comment that was written under an address and is not deleted."""
    return _rows(mailbox).filter(pk=comment_id).first()


def own_subscriptions(mailbox: Mailbox) -> list[OwnSubscription]:
    """What a mailbox hears of, and what waits to be confirmed."""
    rows = list(mailbox.subscriptions.select_related("passage").order_by("-asked_at", "pk"))
    known = subjects.find_many({row.subject for row in rows})
    return [_subscription(row, known) for row in rows]


def described(subscription: Subscription) -> OwnSubscription:
    """One subscription, for the page on which it is confirmed."""
    return _subscription(subscription, subjects.find_many([subscription.subject]))


def everything_of(mailbox: Mailbox) -> dict[str, Any]:
    """All that is kept under an address, as JSON values: for its owner to take along."""
    rows = list(_rows(mailbox).order_by("created_at", "id"))
    known = subjects.find_many({row.thread.subject for row in rows})
    return {
        "email": mailbox.email,
        "letters": {
            "pace": mailbox.pace,
            "last_letter_at": rfc3339(mailbox.last_letter_at) if mailbox.last_letter_at else None,
            "subscriptions": [
                {
                    "about": one.title or one.subject,
                    "url": absolute(one.path) if one.path else None,
                    "notify": one.kind,
                    "passage": one.quote or None,
                    "confirmed": one.is_confirmed,
                }
                for one in own_subscriptions(mailbox)
            ],
        },
        "comments": list(_exported(rows, known)),
    }


def _exported(
    rows: Iterable[Comment], known: dict[str, subjects.Subject]
) -> Iterable[dict[str, Any]]:
    for row in rows:
        subject = known.get(row.thread.subject)
        yield {
            "id": row.pk,
            "url": absolute(f"/comments/{row.pk}/") if row.is_published and subject else None,
            "about": subject.title if subject else row.thread.subject,
            "parent": row.parent_id,
            "name": row.name,
            "state": row.state,
            "body": row.body,
            "body_html": row.body_html,
            "created_at": rfc3339(row.created_at),
            "edited_at": rfc3339(row.edited_at) if row.edited_at else None,
            "up": row.up,
            "down": row.down,
            "earlier": [
                {"body": one.body, "until_at": rfc3339(one.until_at)} for one in row.wordings.all()
            ],
        }


def _subscription(row: Subscription, known: dict[str, subjects.Subject]) -> OwnSubscription:
    subject = known.get(row.subject)
    return OwnSubscription(
        id=row.pk,
        title=subject.title if subject else "",
        path=_path_of(row, subject) if subject else "",
        subject=row.subject,
        kind=row.kind,
        label=row.get_kind_display(),
        quote=row.passage.exact if row.passage else "",
        is_confirmed=row.confirmed_at is not None,
    )


def _path_of(row: Subscription, subject: subjects.Subject) -> str:
    """Where the words are talked about, or the discussion."""
    return reverse("discussion:passage", args=[row.passage_id]) if row.passage_id else subject.path


def _rows(mailbox: Mailbox) -> Any:
    return (
        Comment.objects.filter(email=mailbox.email)
        .exclude(state=State.ERASED)
        .select_related("thread")
        .prefetch_related("wordings")
    )
