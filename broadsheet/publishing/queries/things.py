"""One thing at a time: an author, a topic, a page, a story for the API."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import BigIntegerField

from broadsheet.core.prepared import Given, Select
from broadsheet.publishing.models import ArticlePage, Author, StaticPage, Topic
from broadsheet.publishing.queries.loading import prepare, public

LARGEST_ID: Final = 2**63 - 1
"""What the database's column holds; SQLite fails on a question beyond it."""


def author_by_slug(slug: str) -> Author | None:
    """The author at `/authors/<slug>/`."""
    return Author.objects.select_related("portrait").filter(slug=slug).first()


def topic_by_slug(slug: str) -> Topic | None:
    """The topic at `/topics/<slug>/`."""
    return Topic.objects.filter(slug=slug).first()


def static_pages() -> list[StaticPage]:
    """The live static pages, in the order that the desk gave them; for the foot of the page."""
    return list(public(StaticPage).defer("body").order_by("path"))


def _discussed(model: type[ArticlePage | StaticPage]) -> Any:
    return public(model).filter(has_discussion=True).only("title", "url_path")


_discussed_story = Select[ArticlePage](
    lambda: _discussed(ArticlePage).filter(pk=Given("id", BigIntegerField()))
)


def discussed_pages(ids: Iterable[int]) -> dict[int, ArticlePage | StaticPage]:
    """The live public pages among these that have a discussion, by id; title and path alone."""
    wanted = list(ids)
    found: dict[int, ArticlePage | StaticPage] = {}
    if len(wanted) == 1:  # somebody writes under a story
        found |= {story.pk: story for story in _discussed_story(id=wanted[0])}
    for model in (ArticlePage, StaticPage):  # nearly always stories, so these are asked first
        missing = [pk for pk in wanted if pk not in found]
        if missing:
            found |= {page.pk: page for page in _discussed(model).filter(pk__in=missing)}
    return found


def public_article(article_id: int) -> ArticlePage | None:
    """A public story as its row tells it."""
    return public(ArticlePage).filter(pk=article_id).first()


def article_for_api(article_id: int) -> ArticlePage | None:
    """A public story with everything that the API tells of it."""
    if article_id > LARGEST_ID:
        return None
    article = public(ArticlePage).select_related("hero").filter(pk=article_id).first()
    return prepare(article) if article else None
