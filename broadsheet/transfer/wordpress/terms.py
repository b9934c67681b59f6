"""Categories and tags: sections and topics here."""

from django.db import transaction

from broadsheet.publishing.actions import save_section, save_topic
from broadsheet.publishing.models import SectionPage, Topic
from broadsheet.transfer.ledger import Ledger, digest_of, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.index import Index


class Terms:
    """Writes sections and topics, and finds them again by the old slug."""

    def __init__(self, index: Index, ledger: Ledger, report: Report) -> None:
        self._index = index
        self._ledger = ledger
        self._report = report
        self._sections: dict[str, SectionPage] = {}
        self._topics: dict[str, int] = {}

    def write(self, slugs: dict[str, str]) -> None:
        """Create what items need; `slugs` says which slug each old category gets as a section."""
        used = self._index.used("section")
        for old, name in used:
            self._sections[old] = self._section(old, slugs[old], name)
        topics = self._index.used("topic")
        for old, name in topics:
            self._topics[old] = self._topic(old, name)
        taken = {old for old, _name in (*used, *topics)}
        for slug, name in self._index.terms("category"):
            if slug not in taken:
                self._report.skip("sections", "No article of the file is in it.", name or slug)
        for slug, name in self._index.terms("post_tag"):
            if slug not in taken:
                self._report.skip("topics", "No article of the file has it.", name or slug)

    def section(self, old: str) -> SectionPage:
        """The section that a category became."""
        return self._sections[old]

    def sections(self) -> dict[str, SectionPage]:
        """All of them by old slug."""
        return self._sections

    def topic_ids(self, slugs: list[str]) -> list[int]:
        """The ids of the topics that categories and tags became, in the order of `slugs`."""
        return [self._topics[slug] for slug in slugs]

    def topics_by_ids(self, ids: list[int]) -> list[Topic]:
        """The topics of these ids, in their order."""
        found = Topic.objects.in_bulk(ids)
        return [found[number] for number in ids]

    def topic_paths(self) -> dict[str, str]:
        """The address of each topic by its old slug."""
        found = Topic.objects.in_bulk(self._topics.values())
        return {slug: found[number].path for slug, number in self._topics.items()}

    def _section(self, old: str, slug: str, name: str) -> SectionPage:
        head, description = self._index.term("category", old)
        title = line_of(head or name) or old
        key = key_within_limit(old)
        digest = digest_of([title, description])
        row = self._ledger.find("section", key)
        known = SectionPage.objects.filter(pk=row.object_id).first() if row else None
        twin = None if known else SectionPage.objects.filter(slug=slug).first()
        if twin:
            self._ledger.write("section", key, twin.pk, digest, row=row)
        kept = twin or (known if row and row.digest == digest else None)
        if kept:
            self._report.count("sections", "unchanged")
            return kept
        with transaction.atomic():
            saved = save_section(title=title, slug=slug, description=description, section=known)
            self._ledger.write("section", key, saved.pk, digest, row=row)
        self._report.count("sections", "updated" if known else "created")
        return saved

    def _topic(self, old: str, name: str) -> int:
        in_tags = self._index.term("post_tag", old)
        in_categories = self._index.term("category", old)
        title = line_of(in_tags[0] or in_categories[0] or name) or old
        description = in_tags[1] or in_categories[1]
        key = key_within_limit(old)
        digest = digest_of([title, description])
        row = self._ledger.find("topic", key)
        known = Topic.objects.filter(pk=row.object_id).first() if row else None
        twin = None if known else Topic.objects.filter(slug=old[:150]).first()
        if twin:
            self._ledger.write("topic", key, twin.pk, digest, row=row)
        kept = twin or (known if row and row.digest == digest else None)
        if kept:
            self._report.count("topics", "unchanged")
            return kept.pk
        with transaction.atomic():
            saved = save_topic(
                name=title,
                slug=known.slug if known else old[:150],
                description=description,
                topic=known,
            )
            self._ledger.write("topic", key, saved.pk, digest, row=row)
        self._report.count("topics", "updated" if known else "created")
        return saved.pk
