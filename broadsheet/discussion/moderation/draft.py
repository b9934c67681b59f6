"""A comment on its way through the phases."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from broadsheet.core.subjects import Subject
from broadsheet.discussion.models import Comment, DiscussionRules, Thread


def fingerprint_of(text: str) -> str:
    """The hash by which the same text is known again, whatever its case and spacing."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(folded.encode()).hexdigest()


@dataclass(frozen=True)
class Draft:
    """What an author sent, cleaned, with what the phases need to know about it."""

    subject: Subject
    thread: Thread
    rules: DiscussionRules
    name: str
    body: str
    at: datetime
    fingerprint: str
    """The hash of the text alone; see `fingerprint_of`."""
    is_repetition: bool
    """Whether the same text was sent before within a day, under any name and any subject."""
    parent_id: int | None = None
    parent: Comment | None = None
    """The comment answered; None at the top level, and where `parent_id` leads nowhere."""
    visitor_key: str = ""
    trap: str = ""
    """What stands in the field that people cannot see."""
    staff: AbstractBaseUser | None = None
    editing: Comment | None = None
    """The comment that this is a new version of."""
