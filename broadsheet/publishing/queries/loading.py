"""How stories are loaded: only public ones, with all that a card shows, in a few queries."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
)
from wagtail.models import Page, PageViewRestriction

from broadsheet.core.questions import Question
from broadsheet.publishing.models import (
    ArticlePage,
    Byline,
    Picture,
    PictureRendition,
    SectionPage,
    Topic,
)
from broadsheet.publishing.rendering import ALL_SPECS
from broadsheet.publishing.rules import pictures_in

PER_PAGE: Final = 20
NEWEST_FIRST: Final = ("-first_published_at", "-pk")

AnyPage = TypeVar("AnyPage", bound=Page)


def public(model: type[AnyPage]) -> Any:
    """The live pages of a kind on which no restriction lies, theirs or of a page above."""
    return unrestricted(model).live()


def unrestricted(model: type[AnyPage]) -> Any:
    """The pages of a kind, live or not, on which no restriction lies.

    As Wagtail's `.public()`, but within the one query instead of one more.
    """
    restrictions = PageViewRestriction.objects.alias(
        of_page=ExpressionWrapper(OuterRef("path"), CharField())
    ).filter(of_page__startswith=F("page__path"))
    return model.objects.filter(~Exists(restrictions))


_CARDS: Final = Question(
    lambda ids: public(ArticlePage).filter(pk__in=ids).select_related("hero").defer("body")
)
_SECTIONS: Final = Question(lambda paths: SectionPage.objects.filter(path__in=paths))
_BYLINES: Final = Question(
    lambda ids: (
        Byline.objects.filter(article_id__in=ids)
        .select_related("author__portrait")
        .order_by("sort_order", "pk")
    )
)
_TOPICS: Final = Question(
    lambda ids: (
        ArticlePage.topics.through.objects.filter(articlepage_id__in=ids)
        .select_related("topic")
        .order_by("topic__name", "topic_id")
    )
)
_COPIES: Final = Question(
    lambda ids, specs: PictureRendition.objects.filter(image__in=ids, filter_spec__in=specs)
)


def loaded(found: Any, *, with_body: bool = False, with_topics: bool = False) -> list[ArticlePage]:
    """The stories of a queryset with everything that a card shows."""
    rows = found.select_related("hero")
    articles = list(rows if with_body else rows.defer("body"))
    return _with_all(articles, with_topics=with_topics)


def cards(ids: Iterable[int]) -> dict[int, ArticlePage]:
    """The public stories among these with everything that a card shows, by id."""
    return {article.pk: article for article in _with_all(_CARDS(ids), with_topics=False)}


def _with_all(articles: list[ArticlePage], *, with_topics: bool) -> list[ArticlePage]:
    attach(articles, with_topics=with_topics)
    load_copies([article.hero for article in articles])
    return articles


def paged(found: Any, page_number: int) -> PaginatorPage[ArticlePage]:
    """One page of a list, PER_PAGE stories long; a number out of reach is the nearest page."""
    page = Paginator(found, PER_PAGE).get_page(page_number)
    page.object_list = loaded(page.object_list)
    return page


def attach(articles: Sequence[ArticlePage], *, with_topics: bool = False) -> None:
    """Give stories their sections and bylines, and topics if asked for: a query for each."""
    parents = {article.path[: -Page.steplen] for article in articles}
    by_path = {section.path: section for section in _SECTIONS(parents)}
    ids = [article.pk for article in articles]
    bylines: dict[int, list[Byline]] = {}
    for byline in _BYLINES(ids):
        bylines.setdefault(byline.article_id, []).append(byline)
    topics: dict[int, list[Topic]] = {}
    if with_topics:
        for link in _TOPICS(ids):
            topics.setdefault(link.articlepage_id, []).append(link.topic)
    for article in articles:
        section = by_path.get(article.path[: -Page.steplen])
        if section:
            article.section = section
        _remember(article, "bylines", Byline.objects.all(), bylines.get(article.pk, []))
        if with_topics:
            _remember(article, "topics", Topic.objects.all(), topics.get(article.pk, []))


def _remember(article: ArticlePage, relation: str, rows: Any, found: list[Any]) -> None:
    """Give a story related things that were read already, as Django's own prefetching does."""
    rows._result_cache = found
    rows._prefetch_done = True
    known = getattr(article, "_prefetched_objects_cache", {})
    article._prefetched_objects_cache = known | {relation: rows}


def prepare(article: ArticlePage) -> ArticlePage:
    """Load at once what a story's page needs: byline, topics, pictures and their copies."""
    attach([article], with_topics=True)
    portraits = [author.portrait for author in article.authors]
    load_copies([article.hero, *portraits, *pictures_in(article.body)])
    return article


def load_copies(pictures: Iterable[Picture | None]) -> None:
    """Load the stored copies of many pictures with one query."""
    known = [picture for picture in pictures if picture]
    copies: dict[int, list[PictureRendition]] = {picture.pk: [] for picture in known}
    if copies:
        for copy in _COPIES(copies, ALL_SPECS):
            copies[copy.image_id].append(copy)
    for picture in known:
        for copy in copies[picture.pk]:
            copy.image = picture
        picture.prefetched_renditions = list(copies[picture.pk])
