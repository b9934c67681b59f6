"""The discussion under an item: its tree, times, names, states and votes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from django.db import transaction
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
from broadsheet.transfer.ledger import Ledger, digest_of, key_within_limit
from broadsheet.transfer.models import Imported
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.body.comment import comment_html
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.dates import first_of
from broadsheet.transfer.wordpress.people import usable_email
from broadsheet.transfer.wordpress.php import NotSerialised, unserialise
from broadsheet.transfer.wordpress.records import Comment, Item

SPOKEN: Final = frozenset({"", "comment", "review", "wpdiscuz_sticky"})
"""Types that are somebody's own words; an unknown type is never shown."""
LINKED: Final = frozenset({"pingback", "trackback"})
PUBLISHED: Final = frozenset({"1", "approve", "approved"})
HELD: Final = frozenset({"0", "hold", "unapproved"})
GONE: Final = frozenset({"spam", "trash", "post-trashed"})

VOTES_MAX: Final = 1_000_000
"""More than this on one comment is a broken counter, and would not fit the column."""

NOTE: Final = "note: a private note of editors, never public."
UNDER_NOTE: Final = "An answer to a private note of editors, never public."


@dataclass
class _Planned:
    """A comment that will be written."""

    source: Comment
    key: str
    state: str
    parent: str = ""
    """The key of the comment answered, itself planned."""


class Discussions:
    """Writes the comments of one item after the other."""

    def __init__(self, ledger: Ledger, report: Report, *, now: datetime, zone: tzinfo) -> None:
        self._ledger = ledger
        self._report = report
        self._now = now
        self._zone = zone

    def write(self, item: Item, item_key: str, subject: str, title: str) -> None:
        """Create or update the discussion of an item under a subject."""
        planned, linked = self.plan(item, item_key, title)
        self._write_comments(item, subject, planned)
        self._write_pingbacks(item, subject, linked)

    def leave_out(self, item: Item, reason: str) -> None:
        """Count the comments of an item that did not come in itself."""
        for comment in item.comments:
            kind = "pingbacks" if comment.type in LINKED else "comments"
            self._report.skip(kind, NOTE if comment.type == "note" else reason, item.title)

    def has_any(self, item: Item) -> bool:
        """Whether an item has a comment that will be written."""
        return any(
            comment.type in SPOKEN and comment.approved not in GONE for comment in item.comments
        )

    # What becomes of each --------------------------------------------------------------------

    def plan(
        self, item: Item, item_key: str, title: str
    ) -> tuple[list[_Planned], list[tuple[str, Comment]]]:
        """The comments to write, parents first, and the pingbacks; the rest is reported."""
        keyed = self._keyed(item, item_key, title)
        by_id: dict[str, str] = {}
        for key, comment in keyed.items():
            by_id.setdefault(comment.id, key)
        parents = {key: by_id.get(comment.parent, "") for key, comment in keyed.items()}
        notes = {key for key, comment in keyed.items() if comment.type == "note"}
        planned: dict[str, _Planned] = {}
        linked: list[tuple[str, Comment]] = []
        for key, comment in keyed.items():
            if key in notes:
                self._report.skip("comments", NOTE, title)
            elif _is_under(key, parents, notes):
                self._report.skip("comments", UNDER_NOTE, title)
            elif comment.type in LINKED:
                self._plan_pingback(key, comment, linked, title)
            elif comment.type not in SPOKEN:
                reason = f"{comment.type}: a type of the old site's plugins, not people's words."
                self._report.skip("comments", reason, title)
            else:
                state = "published" if comment.approved in PUBLISHED else "held"
                state = "gone" if comment.approved in GONE else state
                planned[key] = _Planned(comment, key, state)
        self._place(planned, parents, title)
        self._settle_gone(planned, title)
        return _parents_first(planned), linked

    def _keyed(self, item: Item, item_key: str, title: str) -> dict[str, Comment]:
        """Each comment by a key of its own; one that stands twice counts once."""
        keyed: dict[str, Comment] = {}
        for comment in item.comments:
            said = digest_of([comment.author, comment.date, comment.date_gmt, comment.content])
            first = key = key_within_limit(f"{item_key}:{comment.id or said[:16]}")
            count = 1
            while key in keyed and keyed[key] != comment:
                count += 1
                key = f"{first}/{count}"
            if key in keyed:
                kind = "pingbacks" if comment.type in LINKED else "comments"
                self._report.skip(kind, "Stands twice in the file.", title)
            else:
                keyed[key] = comment
                if count > 1:
                    self._report.notes.add("Comments with the id of another one.", title)
        return keyed

    def _plan_pingback(
        self, key: str, comment: Comment, linked: list[tuple[str, Comment]], title: str
    ) -> None:
        if comment.approved in PUBLISHED:
            linked.append((key, comment))
        else:
            self._report.skip("pingbacks", "Was not approved on the old site.", title)

    def _place(self, planned: dict[str, _Planned], parents: dict[str, str], title: str) -> None:
        """Give each its parent; without one, or in a circle, it stands at the top level."""
        for key, one in planned.items():
            parent = parents[key]
            if one.source.parent in ("", "0"):
                continue
            if parent not in planned:
                self._report.notes.add(
                    "Answers to a comment that is not in the file or not shown: at the top level.",
                    title,
                )
            elif _leads_back(key, parent, planned):
                self._report.notes.add("Answers in a circle: opened at the top level.", title)
            else:
                one.parent = parent

    def _settle_gone(self, planned: dict[str, _Planned], title: str) -> None:
        """What was spam or in the trash stays out; where answers hang on it, its place is kept."""
        answers = Counter(one.parent for one in planned.values())
        waiting = [key for key, one in planned.items() if one.state == "gone" and not answers[key]]
        while waiting:
            gone = planned.pop(waiting.pop())
            self._report.skip("comments", f"{gone.source.approved}: was removed there.", title)
            answers[gone.parent] -= 1
            above = planned.get(gone.parent)
            if above and above.state == "gone" and not answers[gone.parent]:
                waiting.append(above.key)
        for one in planned.values():
            if one.state == "gone":
                one.state = "removed"
                self._report.notes.add(
                    "Removed comments with answers: their place is kept, without name and text.",
                    title,
                )

    # Writing ---------------------------------------------------------------------------------

    def _write_comments(self, item: Item, subject: str, planned: Sequence[_Planned]) -> None:
        ready = [self._ready(item, one) for one in planned]
        rows = self._ledger.find_many("comment", [one.key for one in ready])
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
                comment=known,
            )
            self._ledger.write("comment", one.key, saved.pk, digest, row=row)
        if row is None:
            rows |= self._ledger.find_many("comment", [one.key])
        self._report.count("comments", "updated" if known else "created")

    def _ready(self, item: Item, one: _Planned) -> ImportedComment:
        source = one.source
        is_gone = one.state == "removed"
        up, down = votes_of(source)
        return ImportedComment(
            key=one.key,
            parent_key=one.parent,
            name="" if is_gone else _name(source),
            email="" if is_gone else usable_email(source.email),
            body_html="" if is_gone else comment_html(source.content),
            created_at=self._written_at(item, source),
            state=one.state,
            up=0 if is_gone else up,
            down=0 if is_gone else down,
            is_pinned=source.type == "wpdiscuz_sticky" and not is_gone,
            replies_closed=source.metas.get("wpdiscuz_closed") == "1",
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


def _digest(one: ImportedComment, planned: _Planned) -> str:
    """Of what is written; a time that the file does not give is not part of it."""
    dated = first_of(planned.source.date_gmt, planned.source.date, UTC)
    values = [one.parent_key, one.name, one.email, one.body_html, one.state, one.up, one.down]
    return digest_of([*values, one.is_pinned, one.replies_closed, dated])


def _name(comment: Comment) -> str:
    return line_of(comment.author) or clean_line(gettext("Anonymous"))


def _is_under(key: str, parents: dict[str, str], above: set[str]) -> bool:
    """Whether any comment above one is in a set; a circle ends the search."""
    seen = {key}
    while (key := parents.get(key, "")) and key not in seen:
        if key in above:
            return True
        seen.add(key)
    return False


def _leads_back(key: str, parent: str, planned: dict[str, _Planned]) -> bool:
    """Whether the way up from a parent, as placed so far, comes to the comment itself."""
    while parent:
        if parent == key:
            return True
        parent = planned[parent].parent
    return False


def _parents_first(planned: dict[str, _Planned]) -> list[_Planned]:
    """The comments by depth, each level in the order of the file."""
    depths: dict[str, int] = {"": -1}
    for key in planned:
        way = []
        while key not in depths:
            way.append(key)
            key = planned[key].parent
        for step, below in enumerate(reversed(way), start=1):
            depths[below] = depths[key] + step
    return sorted(planned.values(), key=lambda one: depths[one.key])
