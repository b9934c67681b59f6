"""The first reading: is the file sound to its end, and what is in it?

Nothing is written to the newsroom here. Afterwards every article and page has its new address, so
that links can be rewritten in the second reading.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from broadsheet.core.addresses import RESERVED_SEGMENTS
from broadsheet.core.text import clean_line
from broadsheet.publishing.models import ArticlePage, FrontPage, SectionPage, StaticPage
from broadsheet.transfer.ledger import Ledger, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress import items, people
from broadsheet.transfer.wordpress.addresses import host_of, path_of, upload_path
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.index import Attachment, Index
from broadsheet.transfer.wordpress.media import credit_of
from broadsheet.transfer.wordpress.reader import read
from broadsheet.transfer.wordpress.records import Author, Item, Site, Term

FALLBACK_SECTION: Final = ("news", "News")
"""Where a post without any category goes."""


def survey(
    path: Path,
    index: Index,
    report: Report,
    *,
    now: datetime,
    zone: tzinfo,
    on_bytes: Callable[[int], None] | None = None,
) -> Site:
    """Read the whole file once into the index. Raises UnusableFile."""
    site = Site()
    first_address = ""
    for record in read(path, site, on_bytes):
        if isinstance(record, Author):
            people.add_author(index, record)
        elif isinstance(record, Term):
            slug = items.slug_from(record.slug) or items.slug_from(record.name)
            index.add_term(
                record.taxonomy, record.id, slug, record.name, line_of(record.description)
            )
        else:
            report.items_read += 1
            report.comments_read += len(record.comments)
            first_address = first_address or record.link or record.guid
            _add_item(index, record, now, zone)
    for address in (site.base_blog_url, site.base_site_url, site.link, first_address):
        index.add_host(address)
    report.source = _source(site, first_address)
    return site


def _source(site: Site, first_address: str) -> str:
    """The old site by host and path, so that several files of one site belong together."""
    for address in (site.base_blog_url, site.base_site_url, site.link):
        if host_of(address):
            return key_within_limit(host_of(address) + path_of(address))
    return host_of(first_address) or "wordpress"


def _add_item(index: Index, item: Item, now: datetime, zone: tzinfo) -> None:
    kind = items.kind_of(item)
    if item.type == "wp_block":
        index.add_reusable(item.id, item.content)
    elif item.type == "guest-author":
        people.add_guest_author(index, item)
    elif kind == "picture":
        _add_attachment(index, item)
    elif kind and item.status != "trash":
        _add_story(index, item, kind, now, zone)


def _add_story(index: Index, item: Item, kind: str, now: datetime, zone: tzinfo) -> None:
    section = ""
    if kind == "article":
        section, name = _section_of(index, item)
    key = index.add_item(
        item.ordinal,
        kind=kind,
        key=key_within_limit(items.own_key(item)),
        number=item.id or items.id_in_query(item.link),
        digest=items.content_digest(item),
        old_path="" if items.id_in_query(item.link) else path_of(item.link),
        wanted=items.slug_of(item),
        section=section,
        is_public=items.standing_of(item, now, zone).is_live,
    )
    if not key or kind != "article":
        return
    index.use("section", section, name, item.ordinal)
    for use in (*items.categories_of(item), *items.tags_of(item)):
        slug = items.slug_from(use.slug) or items.slug_from(use.name)
        if slug and slug != section:
            index.use("topic", slug, use.name, item.ordinal)
    for login in people.logins_of(index, item):
        index.use("author", login, login, item.ordinal)


def _section_of(index: Index, item: Item) -> tuple[str, str]:
    """Slug and name of the category that is an article's section."""
    categories = items.categories_of(item)
    primary = index.term_slug("category", items.primary_category_id(item))
    for use in categories:
        if primary and items.slug_from(use.slug) == primary:
            return primary, use.name
    for use in categories:
        slug = items.slug_from(use.slug) or items.slug_from(use.name)
        if slug:
            return slug, use.name
    return FALLBACK_SECTION


def section_of(index: Index, item: Item) -> str:
    """The slug of the category that is an article's section."""
    return _section_of(index, item)[0]


def _add_attachment(index: Index, item: Item) -> None:
    url = item.attachment_url or item.guid
    index.add_attachment(
        Attachment(
            place=item.ordinal,
            key=key_within_limit(items.own_key(item)),
            number=item.id,
            url=url,
            file=item.metas.get("_wp_attached_file") or upload_path(url),
            link=item.link,
            title=items.title_of(item),
            caption=line_of(item.excerpt),
            alt=clean_line(item.metas.get("_wp_attachment_image_alt", "")),
            credit=credit_of(item.metas),
            parent=item.parent if item.parent != "0" else "",
        )
    )


# Addresses -----------------------------------------------------------------------------------


class Planner:
    """Gives every section, page and article an address that is free, and tells of new names."""

    def __init__(self, index: Index, ledger: Ledger, report: Report) -> None:
        self._index = index
        self._ledger = ledger
        self._report = report
        self._front = FrontPage.objects.first()
        self.sections: dict[str, str] = {}
        """Slug of the old category → slug of the section here."""

    def run(self) -> None:
        """Plan sections first, then pages, then articles."""
        for slug in RESERVED_SEGMENTS:
            self._index.take("", slug)
        self._take_existing()
        for slug, _name in self._index.used("section"):
            self.sections[slug] = self._section(slug)
        self._pages()
        self._articles()

    def _take_existing(self) -> None:
        """What stands here already keeps its address, whoever wrote it."""
        if self._front is not None:
            for slug in self._front.get_children().values_list("slug", flat=True).iterator():
                self._index.take("", slug)
        for path in ArticlePage.objects.values_list("url_path", flat=True).iterator():
            *_, section, slug = path.strip("/").split("/")
            self._index.take(section, slug)

    def _section(self, wanted: str) -> str:
        row = self._ledger.find("section", wanted)
        known = SectionPage.objects.filter(pk=row.object_id).first() if row else None
        if known is None:
            known = SectionPage.objects.filter(slug=wanted).first()
        return known.slug if known else self._free("", wanted, f"section “{wanted}”")

    def _pages(self) -> None:
        after = 0
        while some := self._index.items("page", after):
            known = self._known("page", [item.key for item in some])
            for item in some:
                slug = known.get(item.key, ("", ""))[1]
                slug = slug or self._free("", item.wanted, f"page “{item.wanted}”")
                self._index.plan(item.place, slug=slug, path=f"/{slug}/")
            after = some[-1].place

    def _articles(self) -> None:
        after = 0
        while some := self._index.items("article", after):
            known = self._known("article", [item.key for item in some])
            for item in some:
                section = self.sections[item.section]
                old_section, slug = known.get(item.key, ("", ""))
                if not slug or old_section != section:
                    slug = self._free(section, item.wanted, f"article “{item.wanted}”")
                self._index.plan(item.place, slug=slug, path=f"/{section}/{slug}/")
            after = some[-1].place

    def _known(self, kind: str, keys: list[str]) -> dict[str, tuple[str, str]]:
        """Key → section and slug of what an earlier run has made."""
        rows = self._ledger.find_many(kind, keys)
        model = ArticlePage if kind == "article" else StaticPage
        paths = dict(
            model.objects.filter(pk__in=[row.object_id for row in rows.values()]).values_list(
                "pk", "url_path"
            )
        )
        found = {}
        for key, row in rows.items():
            if row.object_id in paths:
                parts = paths[row.object_id].strip("/").split("/")
                found[key] = (parts[-2], parts[-1])
        return found

    def _free(self, under: str, wanted: str, what: str) -> str:
        slug, number = wanted, 1
        while not self._index.take(under, slug):
            number += 1
            slug = f"{wanted}-{number}"
        if number > 1:
            why = (
                "is reserved by Broadsheet"
                if not under and wanted in RESERVED_SEGMENTS
                else "was taken"
            )
            self._report.notes.add(f"Renamed, since the address {why}.", f"{what} became “{slug}”")
        return slug
