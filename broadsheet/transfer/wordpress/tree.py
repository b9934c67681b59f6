"""What becomes of each comment under an item, before anything is written.

Every comment ends in exactly one place: planned, linked from elsewhere, or reported as left out.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from broadsheet.transfer.ledger import digest_of, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.records import Comment, Item

SPOKEN: Final = frozenset({"", "comment", "review", "wpdiscuz_sticky"})
"""Types that are somebody's own words; an unknown type is never shown."""
LINKED: Final = frozenset({"pingback", "trackback"})
PUBLISHED: Final = frozenset({"1", "approve", "approved"})
HELD: Final = frozenset({"0", "hold", "unapproved"})
GONE: Final = frozenset({"spam", "trash", "post-trashed"})

NOTE: Final = "note: a private note of editors, never public."
UNDER_NOTE: Final = "An answer to a private note of editors, never public."


@dataclass
class Planned:
    """A comment that will be written."""

    source: Comment
    key: str
    state: str
    parent: str = ""
    """The key of the comment answered, itself planned."""


@dataclass
class Plan:
    """The discussion of one item."""

    comments: list[Planned] = field(default_factory=list)
    """Parents first."""
    linked: list[tuple[str, Comment]] = field(default_factory=list)
    """Pingbacks and trackbacks, by key."""


def plan(item: Item, keyed: dict[str, Comment], here: Collection[str], report: Report) -> Plan:
    """Sort out the comments of an item; `here` are the keys that an earlier run has written."""
    return _Planner(item.title, keyed, here, report).run()


def keyed(item: Item, item_key: str, report: Report) -> dict[str, Comment]:
    """Each comment by a key of its own; one that stands twice counts once."""
    found: dict[str, Comment] = {}
    for comment in item.comments:
        said = digest_of([comment.author, comment.date, comment.date_gmt, comment.content])
        first = key = key_within_limit(f"{item_key}:{comment.id or said[:16]}")
        count = 1
        while key in found and found[key] != comment:
            count += 1
            key = f"{first}/{count}"
        if key in found:
            report.skip(report_kind(comment), "Stands twice in the file.", item.title)
        else:
            found[key] = comment
            if count > 1:
                report.notes.add("Comments with the id of another one.", item.title)
    return found


def report_kind(comment: Comment) -> str:
    """Under which kind of the report a comment counts."""
    return "pingbacks" if comment.type in LINKED else "comments"


class _Planner:
    def __init__(
        self, title: str, keyed: dict[str, Comment], here: Collection[str], report: Report
    ) -> None:
        self._title = title
        self._keyed = keyed
        self._here = here
        self._report = report
        self._planned: dict[str, Planned] = {}
        by_id: dict[str, str] = {}
        for key, comment in keyed.items():
            by_id.setdefault(comment.id, key)
        self._parents = {key: by_id.get(one.parent, "") for key, one in keyed.items()}

    def run(self) -> Plan:
        linked: list[tuple[str, Comment]] = []
        notes = {key for key, comment in self._keyed.items() if comment.type == "note"}
        for key, comment in self._keyed.items():
            if key in notes:
                self._skip("comments", NOTE)
            elif notes and _is_under(key, self._parents, notes):
                self._skip("comments", UNDER_NOTE)
            elif comment.type in LINKED and comment.approved in PUBLISHED:
                linked.append((key, comment))
            elif comment.type in LINKED:
                self._skip("pingbacks", "Was not approved on the old site.")
            elif comment.type not in SPOKEN:
                reason = f"{comment.type}: a type of the old site's plugins, not people's words."
                self._skip("comments", reason)
            else:
                state = "published" if comment.approved in PUBLISHED else "held"
                state = "gone" if comment.approved in GONE else state
                self._planned[key] = Planned(comment, key, state)
        self._place()
        self._settle_gone()
        return Plan(_parents_first(self._planned), linked)

    def _skip(self, kind: str, reason: str) -> None:
        self._report.skip(kind, reason, self._title)

    def _place(self) -> None:
        """Give each its parent; without one, or in a circle, it stands at the top level."""
        for key, one in self._planned.items():
            parent = self._parents[key]
            if one.source.parent in ("", "0"):
                continue
            if parent not in self._planned:
                self._report.notes.add(
                    "Answers to a comment that is not in the file or not shown: at the top level.",
                    self._title,
                )
            elif _leads_back(key, parent, self._planned):
                self._report.notes.add("Answers in a circle: opened at the top level.", self._title)
            else:
                one.parent = parent

    def _settle_gone(self) -> None:
        """What was spam or in the trash stays out; where answers hang on it, its place is kept.

        One that an earlier run brought here, before it was removed there, is removed here too.
        """
        planned = self._planned
        answers = Counter(one.parent for one in planned.values())
        for key in self._here:
            answers[key] += 1
        waiting = [key for key, one in planned.items() if one.state == "gone" and not answers[key]]
        while waiting:
            gone = planned.pop(waiting.pop())
            self._skip("comments", f"{gone.source.approved}: was removed there.")
            answers[gone.parent] -= 1
            above = planned.get(gone.parent)
            if above and above.state == "gone" and not answers[gone.parent]:
                waiting.append(above.key)
        for one in planned.values():
            if one.state == "gone":
                one.state = "removed"
                self._report.notes.add(
                    "Removed comments with answers: their place is kept, without name and text.",
                    self._title,
                )


def _is_under(key: str, parents: dict[str, str], above: set[str]) -> bool:
    """Whether any comment above one is in a set; a circle ends the search."""
    seen = {key}
    while (key := parents.get(key, "")) and key not in seen:
        if key in above:
            return True
        seen.add(key)
    return False


def _leads_back(key: str, parent: str, planned: dict[str, Planned]) -> bool:
    """Whether the way up from a parent, as placed so far, comes to the comment itself."""
    while parent:
        if parent == key:
            return True
        parent = planned[parent].parent
    return False


def _parents_first(planned: dict[str, Planned]) -> list[Planned]:
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
