"""What the form needs to know when it stands on a page of its own."""

import re
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from broadsheet.core import subjects
from broadsheet.discussion.mentions import render_in
from broadsheet.discussion.models import DiscussionRules, Thread
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.queries.passages import quote_of
from broadsheet.discussion.queries.places import public_comment
from broadsheet.discussion.queries.rules import rules_path
from broadsheet.discussion.queries.shown import ShownComment, shown_one

_DIGITS: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Composing:
    """What somebody is writing about."""

    title: str
    """Of the subject; empty where it is gone."""
    path: str
    parent: ShownComment | None
    """The comment being answered."""
    quote: str
    """The words of the text that it is about; empty for a comment on the whole."""
    rules_path: str


def composing(subject: str, parent: str, chosen: Chosen | None = None) -> Composing:
    """What a comment is about, from the fields of its form as they came."""
    found = subjects.find(subject)
    number = int(parent) if _DIGITS.fullmatch(parent) else 0
    answered = public_comment(number) if number else None
    if answered and answered[1].key != subject:
        answered = None
    return Composing(
        title=found.title if found else "",
        path=found.path if found else "/",
        parent=shown_one(answered[0], can_reply=False) if answered else None,
        quote=quote_of(subject, chosen) if found else "",
        rules_path=rules_path(DiscussionRules.current()),
    )


def subject_path(subject: str) -> str:
    """The address of a subject; the front page where it is not public any more."""
    found = subjects.find(subject)
    return found.path if found else "/"


def rendered(subject: str, body: str) -> str:
    """The HTML of a comment as it would stand under a subject; nothing is stored."""
    thread = Thread.objects.filter(subject=subject[:190]).first() if "@" in body else None
    return render_in(thread, body)


def text_limit() -> int:
    """The longest comment, in characters."""
    return DiscussionRules.current().max_length


def back_path(comment_id: int) -> str:
    """Where to go from a page about a comment that may be gone: to it, to its subject, or home."""
    thread = Thread.objects.filter(comments__id=comment_id).first()
    if public_comment(comment_id) is not None:
        return reverse("discussion:comment", args=[comment_id])
    return subject_path(thread.subject) if thread else "/"
