"""One thing at a time: an author, a topic, a page, a story for the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, Site

from broadsheet.core import clock
from broadsheet.core.questions import Question
from broadsheet.publishing.models import ArticlePage, Author, SectionPage, StaticPage, Topic
from broadsheet.publishing.queries.loading import prepare, public, unrestricted

LARGEST_ID: Final = 2**63 - 1
"""What the database's column holds; SQLite fails on a question beyond it."""


def author_by_slug(slug: str) -> Author | None:
    """The author at `/authors/<slug>/`."""
    return Author.objects.select_related("portrait").filter(slug=slug).first()


def topic_by_slug(slug: str) -> Topic | None:
    """The topic at `/topics/<slug>/`."""
    return Topic.objects.filter(slug=slug).first()


_STATIC_PAGES: Final = Question(lambda: public(StaticPage).defer("body").order_by("path"))


def static_pages() -> list[StaticPage]:
    """The live static pages, in the order that the desk gave them; for the foot of the page."""
    found: list[StaticPage] = _STATIC_PAGES()
    return found


_MENU: Final = Question(
    lambda: (
        public(Page)
        .filter(content_type__app_label="publishing")
        .filter(content_type__model__in=[SectionPage._meta.model_name, StaticPage._meta.model_name])
        .only("title", "url_path", "content_type")
        .order_by("path")
    )
)


@dataclass(frozen=True)
class Menu:
    """The pages to which every page leads, in the order that the desk gave them."""

    sections: list[Page]
    static_pages: list[Page]


def menu() -> Menu:
    """Sections and static pages that are public: title and address, with one query."""
    section_type = ContentType.objects.get_for_model(SectionPage).pk
    found = Menu([], [])
    for page in _MENU():
        is_section = page.content_type_id == section_type
        (found.sections if is_section else found.static_pages).append(page)
    return found


class Discussed(NamedTuple):
    """A page that has a discussion."""

    title: str
    path: str
    """Its address on this site, such as "/harbour/ferry-row/"."""


def discussed_pages(ids: Iterable[int]) -> dict[int, Discussed]:
    """The live public pages among these that have a discussion, by id.

    Asked with each comment that is posted, so no page is built for it.
    """
    wanted = list(ids)
    found: dict[int, Discussed] = {}
    for question in _DISCUSSED:
        missing = [pk for pk in wanted if pk not in found]
        for pk, title, url_path in question(missing):
            found[pk] = Discussed(title, _address_of(url_path))
    return found


def _address_of(url_path: str) -> str:
    """The address of a page on this site by its place in the tree, as Wagtail's `Page.url`."""
    for site in Site.get_site_root_paths():
        if url_path.startswith(site.root_path):
            return _address_below(url_path[len(site.root_path) :])
    return "/"


@lru_cache(maxsize=1024)
def _address_below(path: str) -> str:
    return reverse("wagtail_serve", args=[path])


def public_article(article_id: int) -> ArticlePage | None:
    """A public story as its row tells it."""
    return public(ArticlePage).filter(pk=article_id).first()


def taken_down_at(path: str) -> int | None:
    """The id of the story at an address that readers could see once and cannot now.

    None for what was never public (no publishing made it so), for what only some may read, and for
    what has a time to come at which it is to be public.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    found = (
        unrestricted(ArticlePage)
        .filter(slug=slug, live=False, last_published_at__isnull=False)
        .exclude(go_live_at__gt=clock.now())
        .only("url_path", "path")
    )
    return next((page.pk for page in found if page.url == path), None)


def _discussed(model: type[ArticlePage] | type[StaticPage]) -> Question:
    return Question(
        lambda ids: (
            public(model)
            .filter(pk__in=ids, has_discussion=True)
            .values_list("pk", "title", "url_path")
        )
    )


_DISCUSSED: Final = (_discussed(ArticlePage), _discussed(StaticPage))
"""Nearly always stories, so these are asked first."""


def discussed_page(page_id: int) -> ArticlePage | StaticPage | None:
    """The live public page of an id with its text, where it has a discussion."""
    for model in (ArticlePage, StaticPage):
        found = public(model).filter(pk=page_id, has_discussion=True).first()
        if found is not None:
            return found
    return None


def article_for_api(article_id: int) -> ArticlePage | None:
    """A public story with everything that the API tells of it."""
    if article_id > LARGEST_ID:
        return None
    article = public(ArticlePage).select_related("hero").filter(pk=article_id).first()
    return prepare(article) if article else None
