"""Wagtail published, took down or moved a page: publishing tells the house.

The values of `article.*`: `id`, `path`, `section` (its path), `authors` and `topics` (their
paths); of `page.*` and `section.*`: `id`, `path`. A move adds `old_path`.
"""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from broadsheet.core.outbox import announce
from broadsheet.publishing.models import ArticlePage, FrontPage, SectionPage, StaticPage

KINDS: dict[type[Page], str] = {
    ArticlePage: "article",
    StaticPage: "page",
    SectionPage: "section",
    FrontPage: "front",
}


def values_of(page: Page) -> dict[str, Any]:
    """What is told of a page."""
    values: dict[str, Any] = {"id": page.pk, "path": page.url}
    if isinstance(page, ArticlePage):
        values["section"] = page.get_parent().url
        values["authors"] = sorted({byline.author.path for byline in page.bylines.all()})
        values["topics"] = sorted({topic.path for topic in page.topics.all()})
    return values


def _tell(page: Page, happening: str, **more: Any) -> None:
    kind = KINDS.get(type(page))
    if kind:
        announce(f"{kind}.{happening}", **values_of(page), **more)


@receiver(page_published)
def tell_published(instance: Page, **_kwargs: Any) -> None:
    """A page went live, or a live page changed; a mere scheduling is not told."""
    if instance.live:
        _tell(instance, "published")


@receiver(page_unpublished)
def tell_unpublished(instance: Page, **_kwargs: Any) -> None:
    """A page is no longer public: taken down, expired or about to be deleted."""
    _tell(instance, "unpublished")


@receiver(page_slug_changed)
def tell_slug_changed(instance: Page, instance_before: Page, **_kwargs: Any) -> None:
    """A page has a new address."""
    _tell(instance, "moved", old_path=instance_before.url)


@receiver(post_page_move)
def tell_moved(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    """A page stands elsewhere in the tree."""
    page = instance.specific
    if url_path_before != url_path_after and page.live:
        before = page.__class__(url_path=url_path_before)
        _tell(page, "moved", old_path=before.url)
