"""Moves a WordPress export in: one reading to understand it, one to write it.

Each thing is written in a transaction together with its row in the ledger, so an import can be
killed at any moment, and running it again goes on where it stopped. A dry run does all the same
inside one transaction that is rolled back: its numbers are the real ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from django.db import reset_queries, transaction
from wagtail.models import Site as WagtailSite

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.publishing.actions import ensure_front_page
from broadsheet.publishing.models import FrontPage, Picture
from broadsheet.transfer.ledger import Ledger
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress import items
from broadsheet.transfer.wordpress.addresses import path_of
from broadsheet.transfer.wordpress.comments import Discussions
from broadsheet.transfer.wordpress.index import Index
from broadsheet.transfer.wordpress.media import Media
from broadsheet.transfer.wordpress.people import Authors
from broadsheet.transfer.wordpress.reader import UnusableFile, read
from broadsheet.transfer.wordpress.records import Item, Site
from broadsheet.transfer.wordpress.redirects import Redirects
from broadsheet.transfer.wordpress.stories import Stories, subject_of
from broadsheet.transfer.wordpress.survey import Planner, survey
from broadsheet.transfer.wordpress.terms import Terms

FEED_PATHS: Final = {"/feed": "/feed.xml", "/feed/atom": "/feed.atom", "/rss2": "/feed.xml"}
"""Where readers' feed programs ask the old site."""


class Progress(Protocol):
    """Is told how far an import is."""

    def phase(self, name: str, total_bytes: int) -> None:
        """A new part of the work begins."""

    def at(self, done_bytes: int) -> None:
        """How much of the file this part has read."""


def import_wordpress(
    file: Path, *, media: Path | None, is_dry_run: bool, progress: Progress
) -> Report:
    """Import a file and report. Raises UnusableFile, with nothing written, if it is not sound."""
    if media is not None and not media.is_dir():
        raise UnusableFile(f"{media} is not a folder.")
    report = Report(is_dry_run=is_dry_run)
    index = Index()
    try:
        size = _size(file)
        progress.phase("Reading", size)
        now, zone = clock.now(), clock.zone()
        site = survey(file, index, report, now=now, zone=zone, on_bytes=progress.at)
        progress.phase("Writing", size)
        with _perhaps_rolled_back(is_dry_run) as written_files:
            run = _Run(index, report, site, media, written_files)
            run.write(file, progress)
    finally:
        index.close()
    return report


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise UnusableFile(f"{file} cannot be read: {error.strerror}.") from error


@contextmanager
def _perhaps_rolled_back(is_dry_run: bool) -> Iterator[list[str]]:
    """Yields a list for the names of stored files, which go again after a dry run."""
    written_files: list[str] = []
    if not is_dry_run:
        yield written_files
        return
    try:
        with transaction.atomic():
            yield written_files
            transaction.set_rollback(True)
    finally:
        storage = Picture._meta.get_field("file").storage
        for name in written_files:
            storage.delete(name)
        Newsroom.forget()
        WagtailSite.clear_site_root_paths_cache()


class _Run:
    """The second reading, with everything at hand that it needs."""

    def __init__(
        self,
        index: Index,
        report: Report,
        site: Site,
        media: Path | None,
        written_files: list[str],
    ) -> None:
        now, zone = clock.now(), clock.zone()
        ledger = Ledger(report.source)
        self._index = index
        self._report = report
        self._site = site
        self._authors = Authors(index, ledger, report)
        self._terms = Terms(index, ledger, report)
        self._media = Media(index, ledger, report, media, written_files)
        self._planner = Planner(index, ledger, report)
        self._discussions = Discussions(ledger, report, now=now, zone=zone)
        self._stories = Stories(
            index=index,
            ledger=ledger,
            report=report,
            site=site,
            authors=self._authors,
            terms=self._terms,
            media=self._media,
            now=now,
            zone=zone,
        )

    def write(self, file: Path, progress: Progress) -> None:
        """People, sections and topics first, then pictures, then stories with their discussions."""
        if not FrontPage.objects.exists():
            ensure_front_page(title=self._site.title or "Newsroom")
        self._planner.run()
        self._authors.write()
        self._terms.write(self._planner.sections)
        self._media.write()
        for record in read(file, Site(), progress.at):
            if isinstance(record, Item):
                self._item(record)
                reset_queries()
        self._lead_lists_here()

    def _item(self, item: Item) -> None:
        kind = items.kind_of(item)
        title = items.title_of(item)
        if kind == "picture":
            reason = "Under a media file, which has no discussion here."
            self._discussions.leave_out(item, reason)
            return
        if not kind:
            self._report.skip("articles", items.reason_for_type(item), title)
            self._discussions.leave_out(item, "Under something that was not imported.")
            return
        kinds = f"{kind}s"
        if item.status == "trash":
            self._report.skip(kinds, "It was in the trash.", title)
            self._discussions.leave_out(item, "Under something that was in the trash.")
            return
        plan = self._index.item(item.ordinal)
        if plan is None:
            self._report.skip(kinds, "Stands twice in the file.", title)
            self._discussions.leave_out(item, "Under something that stands twice in the file.")
            return
        has_comments = self._discussions.has_any(item)
        story = self._stories.write(item, plan, has_comments=has_comments)
        if story is None:
            self._discussions.leave_out(item, "Under something that was not imported.")
        else:
            self._discussions.write(item, plan.key, subject_of(story))

    def _lead_lists_here(self) -> None:
        """Old addresses of categories, tags, authors and feeds, by WordPress's default paths."""
        redirects = Redirects(self._report)
        prefix = path_of(self._site.base_blog_url or self._site.link)
        for slug, section in self._terms.sections().items():
            redirects.lead_to_page(f"{prefix}/category/{slug}", section, f"/{section.slug}/")
        for slug, path in self._terms.topic_paths().items():
            redirects.lead_to(f"{prefix}/tag/{slug}", path)
        for login, path in self._authors.paths().items():
            redirects.lead_to(f"{prefix}/author/{login}", path)
        for old, new in FEED_PATHS.items():
            redirects.lead_to(f"{prefix}{old}", new)
