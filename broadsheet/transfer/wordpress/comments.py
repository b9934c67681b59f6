"""The discussion under an item: its tree, times, names, states and votes."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext

from broadsheet.core.text import clean_line
from broadsheet.discussion.actions import (
    ImportedComment,
    import_comment,
    import_pingback,
    import_thread,
)
from broadsheet.discussion.models import Comment as OurComment
from broadsheet.discussion.models import Pingback
from broadsheet.transfer.ledger import Ledger, digest_of
from broadsheet.transfer.models import Imported
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress import tree
from broadsheet.transfer.wordpress.body.comment import comment_html
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.dates import first_of
from broadsheet.transfer.wordpress.passages import FORM, About, Passages
from broadsheet.transfer.wordpress.people import usable_email
from broadsheet.transfer.wordpress.php import NotSerialised, unserialise
from broadsheet.transfer.wordpress.records import Comment, Item
from broadsheet.transfer.wordpress.tree import Planned

VOTES_MAX: Final = 1_000_000
"""More than this on one comment is a broken counter, and would not fit the column."""


class Discussions:
    """Writes the comments of one item after the other."""

    def __init__(self, ledger: Ledger, report: Report, *, now: datetime, zone: tzinfo) -> None:
        self._ledger = ledger
        self._report = report
        self._now = now
        self._zone = zone

    def write(self, item: Item, item_key: str, subject: str) -> None:
        """Create or update the discussion of an item under a subject."""
        comments = tree.keyed(item, item_key, self._report)
        rows = self._ledger.find_many("comment", comments)
        plan = tree.plan(item, comments, rows, self._report)
        about = Passages(self._ledger, self._report).write(item, item_key, subject)
        self._write_comments(item, subject, plan.comments, rows, about)
        self._write_pingbacks(item, subject, plan.linked)

    def leave_out(self, item: Item, reason: str) -> None:
        """Count the comments of an item that did not come in itself."""
        for comment in item.comments:
            is_note = comment.type == "note"
            kind = tree.report_kind(comment)
            self._report.skip(kind, tree.NOTE if is_note else reason, item.title)

    def has_any(self, item: Item) -> bool:
        """Whether an item has a comment that will be written."""
        return any(
            comment.type in tree.SPOKEN and comment.approved not in tree.GONE
            for comment in item.comments
        )

    # Writing ---------------------------------------------------------------------------------

    def _write_comments(
        self,
        item: Item,
        subject: str,
        planned: Sequence[Planned],
        rows: dict[str, Imported],
        about: dict[str, About],
    ) -> None:
        ready = [
            self._ready(item, one, about.get(one.source.metas.get(FORM, ""))) for one in planned
        ]
        digests = {
            one.key: _digest(one, source) for one, source in zip(ready, planned, strict=True)
        }
        if ready and not rows:
            with transaction.atomic():
                made = import_thread(subject=subject, comments=ready)
                self._ledger.write_many(
                    "comment", {key: (row.pk, digests[key]) for key, row in made.items()}
                )
            for _one in ready:
                self._report.count("comments", "created")
            return
        for one in ready:
            self._follow(subject, one, digests[one.key], rows)

    def _follow(
        self, subject: str, one: ImportedComment, digest: str, rows: dict[str, Imported]
    ) -> None:
        """Bring one comment of an earlier run up to date, or add it."""
        row = rows.get(one.key)
        if row and row.digest == digest:
            self._report.count("comments", "unchanged")
            return
        known = OurComment.objects.filter(pk=row.object_id).first() if row else None
        if row and known is None:
            self._report.skip("comments", "Was deleted here since it was imported.", one.name)
            return
        above = rows.get(one.parent_key)
        parent = OurComment.objects.filter(pk=above.object_id).first() if above else None
        with transaction.atomic():
            saved = import_comment(
                subject=subject,
                parent=parent,
                name=one.name,
                email=one.email,
                body_html=one.body_html,
                created_at=one.created_at,
                state=one.state,
                up=one.up,
                down=one.down,
                is_pinned=one.is_pinned,
                replies_closed=one.replies_closed,
                passage_id=one.passage_id,
                comment=known,
            )
            self._ledger.write("comment", one.key, saved.pk, digest, row=row)
        if row is None:
            rows |= self._ledger.find_many("comment", [one.key])
        self._report.count("comments", "updated" if known else "created")

    def _ready(self, item: Item, one: Planned, about: About | None) -> ImportedComment:
        source = one.source
        is_gone = one.state == "removed"
        up, down = votes_of(source)
        quote = quote_html(about.words) if about and about.passage_id is None else ""
        return ImportedComment(
            key=one.key,
            parent_key=one.parent,
            name="" if is_gone else _name(source),
            email="" if is_gone else usable_email(source.email),
            body_html="" if is_gone else quote + comment_html(source.content),
            created_at=self._written_at(item, source),
            state=one.state,
            up=0 if is_gone else up,
            down=0 if is_gone else down,
            is_pinned=source.type == "wpdiscuz_sticky" and not is_gone,
            replies_closed=source.metas.get("wpdiscuz_closed") == "1",
            passage_id=about.passage_id if about and not one.parent else None,
        )

    def _written_at(self, item: Item, source: Comment) -> datetime:
        """UTC, else local time; else that of the item, else now."""
        return (
            first_of(source.date_gmt, source.date, self._zone)
            or first_of(item.date_gmt, item.date, self._zone)
            or self._now
        )

    def _write_pingbacks(
        self, item: Item, subject: str, linked: Iterable[tuple[str, Comment]]
    ) -> None:
        for key, source in linked:
            digest = digest_of([source.author, source.url, source.content, source.date_gmt])
            row = self._ledger.find("pingback", key)
            known = Pingback.objects.filter(pk=row.object_id).first() if row else None
            if row and known and row.digest == digest:
                self._report.count("pingbacks", "unchanged")
                continue
            with transaction.atomic():
                saved = import_pingback(
                    subject=subject,
                    title=line_of(source.author),
                    url=source.url,
                    excerpt=line_of(source.content),
                    created_at=self._written_at(item, source),
                    pingback=known,
                )
                self._ledger.write("pingback", key, saved.pk, digest, row=row)
            self._report.count("pingbacks", "updated" if known else "created")


def votes_of(comment: Comment) -> tuple[int, int]:
    """Up and down as wpDiscuz counted them; of a mere score, one side."""
    try:
        counted = unserialise(comment.metas.get("wpdiscuz_votes_seperate", ""))
    except NotSerialised:
        counted = None
    if isinstance(counted, dict):
        return _votes(counted.get("like")), _votes(counted.get("dislike"))
    found = re.fullmatch(r"\s*([+-]?\d{1,9})\s*", comment.metas.get("wpdiscuz_votes", ""))
    score = int(found[1]) if found else 0
    return _votes(score), _votes(-score)


def _votes(value: object) -> int:
    try:
        return min(max(int(value), 0), VOTES_MAX)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return 0


def _digest(one: ImportedComment, planned: Planned) -> str:
    """Of what is written; a time that the file does not give is not part of it."""
    dated = first_of(planned.source.date_gmt, planned.source.date, UTC)
    values = [one.parent_key, one.name, one.email, one.body_html, one.state, one.up, one.down]
    return digest_of([*values, one.is_pinned, one.replies_closed, dated])


def quote_html(words: str) -> str:
    """Words of the story before a comment on them."""
    return f"<blockquote><p>{escape(words)}</p></blockquote>\n"


def _name(comment: Comment) -> str:
    return line_of(comment.author) or clean_line(gettext("Anonymous"))
