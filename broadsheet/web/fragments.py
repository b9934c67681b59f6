"""The parts of a page that change by themselves: meter, discussion, numbers of comments.

A page that is made for the store keeps its seams, so that a comment makes its thread anew and a
gift the meter, and nothing else. A fragment is made from its own values alone: the same call gives
the same HTML, within a page or later by itself.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from broadsheet.core import clock
from broadsheet.discussion import queries as discussion
from broadsheet.fundraising import queries as fundraising
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage
from broadsheet.web import asked, pages
from broadsheet.web.front import Discussed, most_discussed
from broadsheet.web.subjects import key_of

Value = str | int | None

METER_LIFE: Final = timedelta(minutes=10)
"""How old the "as of" of a meter may be."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Which fragment stands at a place of a page, and for which values."""

    name: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A finished fragment: its HTML, what it shows, and until when that is true at most."""

    seam: Seam
    html: bytes
    tags: frozenset[str]
    until: datetime | None


@dataclass
class Plan:
    """A page on its way to the store: its fragments, each named in the text by a mark."""

    mark: str = field(default_factory=lambda: f"\0{secrets.token_hex(16)}\0")
    fragments: list[Fragment] = field(default_factory=list)

    def parts(self, content: bytes) -> list[bytes | Fragment]:
        """The page in order: what stands around the fragments, and they themselves."""
        found: list[bytes | Fragment] = []
        pieces = content.split(self.mark.encode())
        for index, piece in enumerate(pieces):
            found.append(self.fragments[int(piece)] if index % 2 else piece)
        return found


_plan: ContextVar[Plan | None] = ContextVar("plan", default=None)


@contextmanager
def planning() -> Iterator[Plan]:
    """Put marks in place of fragments into the page that is made in this block."""
    plan = Plan()
    token = _plan.set(plan)
    try:
        yield plan
    finally:
        _plan.reset(token)


def joined(parts: list[bytes | Fragment]) -> bytes:
    """The whole page."""
    return b"".join(part.html if isinstance(part, Fragment) else part for part in parts)


def place(name: str, *, at_hand: dict[str, Any] | None = None, **values: Value) -> SafeString:
    """The fragment, or its mark where a page is made for the store.

    `at_hand` is what the page has loaded already, so that the maker need not; the HTML is the same.
    """
    return _placed(make(Seam(name, tuple(values.items())), **(at_hand or {})))


def make(seam: Seam, **at_hand: Any) -> Fragment:
    """The fragment as it is now; one within it becomes part of it.

    Raises Http404 where what it shows is no longer there.
    """
    token = _plan.set(None)
    try:
        with pages.collecting() as needed, timezone.override(clock.zone()):
            html = _MAKERS[seam.name](**dict(seam.values), **at_hand)
    finally:
        _plan.reset(token)
    return Fragment(seam, html.encode(), frozenset(needed.tags), needed.valid_until)


def _placed(made: Fragment) -> SafeString:
    plan = _plan.get()
    if plan is None:
        pages.depends_on(*made.tags, until=made.until)
        return mark_safe(made.html.decode())
    plan.fragments.append(made)
    return mark_safe(f"{plan.mark}{len(plan.fragments) - 1}{plan.mark}")


# The fragments --------------------------------------------------------------------------------


def _meter(place: str) -> str:
    """The meter of this month in a box of the class `place`; empty while nothing is asked for."""
    found = fundraising.meter_now()
    pages.depends_on(pages.METER)
    if found is None:
        return ""
    pages.depends_on(until=min(found.stale_at, clock.now() + METER_LIFE))
    return render_to_string("web/_meter_box.html", {"meter": found, "place": place})


def _discussion(subject: str, sort: str | None, page: int, show: str | None = None) -> str:
    """A page of comments with the form; raises Http404 where the list ends before it."""
    pages.depends_on(pages.thread(subject))
    found = discussion.discussion_page(subject, sort=sort, page=page, show=show)
    if found is not None:
        if found.page != page:
            asked.no_such_page()
        pages.depends_on(until=found.closes_at)
    return render_to_string("discussion/_discussion.html", {"discussion": found})


def _related(article: int, story: ArticlePage | None = None) -> str:
    """Stories to read after the one with this id."""
    pages.depends_on(pages.STORIES)
    story = story or publishing.public_article(article)
    found = publishing.related_to(story) if story else []
    context = {"related": found, "counts": comment_counts([key_of(one) for one in found])}
    return render_to_string("web/_related.html", context)


def _discussed(found: list[Discussed] | None = None) -> str:
    """The stories with most comments; nothing for a single one."""
    pages.depends_on(pages.STORIES, pages.TALK)
    found = most_discussed() if found is None else found
    return render_to_string("web/_discussed.html", {"discussed": found})


def _comment_count(subject: str, count: int | None = None) -> str:
    """How many comments a story has, as a list of stories tells it; nothing where there is none."""
    pages.depends_on(pages.count(subject))
    count = discussion.counts([subject]).get(subject, 0) if count is None else count
    if not count:
        return ""
    words = ngettext("%(count)s comment", "%(count)s comments", count) % {"count": localize(count)}
    return format_html(' <span class="card-comments">{}</span>', words)


def comment_counts(subjects: list[str]) -> dict[str, SafeString]:
    """Numbers of comments by subject key, each a fragment; one query for all."""
    counts = discussion.counts(subjects)
    return {
        key: place("comment_count", subject=key, at_hand={"count": counts.get(key, 0)})
        for key in subjects
    }


_MAKERS: Final[dict[str, Callable[..., str]]] = {
    "comment_count": _comment_count,
    "discussed": _discussed,
    "discussion": _discussion,
    "meter": _meter,
    "related": _related,
}
