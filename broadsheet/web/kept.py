"""Which answers the edge may keep, under which address, and until when. docs/freshness.md."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from wagtail.models import Page

from broadsheet.core import clock
from broadsheet.discussion import queries as discussion
from broadsheet.discussion.queries import passages
from broadsheet.discussion.queries.passages import INLINE
from broadsheet.discussion.ranking import Sort
from broadsheet.publishing.models import ArticlePage, FrontPage, SectionPage, StaticPage
from broadsheet.web import pages
from broadsheet.web.fragments import Fragment
from broadsheet.web.pages import Needed
from broadsheet.web.subjects import key_of_id

KEPT: Final = "broadsheet.kept"
"""Where the middleware leaves a `Kept` in the request's META, which is the server's environ."""
WANTED: Final = "broadsheet.wanted"
"""Where the edge says there that it asks for a page to keep."""
SEAMS: Final = "broadsheet.seams"
"""Where the edge says there that it asks for these fragments alone, and finds them afterwards."""

NEVER_KEPT: Final = (
    *(f"/comments/{digit}" for digit in "123456789"),
    "/comments/letters/",
    "/comments/mine/",
    "/comments/subscriptions/",
    "/desk/",
    "/documents/",
    "/healthz",
    "/media/",
    "/metrics",
    "/readyz",
    "/search/",
    "/support/gifts/",
    "/webhooks/",
)
"""Under these, nothing is kept: the answer is private, or new each time, or a file."""
API: Final = "/api/"
LONGEST: Final = timedelta(hours=1)
"""How long a page is kept at most, should a change ever go unheard."""
ASSET: Final = "asset"
"""The name in urls.py of stylesheet, script and fonts."""
ASSETS_LONGEST: Final = timedelta(days=365)
PULSE_STEADY: Final = timedelta(seconds=0.25)
"""A pulse stays as it is for so long, whatever is added: at most four changes a second. It quotes
the newest comment, so what takes something away ends it at once."""


@dataclass(frozen=True)
class Kept:
    """That an answer may be kept: for which changes to watch, and until when at most."""

    tags: frozenset[str]
    expires_at: datetime
    parts: tuple[bytes | Fragment, ...] = ()
    """The answer in order: what stands around its fragments, and they themselves."""
    steady: timedelta = timedelta(0)
    """For so long it is current whatever is added; not when something is taken away."""


# Which ----------------------------------------------------------------------------------------

_STORIES: Final = frozenset({pages.STORIES})
_MONEY: Final = frozenset({pages.METER, pages.RECORD})
_PAGED: Final = frozenset({"page"})
_PARAMETERS: Final[dict[str, frozenset[str]]] = {
    "robots": frozenset(),
    "sitemap": frozenset(),
    "news-sitemap": frozenset(),
    "author": _PAGED,
    "topic": _PAGED,
    "feed": frozenset(),
    "section-feed": frozenset(),
    "talk-feed": frozenset(),
    "author-feed": frozenset(),
    "topic-feed": frozenset(),
    "fundraising:support": frozenset(),
    "fundraising:month": frozenset(),
    "fundraising:month-data": frozenset(),
    "fundraising:record": frozenset(),
    "discussion:block": frozenset(),
    "discussion:passage": frozenset(),
    "api:list_articles": frozenset({"limit", "cursor"}),
    "api:one_article": frozenset(),
    "api:list_annotations": frozenset({"limit", "cursor"}),
    "api:list_comments": frozenset({"sort", "limit", "cursor"}),
    "api:meter": frozenset(),
    "api:pulse": frozenset(),
    "api:openapi-json": frozenset(),
}
"""The addresses that are kept, by their names in urls.py, with the parameters that count there."""

_PAGE_PARAMETERS: Final[dict[type[Page], frozenset[str]]] = {
    FrontPage: frozenset(),
    SectionPage: _PAGED,
    ArticlePage: frozenset({"sort", "page", "show"}),
    StaticPage: frozenset({"sort", "page", "show"}),
}


def _of_a_discussion(match: ResolverMatch) -> frozenset[str]:
    subject = key_of_id(match.kwargs["article_id"])
    return frozenset({pages.thread(subject), pages.count(subject), pages.STORIES})


def _subject(match: ResolverMatch) -> str:
    """What a small page about some words belongs to."""
    return match.kwargs.get("subject") or passages.subject_of(match.kwargs["passage_id"]) or ""


def _of_words(match: ResolverMatch) -> frozenset[str]:
    return frozenset({pages.thread(_subject(match)), pages.STORIES})


_TAGS: Final[dict[str, Callable[[ResolverMatch], frozenset[str]]]] = {
    "discussion:block": _of_words,
    "discussion:passage": _of_words,
    "api:list_articles": lambda _match: _STORIES | {pages.TALK},
    "api:one_article": _of_a_discussion,
    "api:list_annotations": _of_a_discussion,
    "api:list_comments": _of_a_discussion,
    "api:meter": lambda _match: frozenset({pages.METER}),
    "api:pulse": lambda match: _of_a_discussion(match) | {pages.METER},
    "api:openapi-json": lambda _match: frozenset(),
    "fundraising:support": lambda _match: _MONEY,
    "fundraising:month": lambda _match: _MONEY,
    "fundraising:month-data": lambda _match: _MONEY,
    "fundraising:record": lambda _match: _MONEY,
}
"""What those depend on whose views do not say it, being in rooms that know no pages."""
_UNTIL: Final[dict[str, Callable[[ResolverMatch], datetime | None]]] = {
    "discussion:block": lambda match: discussion.closes_at(_subject(match)),
    "discussion:passage": lambda match: discussion.closes_at(_subject(match)),
}
"""Until when those are true whose views do not say it."""


def kept(request: HttpRequest, response: HttpResponseBase, needed: Needed) -> Kept | None:
    """What the edge has to know to keep this answer; None where it must not."""
    match = request.resolver_match
    if request.method != "GET" or match is None:
        return None
    name = match.view_name or ""
    if name == ASSET and response.status_code == HTTPStatus.OK and not request.GET:
        # Its name changes when it does.
        return Kept(tags=frozenset(), expires_at=clock.now() + ASSETS_LONGEST)
    if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
        if not _is_known_redirect(request, response):
            return None
        tags = _STORIES
    elif response.status_code == HTTPStatus.GONE and name == "wagtail_serve":
        if not set(request.GET) <= _PAGE_PARAMETERS[ArticlePage]:
            return None
        tags = frozenset()  # the page has said of which story
    elif response.status_code != HTTPStatus.OK or not _counts(request, response, match):
        return None
    else:
        tags = _TAGS[name](match) if name in _TAGS else _tags_of(_page_of(response))
    return Kept(
        tags=frozenset(needed.tags | tags | {pages.SITE}),
        expires_at=expires_at(needed.valid_until or _UNTIL.get(name, _never)(match)),
        steady=PULSE_STEADY if name == "api:pulse" else timedelta(0),
    )


def _never(_match: ResolverMatch) -> None:
    """Time alone changes nothing."""


def _is_known_redirect(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether somebody wrote the redirect down; any path at all is led to one with a slash."""
    return urlsplit(response["Location"]).path != f"{request.path}/"


def _counts(request: HttpRequest, response: HttpResponseBase, match: ResolverMatch) -> bool:
    """Whether this is a public page that makes use of all parameters of its address."""
    parameters = _PARAMETERS.get(match.view_name or "")
    if match.view_name == "wagtail_serve":
        page = _page_of(response)
        # In place of a page behind a password stands the form for it, with a template of its own.
        if page is None or not page.live or response.template_name != page.template:  # type: ignore[attr-defined]
            return False
        parameters = _PAGE_PARAMETERS.get(type(page))
    return parameters is not None and set(request.GET) <= parameters


def _page_of(response: HttpResponseBase) -> Page | None:
    context: dict[str, Any] = getattr(response, "context_data", None) or {}
    return context.get("page")


def _tags_of(page: Page | None) -> frozenset[str]:
    """A story's or standing page's own tag; everything else lists stories."""
    if isinstance(page, ArticlePage | StaticPage):
        return frozenset({pages.story(page.pk)})
    return _STORIES


def expires_at(until: datetime | None) -> datetime:
    """The moment at which time alone makes an answer old; midnight changes "today"."""
    now, zone = clock.now(), clock.zone()
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=zone)
    return min(moment for moment in (now + LONGEST, midnight, until) if moment)


# Addresses ------------------------------------------------------------------------------------

_SORT: Final = re.compile("|".join(sort.value for sort in Sort))
_PAGE_VALUES: Final = {
    "sort": _SORT,
    "page": re.compile("[1-9][0-9]{0,5}"),
    "show": re.compile(INLINE),
}
_API_VALUES: Final = {
    "sort": _SORT,
    "limit": re.compile("[1-9][0-9]?|100"),
    "cursor": re.compile("[A-Za-z0-9_=-]{1,200}"),
}
"""Parameters that count on some page or call, in the order of a kept address; good values."""
_NOT_DROPPED: Final = frozenset({"p", "page_id", "attachment_id", "q"})
"""Parameters that lead elsewhere, or ask something, on some address."""
_OTHERS: Final = "/support/"
"""Below this, views read parameters of their own."""
_FIELDS_MAX: Final = 20


@dataclass(frozen=True)
class Query:
    """The part of a query that counts."""

    counted: str
    has_more: bool
    """Whether something was left out, such as the name of a campaign."""


def counted(path: str, query: str) -> Query | None:
    """The query without what no page reads; None where it asks for something unusual."""
    if not query:
        return Query("", False)
    if path.startswith(_OTHERS):
        return None
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError:
        return None
    names = [name for name, _value in fields]
    values = dict(fields)
    if not _NOT_DROPPED.isdisjoint(names):
        return None
    found: list[tuple[str, str]] = []
    for name, good in (_API_VALUES if path.startswith(API) else _PAGE_VALUES).items():
        if name in values:
            if names.count(name) > 1 or not good.fullmatch(values[name]):
                return None
            found.append((name, values[name]))
    return Query(urlencode(found), len(found) < len(fields))
