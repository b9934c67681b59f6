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
    Prefetch,
    prefetch_related_objects,
)
from wagtail.models import Page, PageViewRestriction

from broadsheet.publishing.models import (
    ArticlePage,
    Byline,
    Picture,
    PictureRendition,
    SectionPage,
)
from broadsheet.publishing.rendering import ALL_SPECS
from broadsheet.publishing.rules import pictures_in

PER_PAGE: Final = 20
NEWEST_FIRST: Final = ("-first_published_at", "-pk")

AnyPage = TypeVar("AnyPage", bound=Page)


def public(model: type[AnyPage]) -> Any:
    """The live pages of a kind on which no restriction lies, theirs or of a page above.

    As Wagtail's `.live().public()`, but within the one query instead of one more.
    """
    restrictions = PageViewRestriction.objects.alias(
        of_page=ExpressionWrapper(OuterRef("path"), CharField())
    ).filter(of_page__startswith=F("page__path"))
    return model.objects.live().filter(~Exists(restrictions))


def loaded(found: Any, *, with_body: bool = False, with_topics: bool = False) -> list[ArticlePage]:
    """The stories of a queryset with everything that a card shows."""
    rows = found.select_related("hero")
    articles = list(rows if with_body else rows.defer("body"))
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
    by_path = {section.path: section for section in SectionPage.objects.filter(path__in=parents)}
    for article in articles:
        section = by_path.get(article.path[: -Page.steplen])
        if section:
            article.section = section
    bylines = Byline.objects.select_related("author__portrait").order_by("sort_order", "pk")
    prefetch_related_objects(articles, Prefetch("bylines", queryset=bylines))
    if with_topics:
        prefetch_related_objects(articles, "topics")


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
        rows = PictureRendition.objects.filter(image__in=copies, filter_spec__in=ALL_SPECS)
        for copy in rows:
            copies[copy.image_id].append(copy)
    for picture in known:
        for copy in copies[picture.pk]:
            copy.image = picture
        picture.prefetched_renditions = list(copies[picture.pk])
