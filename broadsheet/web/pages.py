"""Which pages may be kept, what each is made of, and what makes them old. docs/freshness.md.

A page depends on tags. `_STALE` is the one table "what happened → which tags"; whatever is not in
it makes everything old.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, Site

from broadsheet.core import clock
from broadsheet.core.copied import CopiedSetting
from broadsheet.discussion.ranking import Sort
from broadsheet.publishing.models import ArticlePage, FrontPage, SectionPage, StaticPage

SITE: Final = "site"
"""What stands on every page: name, menu, footer, settings, redirects."""
STORIES: Final = "stories"
"""The stories that there are, and what is told of each wherever it is listed."""
METER: Final = "meter"
RECORD: Final = "record"
"""The public record of gifts."""
TALK: Final = "talk"
"""How many comments each story has, for rankings of all stories."""


def thread(subject: str) -> str:
    """The tag of one discussion: its comments, their number, their votes."""
    return f"thread:{subject}"


def count(subject: str) -> str:
    """The tag of how many comments one discussion has."""
    return f"count:{subject}"


# What happened → which tags -------------------------------------------------------------------

THREAD: Final = "thread"
COUNT: Final = "count"
"""In the table: of the discussion that the announcement names."""

_STALE: Final[dict[str, tuple[str, ...]]] = {
    "comment.published": (THREAD, COUNT, TALK),
    "comment.held": (THREAD, COUNT, TALK),
    "comment.hidden": (THREAD, COUNT, TALK),
    "comment.removed": (THREAD, COUNT, TALK),
    "comment.edited": (THREAD,),
    "comment.pinned": (THREAD,),
    "comment.voted": (THREAD,),
    "thread.imported": (THREAD, COUNT, TALK),
    "thread.forgotten": (THREAD, COUNT, TALK),
    "thread.closed": (THREAD,),
    "thread.reopened": (THREAD,),
    "gift.settled": (METER,),
    "gift.corrected": (METER,),
    "goal.changed": (METER,),
    "record.extended": (RECORD,),
    "article.published": (STORIES,),
    "article.unpublished": (STORIES,),
    "article.moved": (STORIES,),
    "article.saved": (STORIES,),
}


def made_stale(topic: str, values: dict[str, Any]) -> set[str]:
    """The tags of what an announcement changed; SITE, which is on every page, when in doubt."""
    tags = _STALE.get(topic, (SITE,))
    if THREAD not in tags:
        return set(tags)
    subject = values.get("subject")
    if not subject:
        return {SITE}
    named = {THREAD: thread(subject), COUNT: count(subject)}
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


# Which pages may be kept ----------------------------------------------------------------------

KEPT: Final = "broadsheet.kept"
"""Where the middleware leaves a `Kept` in the request's META, which is the server's environ."""
NEVER_KEPT: Final = (
    "/api/",
    "/comments/",
    "/desk/",
    "/documents/",
    "/healthz",
    "/media/",
    "/metrics",
    "/readyz",
    "/search/",
    "/static/",
    "/support/",
    "/webhooks/",
)
"""Under these, nothing is kept: the answer is private, or new each time, or a file."""
LONGEST: Final = timedelta(seconds=60)
"""How long a page is kept at most: "as of" and "3 minutes ago" stay honest."""

_PARAMETERS: Final[dict[str, frozenset[str]]] = {
    "robots": frozenset(),
    "sitemap": frozenset(),
    "news-sitemap": frozenset(),
    "author": frozenset({"page"}),
    "topic": frozenset({"page"}),
    "feed": frozenset(),
    "section-feed": frozenset(),
    "author-feed": frozenset(),
    "topic-feed": frozenset(),
}
"""The addresses that are kept, by their names in urls.py, with the parameters that count there."""

_PAGE_PARAMETERS: Final[dict[type[Page], frozenset[str]]] = {
    FrontPage: frozenset(),
    SectionPage: frozenset({"page"}),
    ArticlePage: frozenset({"sort", "page"}),
    StaticPage: frozenset({"sort", "page"}),
}


@dataclass(frozen=True)
class Kept:
    """That an answer may be kept: for which changes to watch, and until when at most."""

    tags: frozenset[str]
    expires_at: datetime


def kept(request: HttpRequest, response: HttpResponseBase, needed: Needed) -> Kept | None:
    """What the edge has to know to keep this answer; None where it must not."""
    match = request.resolver_match
    if request.method != "GET" or match is None:
        return None
    if response.status_code == 301:
        if not _is_known_redirect(request, response):
            return None
    elif response.status_code != 200 or not _counts(request, response, match.url_name or ""):
        return None
    return Kept(
        tags=frozenset(needed.tags | {SITE, STORIES}), expires_at=_expires_at(needed.valid_until)
    )


def _is_known_redirect(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether somebody wrote the redirect down; any path at all is led to one with a slash."""
    return urlsplit(response["Location"]).path != f"{request.path}/"


def _counts(request: HttpRequest, response: HttpResponseBase, name: str) -> bool:
    """Whether this is a public page that makes use of all parameters of its address."""
    parameters = _PARAMETERS.get(name)
    if name == "wagtail_serve":
        page = (getattr(response, "context_data", None) or {}).get("page")
        # In place of a page behind a password stands the form for it, with a template of its own.
        if page is None or not page.live or response.template_name != page.template:  # type: ignore[attr-defined]
            return False
        parameters = _PAGE_PARAMETERS.get(type(page))
    return parameters is not None and set(request.GET) <= parameters


def _expires_at(until: datetime | None) -> datetime:
    now, zone = clock.now(), clock.zone()
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=zone)
    return min(moment for moment in (now + LONGEST, midnight, until) if moment)


# Addresses ------------------------------------------------------------------------------------

_VALUES: Final = {
    "sort": re.compile("|".join(sort.value for sort in Sort)),
    "page": re.compile("[1-9][0-9]{0,5}"),
}
"""Parameters that count on some page, in the order of a kept address, and their good values."""
_NOT_DROPPED: Final = frozenset({"p", "page_id", "attachment_id", "q"})
"""Parameters that lead elsewhere, or ask something, on some address."""
_FIELDS_MAX: Final = 20


@dataclass(frozen=True)
class Query:
    """The part of a query that counts."""

    counted: str
    has_more: bool
    """Whether something was left out, such as the name of a campaign."""


def counted(query: str) -> Query | None:
    """The query without what no page reads; None where it asks for something unusual."""
    if not query:
        return Query("", False)
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError:
        return None
    names = [name for name, _value in fields]
    values = dict(fields)
    if not _NOT_DROPPED.isdisjoint(names):
        return None
    found: list[tuple[str, str]] = []
    for name, good in _VALUES.items():
        if name in values:
            if names.count(name) > 1 or not good.fullmatch(values[name]):
                return None
            found.append((name, values[name]))
    return Query(urlencode(found), len(found) < len(fields))


def forget_copies() -> None:
    """Drop what this process remembers of settings and sites; another process may have changed."""
    CopiedSetting.forget_all()
    Site.clear_site_root_paths_cache()
