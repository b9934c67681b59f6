"""Front page, sections and static pages."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from broadsheet.core import clock
from broadsheet.core.addresses import RESERVED_SEGMENTS
from broadsheet.core.text import clean_line
from broadsheet.publishing.actions.bodies import clean_body
from broadsheet.publishing.models import FrontPage, SectionPage, StaticPage


class ReservedAddress(ValueError):
    """The site needs this first segment for itself; the caller must choose another."""


def ensure_front_page(*, title: str) -> FrontPage:
    """The front page, made and put at `/` where there is none yet; its title is kept up."""
    with transaction.atomic():
        front = FrontPage.objects.first()
        if front is None:
            root = Page.get_first_root_node()
            front = FrontPage(title=title, slug=_free_slug(root, "front"))
            root.add_child(instance=front)
            front.save_revision().publish()
        elif front.title != title:
            front.title = title
            front.save_revision().publish()
        front.refresh_from_db()
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)
        elif site.root_page_id != front.pk:
            welcome = site.root_page
            site.root_page = front
            site.save()
            if welcome.specific_class is Page and welcome.is_leaf():
                welcome.delete()  # Wagtail's own first page
    return front


def save_section(
    *, title: str, slug: str, description: str = "", section: SectionPage | None = None
) -> SectionPage:
    """Create or change a section under the front page. Raises ReservedAddress."""
    refuse_reserved_segment(slug)
    with transaction.atomic():
        saved = section or SectionPage()
        saved.title = clean_line(title)[:255]
        saved.slug = slug
        saved.description = clean_line(description)[:300]
        if saved.pk is None:
            add_draft(saved, under=FrontPage.objects.get())
        saved.save_revision().publish()
        saved.refresh_from_db()
    return saved


def save_page(
    *,
    slug: str,
    title: str,
    body: list[dict[str, Any]],
    live: bool,
    published_at: datetime | None = None,
    has_discussion: bool = False,
    page: StaticPage | None = None,
) -> StaticPage:
    """Create or change a static page; `body` is raw stream data.

    Raises ReservedAddress, and CreditMissing where a live page shows a picture without credit.
    """
    refuse_reserved_segment(slug)
    with transaction.atomic():
        saved = page or StaticPage()
        saved.title = clean_line(title)[:255]
        saved.slug = slug
        saved.body = clean_body(StaticPage, body)
        saved.has_discussion = has_discussion
        finish(saved, under=FrontPage.objects.get(), live=live, published_at=published_at)
    return saved


def refuse_reserved_segment(slug: str) -> None:
    """Raise ReservedAddress where the site needs `/<slug>/` for itself."""
    if slug.lower() in RESERVED_SEGMENTS:
        raise ReservedAddress(slug)


def add_draft(page: Page, *, under: Page) -> None:
    """Give a new page its place in the tree; not live yet."""
    page.live = False
    under.add_child(instance=page)


def move_under(page: Page, parent: Page) -> None:
    """Move a page that stands elsewhere; before it is changed, since moving reads it anew."""
    if page.pk is not None and not page.is_child_of(parent):
        page.move(parent, pos="last-child")
        page.refresh_from_db()


def finish(page: Page, *, under: Page, live: bool, published_at: datetime | None) -> None:
    """Store a page and make it live now, live later (a time to come), or a draft."""
    is_due = published_at is None or published_at <= clock.now()
    page.go_live_at = None if is_due else published_at
    page.first_published_at = (published_at or page.first_published_at) if is_due else None
    if page.pk is None:
        add_draft(page, under=under)
    if live:
        page.save_revision().publish()
    else:
        if page.live:
            page.unpublish()
        page.live = False
        page.save()
        page.save_revision()
    page.refresh_from_db()


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
