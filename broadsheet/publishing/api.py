"""The JSON calls of publishing; `web` joins them under /api/v1/.

How many comments a story has is not known here: `web` hands over a function that counts.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import Query, Router, Schema

from broadsheet.core.addresses import absolute
from broadsheet.core.answers import problem
from broadsheet.core.clock import rfc3339
from broadsheet.core.paging import LIMIT_DEFAULT, LIMIT_MAX, BadCursor, decode_cursor, encode_cursor
from broadsheet.publishing import queries
from broadsheet.publishing.models import ArticlePage, Picture
from broadsheet.publishing.rendering import shown
from broadsheet.publishing.rules import pictures_in

CountComments = Callable[[Iterable[int]], dict[int, int]]
"""Takes ids of stories; gives the number of published comments where it is not 0."""


class LinkOut(Schema):
    """Something with a name and an absolute address."""

    name: str
    url: str


class AuthorOut(LinkOut):
    """Somebody of the byline."""

    role: str


class ArticleOut(Schema):
    """A story as lists show it."""

    id: int
    url: str
    title: str
    standfirst: str
    published_at: str
    updated_at: str | None
    section: LinkOut
    authors: list[AuthorOut]
    comment_count: int


class ArticlesOut(Schema):
    """One page of stories, newest first."""

    items: list[ArticleOut]
    next: str | None


class PictureOut(Schema):
    """A picture and whose it is."""

    url: str
    width: int
    height: int
    caption: str
    description: str
    credit: str
    credit_unknown: bool


class StatementOut(Schema):
    """Words with their speaker and source."""

    text: str
    speaker: str
    role: str
    said_at: str | None
    source_url: str
    source_title: str


class ResponseOut(StatementOut):
    """An answer to a claim: rejects, disputes, confirms or no_comment."""

    kind: str


class ClaimOut(StatementOut):
    """Something that somebody says is so, with what others answer and what we could verify."""

    id: str
    place: str
    responses: list[ResponseOut]
    status: str
    status_note: str


class CorrectionOut(Schema):
    """What was wrong, and since when it is right."""

    text: str
    corrected_at: str | None


class ArticleFullOut(ArticleOut):
    """A story with its text."""

    kicker: str
    dateline: str
    topics: list[LinkOut]
    body_html: str
    reading_minutes: int
    has_discussion: bool
    credits: list[str]
    hero: PictureOut | None
    pictures: list[PictureOut]
    claims: list[ClaimOut]
    corrections: list[CorrectionOut]


def make_router(count_comments: CountComments) -> Router:
    """The calls `articles/` and `articles/{id}/`."""
    router = Router(tags=["articles"])

    @router.get("articles/", response=ArticlesOut, summary="Stories, newest first")
    def list_articles(
        request: HttpRequest,
        limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT,
        cursor: str = "",
    ) -> HttpResponse | dict[str, Any]:
        try:
            after = _position(cursor)
        except BadCursor as bad:
            return problem(422, str(bad), errors=[{"field": "cursor", "message": str(bad)}])
        found = queries.articles_after(after, limit + 1)
        shown, more = found[:limit], found[limit:]
        counts = count_comments(article.pk for article in shown)
        last = shown[-1] if more else None
        return {
            "items": [_article(article, counts) for article in shown],
            "next": encode_cursor([rfc3339(_time(last)), last.pk]) if last else None,
        }

    @router.get("articles/{int:article_id}/", response=ArticleFullOut, summary="One story")
    def one_article(request: HttpRequest, article_id: int) -> HttpResponse | dict[str, Any]:
        article = queries.article_for_api(article_id)
        if article is None:
            return problem(404, "There is no such article.")
        return _article_in_full(article, count_comments([article.pk]))

    return router


def _position(cursor: str) -> tuple[datetime, int] | None:
    """Time and id of the last story that was seen; raises BadCursor."""
    if not cursor:
        return None
    sentence = "The cursor is not one of this API; start again without it."
    match decode_cursor(cursor):
        case [str(at), int(pk)] if not isinstance(pk, bool) and 0 < pk < 2**63:
            try:
                moment = datetime.fromisoformat(at)
                if moment.tzinfo:
                    return moment.astimezone(UTC), pk
            except (ValueError, OverflowError) as error:  # at the edges of the calendar
                raise BadCursor(sentence) from error
    raise BadCursor(sentence)


def _time(article: ArticlePage) -> datetime:
    return article.first_published_at or article.latest_revision_created_at


def _moment(at: datetime | None) -> str | None:
    return rfc3339(at) if at else None


def _article(article: ArticlePage, counts: dict[int, int]) -> dict[str, Any]:
    return {
        "id": article.pk,
        "url": absolute(article.url or "/"),
        "title": article.title,
        "standfirst": article.standfirst,
        "published_at": rfc3339(_time(article)),
        "updated_at": _moment(article.updated_at),
        "section": {"name": article.section.title, "url": absolute(article.section.url or "/")},
        "authors": [
            {"name": author.name, "url": absolute(author.path), "role": part.role}
            for part in article.byline_parts
            for author in part.authors
        ],
        "comment_count": counts.get(article.pk, 0),
    }


def _article_in_full(article: ArticlePage, counts: dict[int, int]) -> dict[str, Any]:
    return _article(article, counts) | {
        "kicker": article.kicker,
        "dateline": article.dateline,
        "topics": [
            {"name": topic.name, "url": absolute(topic.path)} for topic in article.topics.all()
        ],
        "body_html": render_to_string("publishing/_body.html", {"body": article.body}),
        "reading_minutes": article.reading_minutes,
        "has_discussion": article.has_discussion,
        "credits": list(dict.fromkeys(filter(None, (one.credit for one in article.pictures)))),
        "hero": _picture(article.hero, article.hero_caption) if article.hero else None,
        "pictures": [_picture(picture) for picture in pictures_in(article.body)],
        "claims": [_claim(block) for block in article.claims],
        "corrections": [
            {
                "text": block.value["text"],
                "corrected_at": _moment(block.value["corrected_at"]),
            }
            for block in article.corrections
        ],
    }


def _picture(picture: Picture, caption: str = "") -> dict[str, Any]:
    """What is told of a picture; its address is that of the copy that every browser reads."""
    copies = shown(picture)
    return {
        "url": absolute(copies.url) if copies else "",
        "width": copies.width if copies else 0,
        "height": copies.height if copies else 0,
        "caption": caption or picture.caption,
        "description": picture.description,
        "credit": picture.credit,
        "credit_unknown": picture.credit_unknown,
    }


def _statement(value: Any) -> dict[str, Any]:
    names = ("text", "speaker", "role", "source_url", "source_title")
    return {
        **{name: value[name] or "" for name in names},
        "said_at": _moment(value["said_at"]),
    }


def _claim(block: Any) -> dict[str, Any]:
    claim = block.value
    return _statement(claim) | {
        "id": block.id,
        "place": claim["place"] or "",
        "responses": [
            _statement(response) | {"kind": response["kind"]} for response in claim["responses"]
        ],
        "status": claim["status"],
        "status_note": claim["status_note"] or "",
    }
