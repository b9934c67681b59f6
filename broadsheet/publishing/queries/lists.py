"""Lists of stories: by section, author, topic, likeness and words, and for the API."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Q

from broadsheet.core.questions import Question
from broadsheet.core.text import clean_line
from broadsheet.publishing.models import ArticlePage, Author, Byline, SectionPage, Topic
from broadsheet.publishing.queries.loading import (
    NEWEST_FIRST,
    PER_PAGE,
    cards,
    loaded,
    paged,
    public,
)

SEARCH_PAGES_MAX: Final = 50
QUERY_LENGTH_MAX: Final = 200
RELATED_CONSIDERED: Final = 40
"""Stories with a topic in common, the newest, among which those that share most are chosen."""

_SECTIONS: Final = Question(lambda: public(SectionPage).order_by("path"))
_LIKE_IT: Final = Question(
    lambda pk, topic_ids: (
        public(ArticlePage)
        .exclude(pk=pk)
        .filter(topics__in=topic_ids)
        .order_by(*NEWEST_FIRST)
        .values_list("pk")[:RELATED_CONSIDERED]
    )
)


def sections() -> list[SectionPage]:
    """The live sections in the order that the desk gave them."""
    found: list[SectionPage] = _SECTIONS()
    return found


def section_articles(section: SectionPage, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """A section's stories, newest first."""
    return paged(public(ArticlePage).child_of(section).order_by(*NEWEST_FIRST), page_number)


def author_articles(author: Author, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories in which somebody had a part, newest first."""
    ids = Byline.objects.filter(author=author).values("article_id")
    return paged(public(ArticlePage).filter(pk__in=ids).order_by(*NEWEST_FIRST), page_number)


def topic_articles(topic: Topic, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories about a topic, newest first."""
    return paged(public(ArticlePage).filter(topics=topic).order_by(*NEWEST_FIRST), page_number)


def latest(
    limit: int = PER_PAGE,
    *,
    section: SectionPage | None = None,
    author: Author | None = None,
    topic: Topic | None = None,
    with_body: bool = False,
) -> list[ArticlePage]:
    """The newest stories, for feeds and sitemaps; `with_body` loads their texts too."""
    found = public(ArticlePage)
    if section:
        found = found.child_of(section)
    if author:
        found = found.filter(pk__in=Byline.objects.filter(author=author).values("article_id"))
    if topic:
        found = found.filter(topics=topic)
    rows = found.order_by(*NEWEST_FIRST)[:limit]
    return loaded(rows, with_body=with_body, with_topics=True)


def listed(limit: int, *, since: datetime | None = None) -> list[ArticlePage]:
    """Stories newest first for sitemaps: headline and address alone, one query."""
    found = public(ArticlePage)
    if since:
        found = found.filter(first_published_at__gte=since)
    fields = ("title", "url_path", "path", "first_published_at", "updated_at")
    return list(found.only(*fields).order_by(*NEWEST_FIRST)[:limit])


def by_ids(ids: Iterable[int]) -> list[ArticlePage]:
    """The public stories among these, in the given order; for lists that others rank."""
    wanted = list(ids)
    found = cards(wanted)
    return [found[pk] for pk in wanted if pk in found]


def related_to(article: ArticlePage, limit: int = 4) -> list[ArticlePage]:
    """Other stories: those that share most topics, then the section's newest; each once."""
    topic_ids = [topic.pk for topic in article.topics.all()]
    chosen: list[int] = []
    if topic_ids:
        shared: dict[int, int] = {}
        for (pk,) in _LIKE_IT(
            article.pk, topic_ids
        ):  # a story comes once for each shared topic, newest first
            shared[pk] = shared.get(pk, 0) + 1
        chosen = sorted(shared, key=lambda pk: -shared[pk])[:limit]
    if len(chosen) < limit:
        chosen += (
            public(ArticlePage)
            .child_of(article.section)
            .exclude(pk__in=[article.pk, *chosen])
            .order_by(*NEWEST_FIRST)
            .values_list("pk", flat=True)[: limit - len(chosen)]
        )
    return by_ids(chosen)


def search_articles(text: str, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories in which the words occur (headline, standfirst, text), best first."""
    # Words alone: quotes and signs would be orders to the index.
    words = " ".join(re.findall(r"\w+", clean_line(text)[:QUERY_LENGTH_MAX]))
    if not words:
        return paged(ArticlePage.objects.none(), 1)
    # The index understands simple filters alone, so Wagtail's own take the place of `public`.
    results = ArticlePage.objects.live().public().search(words)
    paginator = Paginator(results, PER_PAGE)
    number = min(max(page_number, 1), SEARCH_PAGES_MAX)
    page = paginator.get_page(number)
    page.object_list = by_ids([article.pk for article in page.object_list])
    return page


def articles_after(cursor: tuple[datetime, int] | None, limit: int) -> list[ArticlePage]:
    """Stories newest first, from behind the given (published_at, id); for keyset paging."""
    found = public(ArticlePage)
    if cursor:
        at, pk = cursor
        found = found.filter(Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk))
    return loaded(found.order_by(*NEWEST_FIRST)[:limit])
