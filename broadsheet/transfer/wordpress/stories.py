"""Posts and pages, written as articles and static pages with their old addresses."""

import json
import uuid
from collections import Counter
from datetime import datetime, tzinfo
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from broadsheet.discussion.actions import close_thread
from broadsheet.publishing.actions import CreditMissing, ReservedAddress, save_article, save_page
from broadsheet.publishing.models import ArticlePage, Picture, StaticPage
from broadsheet.transfer.ledger import Ledger, digest_of
from broadsheet.transfer.models import Imported
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress import items, people, survey
from broadsheet.transfer.wordpress.addresses import path_of
from broadsheet.transfer.wordpress.body import Body, convert
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.index import Index, PlannedItem
from broadsheet.transfer.wordpress.items import Standing
from broadsheet.transfer.wordpress.media import Media
from broadsheet.transfer.wordpress.people import Authors
from broadsheet.transfer.wordpress.records import Item, Site
from broadsheet.transfer.wordpress.redirects import Redirects
from broadsheet.transfer.wordpress.terms import Terms

_BLOCK_IDS: Final = uuid.UUID("6f0f9f8e-4c1b-5d0c-9a53-5b8a8b2f7c11")
"""A block has the same id in each run as long as it says the same, so that passages stay."""

REFUSALS: Final = (
    ValidationError,
    ReservedAddress,
    CreditMissing,
    IntegrityError,
    DataError,
    ValueError,
)
"""What is wrong with one item; a database that fails as a whole ends the import."""

Story = ArticlePage | StaticPage


class Stories:
    """Writes the article or page of an item."""

    def __init__(
        self,
        *,
        index: Index,
        ledger: Ledger,
        report: Report,
        site: Site,
        authors: Authors,
        terms: Terms,
        media: Media,
        now: datetime,
        zone: tzinfo,
    ) -> None:
        self._index = index
        self._ledger = ledger
        self._report = report
        self._authors = authors
        self._terms = terms
        self._media = media
        self._redirects = Redirects(report)
        self._now = now
        self._zone = zone
        self._prefix = path_of(site.base_blog_url or site.link)

    def write(self, item: Item, plan: PlannedItem, *, has_comments: bool) -> Story | None:
        """Create or update the story of an item; None where it was refused."""
        kind = f"{plan.kind}s"
        model = ArticlePage if plan.kind == "article" else StaticPage
        title = items.title_of(item)
        row = self._ledger.find(plan.kind, plan.key)
        known = model.objects.filter(pk=row.object_id).first() if row else None
        if row and not known:
            self._report.skip(kind, "Was deleted at the desk since it was imported.", title)
            return None
        standing = items.standing_of(item, self._now, self._zone)
        body = convert(
            item.content, _Around(self._index, self._media, item), item.metas.get("footnotes", "")
        )
        _give_ids(body.blocks, plan.key)
        values = self._values(item, plan, standing, body, has_comments=has_comments)
        digest = digest_of(values)
        if row and known:
            if row.digest == digest:
                self._report.count(kind, "unchanged")
                self._lead_here(item, plan, known)
                return known
            if known.latest_revision_id != row.revision_id:
                self._report.skip(
                    kind, "Was edited at the desk since it was imported: left as it is.", title
                )
                return known
        try:
            with transaction.atomic():
                saved = self._save(plan, values, known)
                self._after_save(item, plan, saved, digest, row, has_comments=has_comments)
        except REFUSALS as error:
            self._report.refuse(kind, _sentence(error), title)
            return None
        self._report.count(kind, "updated" if known else "created")
        self._tell(title, plan, standing, body)
        return saved

    def _values(
        self,
        item: Item,
        plan: PlannedItem,
        standing: Standing,
        body: Body,
        *,
        has_comments: bool,
    ) -> dict[str, Any]:
        """All that is written, in plain values: what the digest is made of."""
        is_open = item.comment_status != "closed"
        common = {
            "slug": plan.slug,
            "title": items.title_of(item),
            "body": body.blocks,
            "live": standing.is_live,
            "published_at": standing.published_at,
        }
        if plan.kind == "page":
            asked_for = item.comment_status == "open"
            return {**common, "has_discussion": has_comments or asked_for}
        hero = self._media.by_number(item.metas.get("_thumbnail_id", ""))
        section = survey.section_of(self._index, item)
        topics = [
            items.slug_from(use.slug) or items.slug_from(use.name)
            for use in (*items.categories_of(item), *items.tags_of(item))
        ]
        return {
            **common,
            "section": self._terms.section(section).pk,
            "standfirst": line_of(item.excerpt),
            "bylines": self._authors.ids(people.logins_of(self._index, item)),
            "topics": self._terms.topic_ids(
                [slug for slug in dict.fromkeys(topics) if slug and slug != section]
            ),
            "hero": hero,
            "updated_at": items.updated_at_of(item, standing.published_at, self._zone),
            "is_pinned": item.is_sticky == "1",
            "has_discussion": has_comments or is_open,
        }

    def _save(self, plan: PlannedItem, values: dict[str, Any], known: Any) -> Story:
        if plan.kind == "page":
            return save_page(**values, page=known)
        return save_article(
            **{
                **values,
                "section": self._terms.section(plan.section),
                "bylines": [(author, "") for author in self._authors.by_ids(values["bylines"])],
                "topics": self._terms.topics_by_ids(values["topics"]),
                "hero": Picture.objects.get(pk=values["hero"]) if values["hero"] else None,
            },
            allow_unknown_credit=True,
            article=known,
        )

    def _after_save(
        self,
        item: Item,
        plan: PlannedItem,
        saved: Story,
        digest: str,
        row: Imported | None,
        *,
        has_comments: bool,
    ) -> None:
        self._ledger.write(
            plan.kind, plan.key, saved.pk, digest, revision_id=saved.latest_revision_id, row=row
        )
        self._lead_here(item, plan, saved)
        if row is None and has_comments and item.comment_status == "closed":
            close_thread(subject=subject_of(saved), by=None)

    def _lead_here(self, item: Item, plan: PlannedItem, page: Story) -> None:
        """The addresses that the old site had for it: by its path and by its number."""
        if not plan.is_public:
            return
        number = item.id if item.id.isdigit() else items.id_in_query(item.link)
        if not items.id_in_query(item.link):
            self._redirects.lead_to_page(path_of(item.link), page, plan.path)
        if not number:
            return
        queries = [f"?p={number}"]
        if plan.kind == "page":
            queries.append(f"?page_id={number}")
        for query in queries:
            for prefix in dict.fromkeys(("", self._prefix)):
                self._redirects.lead_to_page(f"{prefix}/{query}", page, plan.path)

    def _tell(self, title: str, plan: PlannedItem, standing: Standing, body: Body) -> None:
        example = f"{title} ({plan.path})"
        for name, count in body.kept.items():
            self._report.kept.add(name, example, count)
        notes: Counter[str] = Counter()
        for name, count in body.dropped.items():
            if count:
                self._report.notes.add(
                    "Left out: blocks and scripts of the old site without content of their own.",
                    f"{name} in {example}",
                    count,
                )
        for name, count in body.shortcodes.items():
            notes[f"Shortcode of a plugin, left in the text as it was: [{name}]."] += count
        notes["Pictures whose file was not given: a link stands in their place."] = (
            body.missing_pictures
        )
        if standing.note:
            notes[standing.note] += 1
        for note, count in notes.items():
            if count:
                self._report.notes.add(note, example, count)


def subject_of(page: Story) -> str:
    """The key of a story's discussion."""
    return f"page:{page.pk}"


class _Around:
    """The site around one text, looked up in the index."""

    def __init__(self, index: Index, media: Media, item: Item) -> None:
        self._index = index
        self._media = media
        self._item = item

    def address(self, href: str) -> str:
        """Where a link leads now."""
        if not href or href.startswith("#") or not self._index.is_own(href):
            return href
        try:
            split = urlsplit(href)
        except ValueError:
            return href
        if split.scheme not in ("", "http", "https"):
            return href
        number = items.id_in_query(href)
        found = self._index.new_path(number=number) if number else ""
        found = found or ("" if number else self._index.new_path(old_path=path_of(href)))
        if found:
            is_comment = split.fragment.startswith(("comment", "respond"))
            return f"{found}#{split.fragment}" if split.fragment and not is_comment else found
        picture = self._index.picture(url=href)
        return picture[1] if picture else href

    def picture(self, attachment_id: str, source: str) -> int | None:
        """The picture that an attachment became."""
        found = self._index.picture(number=attachment_id) if attachment_id else None
        found = found or (self._index.picture(url=source) if source else None)
        return found[0] if found else self._media.elsewhere(attachment_id, source)

    def old_address(self, attachment_id: str) -> str:
        """Where an attachment's file lay."""
        return self._index.attachment_url(attachment_id) if attachment_id else ""

    def attached(self) -> list[str]:
        """The pictures of this post."""
        return self._index.attached_to(self._item.id) if self._item.id else []

    def reusable(self, reference: str) -> str:
        """The text of a reusable block."""
        return self._index.reusable(reference)


def _give_ids(blocks: list[dict[str, Any]], key: str) -> None:
    seen: Counter[str] = Counter()
    for block in blocks:
        text = json.dumps([block["type"], block["value"]], sort_keys=True, ensure_ascii=False)
        seen[text] += 1
        name = f"{key} {seen[text]} {text}".encode("utf-8", "replace").decode()
        block["id"] = str(uuid.uuid5(_BLOCK_IDS, name))


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) or type(error).__name__
