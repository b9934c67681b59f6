"""What pages, feeds and the API ask of publishing; every list costs a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, Q, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import Length, RowNumber, Substr
from wagtail.models import Page, Revision

from broadsheet.core import clock
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Byline,
    FrontPage,
    Picture,
    PictureRendition,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.publishing.rendering import ALL_SPECS
from broadsheet.publishing.rules import pictures_in

PER_PAGE: Final = 20
FRONT_LEADS: Final = 5
"""One lead and four beside it."""
FRONT_PER_SECTION: Final = 4
SEARCH_PAGES_MAX: Final = 50


@dataclass(frozen=True)
class FrontSection:
    """A section on the front page with its newest stories."""

    section: SectionPage
    articles: list[ArticlePage]


@dataclass(frozen=True)
class Front:
    """The front page: the lead, the stories beside it, then section by section."""

    page: FrontPage | None
    lead: ArticlePage | None
    seconds: list[ArticlePage]
    sections: list[FrontSection]


# Lists --------------------------------------------------------------------------------------


def front() -> Front:
    """The front page; no story stands on it twice."""
    public = _public()
    leads = list(
        public.order_by("-is_pinned", *_NEWEST_FIRST).values_list("pk", flat=True)[:FRONT_LEADS]
    )
    # The leads are taken out afterwards, so that many more may be needed from one section.
    rank = Window(
        RowNumber(),
        partition_by=Substr("path", 1, Length("path") - Page.steplen),
        order_by=[F("first_published_at").desc(), F("pk").desc()],
    )
    rows = (
        public.annotate(rank=rank)
        .filter(rank__lte=FRONT_PER_SECTION + FRONT_LEADS)
        .order_by("rank")
        .values_list("pk", "path")
    )
    in_section: dict[str, list[int]] = {}
    for pk, path in rows:
        chosen = in_section.setdefault(path[: -Page.steplen], [])
        if pk not in leads and len(chosen) < FRONT_PER_SECTION:
            chosen.append(pk)
    wanted = [*leads, *(pk for chosen in in_section.values() for pk in chosen)]
    found = {article.pk: article for article in _loaded(public.filter(pk__in=wanted))}
    newest = [found[pk] for pk in leads]
    blocks = [
        FrontSection(section, [found[pk] for pk in in_section[section.path]])
        for section in sections()
        if in_section.get(section.path)
    ]
    return Front(
        page=FrontPage.objects.first(),
        lead=newest[0] if newest else None,
        seconds=newest[1:],
        sections=blocks,
    )


def sections() -> list[SectionPage]:
    """The live sections in the order that the desk gave them."""
    return list(SectionPage.objects.live().public().order_by("path"))


def section_articles(section: SectionPage, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """A section's stories, newest first."""
    return _paged(_public().child_of(section).order_by(*_NEWEST_FIRST), page_number)


def author_articles(author: Author, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories in which somebody had a part, newest first."""
    ids = Byline.objects.filter(author=author).values("article_id")
    return _paged(_public().filter(pk__in=ids).order_by(*_NEWEST_FIRST), page_number)


def topic_articles(topic: Topic, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories about a topic, newest first."""
    return _paged(_public().filter(topics=topic).order_by(*_NEWEST_FIRST), page_number)


def latest(
    limit: int = PER_PAGE,
    *,
    section: SectionPage | None = None,
    author: Author | None = None,
    topic: Topic | None = None,
    with_body: bool = False,
) -> list[ArticlePage]:
    """The newest stories, for feeds and sitemaps; `with_body` loads their texts too."""
    found = _public()
    if section:
        found = found.child_of(section)
    if author:
        found = found.filter(pk__in=Byline.objects.filter(author=author).values("article_id"))
    if topic:
        found = found.filter(topics=topic)
    return _loaded(found.order_by(*_NEWEST_FIRST)[:limit], with_body=with_body)


def listed(limit: int, *, since: datetime | None = None) -> list[ArticlePage]:
    """Stories newest first for sitemaps: headline and address alone, one query."""
    found = _public()
    if since:
        found = found.filter(first_published_at__gte=since)
    fields = ("title", "url_path", "path", "first_published_at", "updated_at")
    return list(found.only(*fields).order_by(*_NEWEST_FIRST)[:limit])


def by_ids(ids: Iterable[int]) -> list[ArticlePage]:
    """The public stories among these, in the given order; for lists that others rank."""
    wanted = list(ids)
    found = {article.pk: article for article in _loaded(_public().filter(pk__in=wanted))}
    return [found[pk] for pk in wanted if pk in found]


def related_to(article: ArticlePage, limit: int = 4) -> list[ArticlePage]:
    """Other stories: those that share most topics, then the section's newest; each once."""
    others = _public().exclude(pk=article.pk)
    topic_ids = [topic.pk for topic in article.topics.all()]
    chosen: list[int] = []
    if topic_ids:
        shared: dict[int, int] = {}
        rows = (
            others.filter(topics__in=topic_ids)
            .order_by(*_NEWEST_FIRST)
            .values_list("pk", flat=True)[: limit * 10]
        )
        for pk in rows:  # a story comes once for each shared topic, newest first
            shared[pk] = shared.get(pk, 0) + 1
        chosen = sorted(shared, key=lambda pk: -shared[pk])[:limit]
    if len(chosen) < limit:
        chosen += (
            others.child_of(article.section)
            .exclude(pk__in=chosen)
            .order_by(*_NEWEST_FIRST)
            .values_list("pk", flat=True)[: limit - len(chosen)]
        )
    return by_ids(chosen)


def search_articles(text: str, page_number: int = 1) -> PaginatorPage[ArticlePage]:
    """The stories in which the words occur (headline, standfirst, text), best first."""
    words = " ".join(text.split())[:200]
    if not words:
        return _paged(ArticlePage.objects.none(), 1)
    results = ArticlePage.objects.live().public().search(words)
    paginator = Paginator(results, PER_PAGE)
    number = min(max(page_number, 1), SEARCH_PAGES_MAX)
    page = paginator.get_page(number)
    page.object_list = by_ids([article.pk for article in page.object_list])
    return page


# One thing ----------------------------------------------------------------------------------


def author_by_slug(slug: str) -> Author | None:
    """The author at `/authors/<slug>/`."""
    return Author.objects.select_related("portrait").filter(slug=slug).first()


def topic_by_slug(slug: str) -> Topic | None:
    """The topic at `/topics/<slug>/`."""
    return Topic.objects.filter(slug=slug).first()


def static_pages() -> list[StaticPage]:
    """The live static pages, in the order that the desk gave them; for the foot of the page."""
    return list(StaticPage.objects.live().public().defer("body").order_by("path"))


def discussed_pages(ids: Iterable[int]) -> dict[int, ArticlePage | StaticPage]:
    """The live public pages among these that have a discussion, by id; texts are not loaded."""
    wanted = list(ids)
    found: dict[int, ArticlePage | StaticPage] = {}
    for model in (ArticlePage, StaticPage):
        rows = model.objects.live().public().filter(pk__in=wanted, has_discussion=True)
        found |= {page.pk: page for page in rows.defer("body")}
    return found


def prepare(article: ArticlePage) -> ArticlePage:
    """Load at once what a story's page needs: byline, topics, pictures and their copies."""
    _attach([article])
    load_copies([article.hero, *pictures_in(article.body)])
    return article


def load_copies(pictures: Iterable[Picture | None]) -> None:
    """Load the stored copies of many pictures with one query."""
    known = [picture for picture in pictures if picture]
    copies: dict[int, list[PictureRendition]] = {picture.pk: [] for picture in known}
    if copies:
        rows = PictureRendition.objects.filter(image__in=copies, filter_spec__in=ALL_SPECS)
        for copy in rows:
            copies[copy.image_id].append(copy)
    for picture in known:
        for copy in copies[picture.pk]:
            copy.image = picture
        picture.prefetched_renditions = list(copies[picture.pk])


# The API ------------------------------------------------------------------------------------


def articles_after(cursor: tuple[datetime, int] | None, limit: int) -> list[ArticlePage]:
    """Stories newest first, from behind the given (published_at, id); for keyset paging."""
    found = _public()
    if cursor:
        at, pk = cursor
        found = found.filter(Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk))
    return _loaded(found.order_by(*_NEWEST_FIRST)[:limit])


def article_for_api(article_id: int) -> ArticlePage | None:
    """A public story with everything that the API tells of it."""
    article = (
        ArticlePage.objects.live().public().select_related("hero").filter(pk=article_id).first()
    )
    return prepare(article) if article else None


# The desk -----------------------------------------------------------------------------------


def without_credit() -> QuerySet[Picture]:
    """Pictures that have no credit, the kept ones first."""
    return Picture.objects.filter(credit="").order_by("-credit_unknown", "-created_at", "-pk")


def kept_html() -> list[Page]:
    """Pages that hold imported markup for which no block was found."""
    marker = '"type": "html"'
    found: list[Page] = []
    for model in (ArticlePage, StaticPage):
        candidates = model.objects.filter(body__contains=marker).order_by("-last_published_at")
        found += [
            page
            for page in candidates.iterator(chunk_size=100)
            if any(block.block_type == "html" for block in page.body)
        ]
    return found


def due_soon(limit: int = 10) -> QuerySet[Revision]:
    """Scheduled versions, soonest first; those whose time has passed wait for a credit."""
    return Revision.objects.filter(approved_go_live_at__isnull=False).order_by(
        "approved_go_live_at"
    )[:limit]


def overdue_count() -> int:
    """Scheduled versions that should have gone live by now."""
    return Revision.objects.filter(approved_go_live_at__lt=clock.now()).count()


# Inside -------------------------------------------------------------------------------------

_NEWEST_FIRST: Final = ("-first_published_at", "-pk")


def _public() -> Any:
    return ArticlePage.objects.live().public()


def _loaded(found: Any, *, with_body: bool = False) -> list[ArticlePage]:
    """The stories of a queryset with everything that a card shows."""
    rows = found.select_related("hero")
    articles = list(rows if with_body else rows.defer("body"))
    _attach(articles)
    load_copies([article.hero for article in articles])
    return articles


def _paged(found: Any, page_number: int) -> PaginatorPage[ArticlePage]:
    page = Paginator(found, PER_PAGE).get_page(page_number)
    page.object_list = _loaded(page.object_list)
    return page


def _attach(articles: Sequence[ArticlePage]) -> None:
    """Give stories their sections, bylines and topics, three queries for all of them."""
    parents = {article.path[: -Page.steplen] for article in articles}
    by_path = {section.path: section for section in SectionPage.objects.filter(path__in=parents)}
    for article in articles:
        section = by_path.get(article.path[: -Page.steplen])
        if section:
            article.section = section
    bylines = Byline.objects.select_related("author__portrait").order_by("sort_order", "pk")
    prefetch_related_objects(articles, Prefetch("bylines", queryset=bylines), "topics")
