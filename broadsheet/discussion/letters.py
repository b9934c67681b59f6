"""The letters that readers get: to confirm, with news, and with the way to their own comments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.core import clock, subjects
from broadsheet.core.addresses import absolute
from broadsheet.core.letters import Composed, composer, post_later
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import post_letter
from broadsheet.core.subjects import Subject
from broadsheet.core.text import clean_line, excerpt, plain
from broadsheet.discussion import doors
from broadsheet.discussion.mentions import emails_mentioned_in
from broadsheet.discussion.models import (
    Comment,
    Mailbox,
    Notify,
    Passage,
    State,
    Subscription,
    Wish,
)

NEWS: Final = "discussion.news"
SHOWN: Final = 20
"""Comments told in one letter; the rest is counted."""
WORDS: Final = 500
"""Characters of a comment that a letter quotes."""
QUOTE: Final = 200
"""Characters of the words that a comment is about."""


def post_confirmation(subscription: Subscription, *, at: datetime) -> None:
    """Ask the owner of a mailbox whether these letters are wanted."""
    subject = subjects.find(subscription.subject)
    if subject is None:
        return
    mailbox = subscription.mailbox
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        post_letter(
            key=f"subscription:{subscription.pk}:{at:%Y%m%d%H%M%S}",
            to=mailbox.email,
            template="discussion/letters/confirm",
            context={
                "newsroom": Newsroom.current(),
                "home": absolute("/"),
                "title": subject.title,
                "article": absolute(subject.path),
                "kind": Notify(subscription.kind).label,
                "quote": _quote(subscription.passage),
                "days": doors.CONFIRM_TIME.days,
                "address": absolute(doors.confirm_path(subscription)),
            },
        )


def post_way_in(mailbox: Mailbox, *, at: datetime) -> None:
    """Send the way to one's own comments."""
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        post_letter(
            key=f"mine:{mailbox.pk}:{at:%Y%m%d%H%M%S}",
            to=mailbox.email,
            template="discussion/letters/mine",
            context={
                "newsroom": Newsroom.current(),
                "home": absolute("/"),
                "hours": int(doors.MINE_TIME.total_seconds() // 3600),
                "address": absolute(doors.mine_path(mailbox)),
            },
        )


def post_news(mailbox: Mailbox, *, subject: str, comments: list[int], at: datetime) -> None:
    """Have news told; what the letter says is decided when it is sent."""
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        post_later(
            key=f"news:{mailbox.pk}:{subject}:{at.timestamp():.6f}",
            to=mailbox.email,
            subject=_("New comments"),
            kind=NEWS,
            values={"mailbox": mailbox.pk, "subject": subject, "comments": comments},
        )


@dataclass(frozen=True)
class Told:
    """A comment as a letter shows it."""

    name: str
    answers: str
    """Whose comment it answers; empty at the top level."""
    quote: str
    """The words of the text that it is about; empty for a comment on the whole."""
    is_reply_to_reader: bool
    written: str
    words: str
    """Its beginning as it was typed, for a letter in plain text."""
    read: str
    """Its beginning as readers see it."""
    address: str


@dataclass(frozen=True)
class Part:
    """The news of one subject."""

    title: str
    address: str
    comments: list[Told]
    more: int
    """Comments that the letter only counts."""
    stop_address: str


@composer(NEWS)
def compose_news(values: dict[str, Any]) -> Composed | None:
    """The letter as it is true now: public comments only, and only what is still subscribed to."""
    mailbox = Mailbox.objects.filter(pk=values["mailbox"]).first()
    if mailbox is None:
        return None
    wanted: dict[str, set[Wish]] = defaultdict(set)
    confirmed = Subscription.objects.filter(mailbox=mailbox, confirmed_at__isnull=False)
    for key, kind, passage in confirmed.values_list("subject", "kind", "passage"):
        wanted[key].add((kind, passage))
    rows = (
        Comment.objects.filter(
            pk__in=values["comments"], state=State.PUBLISHED, thread__subject__in=list(wanted)
        )
        .select_related("thread", "parent", "passage", "root__passage")
        .order_by("created_at", "id")
    )
    by_subject: dict[str, list[Comment]] = defaultdict(list)
    met: set[Wish] = set()
    for row in rows:
        key = row.thread.subject
        if wishes := wanted[key] & _met_by(row, mailbox):
            by_subject[key].append(row)
            met |= wishes
    public = subjects.find_many(by_subject)
    with translation.override(mailbox.language or settings.LANGUAGE_CODE):
        parts = [
            _part(mailbox, public[key], found) for key, found in by_subject.items() if key in public
        ]
        return _news(mailbox, values["subject"], parts, met) if parts else None


def _met_by(comment: Comment, mailbox: Mailbox) -> set[Wish]:
    """The wishes about its discussion that a comment meets."""
    met: set[Wish] = {(Notify.THREAD, None), (Notify.PASSAGE, comment.about_id)}
    return met | {(Notify.REPLIES, None)} if _is_reply_to(mailbox, comment) else met


def _is_reply_to(mailbox: Mailbox, comment: Comment) -> bool:
    """Whether a comment answers its reader, or speaks to them by name."""
    if comment.parent is not None and comment.parent.email == mailbox.email:
        return True
    return mailbox.email in emails_mentioned_in(comment.body_html)


def _part(mailbox: Mailbox, subject: Subject, rows: Iterable[Comment]) -> Part:
    found = list(rows)
    zone = clock.zone()
    told = [
        Told(
            name=clean_line(row.name),
            answers=clean_line(row.parent.name) if row.parent and row.parent.is_published else "",
            quote=_quote(row.passage),
            is_reply_to_reader=_is_reply_to(mailbox, row),
            written=date_format(row.created_at.astimezone(zone), "j F Y, H:i"),
            words=excerpt(row.body or plain(row.body_html), WORDS),
            read=excerpt(plain(row.body_html), WORDS),
            address=absolute(f"/comments/{row.pk}/"),
        )
        for row in found[:SHOWN]
    ]
    return Part(
        title=subject.title,
        address=absolute(subject.path),
        comments=told,
        more=len(found) - len(told),
        stop_address=absolute(doors.letters_path(mailbox, subject.key)),
    )


def _quote(passage: Passage | None) -> str:
    return excerpt(passage.exact, QUOTE) if passage else ""


def _news(mailbox: Mailbox, subject: str, parts: list[Part], met: set[Wish]) -> Composed:
    """A letter with news. One click stops what it was sent for; the daily one, all letters."""
    count = sum(len(part.comments) + part.more for part in parts)
    replies = sum(one.is_reply_to_reader for part in parts for one in part.comments)
    wishes = sorted(met, key=str) if subject else ()
    kinds = {kind for kind, _passage in met}
    stop = absolute(doors.letters_path(mailbox, subject, wishes))
    if replies == count:
        line = ngettext("%(count)s reply to you", "%(count)s replies to you", count)
    else:
        line = ngettext("%(count)s new comment", "%(count)s new comments", count)
    line %= {"count": count}
    if len(parts) == 1:
        line = _("%(news)s on “%(title)s”") % {"news": line, "title": parts[0].title}
    context = {
        "newsroom": Newsroom.current(),
        "line": line,
        "parts": parts,
        "kinds": ", ".join(str(kind.label) for kind in Notify if kind in kinds),
        "stop_address": stop,
        "mine_address": absolute("/comments/mine/"),
        "home": absolute("/"),
    }
    return Composed(
        subject=clean_line(line)[:250],
        text=render_to_string("discussion/letters/news.txt", context).strip() + "\n",
        html=render_to_string("discussion/letters/news.html", context),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        },
    )
