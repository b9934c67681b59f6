"""What each page is made of, and what makes it old. docs/freshness.md.

A page depends on tags. `_STALE` is the one table "what happened → which tags". Each announcement
has a line there, an empty one where no page shows it; without one it would make everything old.
Which pages may be kept stands in kept.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from wagtail.models import Site

from broadsheet.core.copied import CopiedSetting

SITE: Final = "site"
"""What stands on every page: name, menu, footer, settings, redirects."""
STORIES: Final = "stories"
"""The stories that there are, and what is told of each wherever they are listed."""
METER: Final = "meter"
RECORD: Final = "record"
"""The public record of gifts."""
TALK: Final = "talk"
"""How many comments each story has, for rankings of all stories."""
TAKEN: Final = "taken"
"""Touched by whatever may not wait, wherever that was: something may have been taken away."""


def story(pk: int) -> str:
    """The tag of one story's own page."""
    return f"story:{pk}"


def thread(subject: str) -> str:
    """The tag of one discussion: its comments, their number, their votes."""
    return f"thread:{subject}"


def count(subject: str) -> str:
    """The tag of how many comments one discussion has."""
    return f"count:{subject}"


# What happened → which tags -------------------------------------------------------------------

THREAD: Final = "thread"
COUNT: Final = "count"
"""In the table: of the discussion that the announcement names by its `subject`."""
STORY: Final = "story"
"""In the table: the story that the announcement names by its `id`."""

_STALE: Final[dict[str, tuple[str, ...]]] = {
    "comment.published": (THREAD, COUNT, TALK),
    "comment.held": (THREAD, COUNT, TALK),
    "comment.hidden": (THREAD, COUNT, TALK),
    "comment.removed": (THREAD, COUNT, TALK),
    "comment.edited": (THREAD,),
    "comment.pinned": (THREAD,),
    "comment.voted": (THREAD,),
    "subscription.asked": (),
    "way_in.asked": (),
    "passage.asked": (THREAD,),
    "passages.carried": (THREAD,),
    "thread.imported": (THREAD, COUNT, TALK),
    "thread.forgotten": (THREAD, COUNT, TALK),
    "thread.closed": (THREAD,),
    "thread.reopened": (THREAD,),
    "gift.settled": (METER,),
    "gift.corrected": (METER,),
    "gift.refunded": (METER,),
    "gift.disputed": (METER,),
    "gifts.imported": (METER,),
    "fee.booked": (METER,),
    "money.booked": (METER,),
    "reconciliation.finished": (METER,),
    "goal.changed": (METER,),
    "record.extended": (RECORD,),
    "article.published": (STORY, STORIES),
    "article.unpublished": (STORY, STORIES),
    "article.stored": (STORY, STORIES),
    # What stands on every page, or changes addresses and menus.
    "article.moved": (SITE,),
    "author.saved": (SITE,),
    "discussion.rules_changed": (SITE,),
    "front.moved": (SITE,),
    "front.published": (SITE,),
    "front.unpublished": (SITE,),
    "giving.changed": (SITE,),
    "newsroom.set_up": (SITE,),
    "page.moved": (SITE,),
    "page.published": (SITE,),
    "page.unpublished": (SITE,),
    "picture.saved": (SITE,),
    "section.moved": (SITE,),
    "section.published": (SITE,),
    "section.unpublished": (SITE,),
    "topic.saved": (SITE,),
    # Told by web/signals.py of what Wagtail saves.
    "author.stored": (SITE,),
    "campaign.stored": (SITE,),
    "discussionrules.stored": (SITE,),
    "frontpage.stored": (SITE,),
    "fundraisingsettings.stored": (SITE,),
    "locale.stored": (SITE,),
    "newsroom.stored": (SITE,),
    "page.stored": (SITE,),
    "pageviewrestriction.stored": (SITE,),
    "picture.stored": (SITE,),
    "redirect.stored": (SITE,),
    "sectionpage.stored": (SITE,),
    "site.stored": (SITE,),
    "staticpage.stored": (SITE,),
    "topic.stored": (SITE,),
}


MAY_WAIT: Final = frozenset({"comment.published", "comment.voted", "gift.settled"})
"""What only adds something: where very many read a page, it may be told with the next ones.

A comment that is published may be one that was held and is approved; that adds as well.
"""
DISCUSSION: Final = ("/comments/", "/api/v1/articles/", "/api/v1/comments/")
"""Where readers send comments and votes, and whatever else they do with them."""


def made_stale(topic: str, values: dict[str, Any]) -> set[str]:
    """The tags of what an announcement changed; SITE, which is on every page, when in doubt."""
    tags = _STALE.get(topic, (SITE,))
    named: dict[str, str] = {}
    if values.get("subject"):
        named |= {THREAD: thread(values["subject"]), COUNT: count(values["subject"])}
    if values.get("id"):
        named[STORY] = story(values["id"])
    if not {THREAD, COUNT, STORY}.intersection(tags) <= named.keys():
        return {SITE}
    return {named.get(tag, tag) for tag in tags}


# What a page is made of -----------------------------------------------------------------------


@dataclass
class Needed:
    """What was put into a page while it was made."""

    tags: set[str] = field(default_factory=set)
    valid_until: datetime | None = None


_needed: ContextVar[Needed | None] = ContextVar("needed", default=None)


@contextmanager
def collecting() -> Iterator[Needed]:
    """Collect what the page that is made in this block depends on."""
    found = Needed()
    token = _needed.set(found)
    try:
        yield found
    finally:
        _needed.reset(token)


def depends_on(*tags: str, until: datetime | None = None) -> None:
    """Say of the page being made that it shows these, and at most how long that is true."""
    needed = _needed.get()
    if needed is None:
        return
    needed.tags.update(tags)
    if until is not None:
        needed.valid_until = min(until, needed.valid_until or until)


def forget_copies() -> None:
    """Drop what this process remembers of settings and sites; another process may have changed."""
    CopiedSetting.forget_all()
    Site.clear_site_root_paths_cache()
