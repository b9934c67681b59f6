"""What an import did, counted by kind, with the reasons for what it did not do."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.core.text import clean_line

KINDS: Final = (
    "articles",
    "pages",
    "authors",
    "sections",
    "topics",
    "media",
    "comments",
    "passages",
    "pingbacks",
    "redirects",
)
"""In the order of the table; the names are part of the public contract."""

OUTCOMES: Final = ("created", "updated", "unchanged", "skipped", "refused")

EXAMPLES_MAX: Final = 5
"""Examples kept for each reason, so that the report stays small for any site."""
REASONS_MAX: Final = 200
"""Different reasons kept for each kind; the rest are counted together."""
EXAMPLE_LENGTH_MAX: Final = 160


@dataclass
class Reasons:
    """Sentences, how often each applied, and the first examples."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, example: str = "", count: int = 1) -> None:
        """Count a reason, and keep the example if there is room for it.

        Both are cleaned of control characters: they come from the file and go to a terminal.
        """
        reason = clean_line(reason)
        if reason not in self.counts and len(self.counts) >= REASONS_MAX:
            reason, example = "Other reasons.", ""
        self.counts[reason] += count
        kept = self.examples.setdefault(reason, [])
        if example and len(kept) < EXAMPLES_MAX:
            kept.append(clean_line(example)[:EXAMPLE_LENGTH_MAX])

    def as_json(self) -> list[dict[str, Any]]:
        """The most frequent reason first."""
        return [
            {"reason": reason, "count": count, "examples": self.examples.get(reason, [])}
            for reason, count in self.counts.most_common()
        ]


@dataclass
class KindReport:
    """How many things of one kind came out how, and why some did not come in."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Reasons = field(default_factory=Reasons)

    @property
    def total(self) -> int:
        """All that was met of this kind."""
        return sum(self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """Every outcome, those that did not occur as 0, and the reasons."""
        counted = {outcome: self.outcomes[outcome] for outcome in OUTCOMES}
        return {**counted, "reasons": self.reasons.as_json()}


@dataclass
class Report:
    """The whole import."""

    source: str = ""
    """The old site."""
    is_dry_run: bool = False
    items_read: int = 0
    comments_read: int = 0
    """Comments, pingbacks and notes in the file."""
    kinds: dict[str, KindReport] = field(
        default_factory=lambda: {kind: KindReport() for kind in KINDS}
    )
    kept: Reasons = field(default_factory=Reasons)
    """What was kept as cleaned markup, by what it was; examples name the story."""
    notes: Reasons = field(default_factory=Reasons)
    """What people should know about things that did come in."""

    def count(self, kind: str, outcome: str) -> None:
        """One more thing of a kind that was created, updated or left unchanged."""
        self.kinds[kind].outcomes[outcome] += 1

    def skip(self, kind: str, reason: str, example: str = "", count: int = 1) -> None:
        """Things that a rule leaves out."""
        if count:
            self.kinds[kind].outcomes["skipped"] += count
            self.kinds[kind].reasons.add(reason, example, count)

    def refuse(self, kind: str, reason: str, example: str = "") -> None:
        """A thing that should have come in and could not."""
        self.kinds[kind].outcomes["refused"] += 1
        self.kinds[kind].reasons.add(reason, example)

    @property
    def refused(self) -> int:
        """How many things were refused, of all kinds."""
        return sum(kind.outcomes["refused"] for kind in self.kinds.values())

    def as_json(self) -> dict[str, Any]:
        """One object, as `--json` prints it."""
        return {
            "source": self.source,
            "dry_run": self.is_dry_run,
            "read": {"items": self.items_read, "comments": self.comments_read},
            **{name: kind.as_json() for name, kind in self.kinds.items()},
            "kept_html": self.kept.as_json(),
            "notes": self.notes.as_json(),
        }
