"""How the newsroom is doing, in numbers: for `broadsheet stats` and for `/metrics`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from broadsheet.core import figures, outbox
from broadsheet.core.figures import BUCKETS_SECONDS, BYTES, HITS, MISSES, PAGES, PASSED, Histogram
from broadsheet.discussion import queries as discussion

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""Prometheus’ text format."""


@dataclass(frozen=True)
class Health:
    """What the server counted since its start, and what waits in the database now."""

    figures: figures.Figures
    announcements_waiting: int
    announcements_parked: int
    letters_waiting: int
    letters_failed: int
    comments_held: int


def health() -> Health:
    """The numbers now."""
    waiting = outbox.depth()
    return Health(
        figures=figures.read(),
        announcements_waiting=waiting.announcements,
        announcements_parked=waiting.parked,
        letters_waiting=waiting.letters,
        letters_failed=waiting.failed,
        comments_held=discussion.held_count(),
    )


def as_json(found: Health) -> dict[str, Any]:
    """One object; times in seconds, quantiles as the upper end of their bucket, None for none."""
    counted = found.figures
    return {
        "processes": counted.processes,
        "started_at": counted.started_at or None,
        "store": {
            "hits": counted.counts[HITS],
            "misses": counted.counts[MISSES],
            "passed": counted.counts[PASSED],
            "hit_rate": counted.hit_rate,
            "pages": counted.counts[PAGES],
            "bytes": counted.counts[BYTES],
        },
        "rebuild_seconds": _summary(counted.rebuild),
        "change_to_visible_seconds": _summary(counted.visible),
        "answers": counted.statuses,
        "outbox": {
            "announcements_waiting": found.announcements_waiting,
            "announcements_parked": found.announcements_parked,
            "letters_waiting": found.letters_waiting,
            "letters_failed": found.letters_failed,
        },
        "comments_held": found.comments_held,
    }


def _summary(histogram: Histogram) -> dict[str, float | int | None]:
    return {
        "count": histogram.count,
        "mean": histogram.sum_seconds / histogram.count if histogram.count else None,
        "p50": _finite(histogram.quantile(0.5)),
        "p99": _finite(histogram.quantile(0.99)),
    }


def _finite(seconds: float | None) -> float | None:
    """JSON knows no infinity: None for what lies beyond the last bucket."""
    return None if seconds is None or seconds == float("inf") else seconds


def as_text(found: Health) -> str:
    """The same in Prometheus’ text format."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Health) -> Iterator[str]:
    counted = found.figures
    counts = counted.counts
    yield from _one("processes", "gauge", "Web processes.", counted.processes)
    yield from _one("store_hits_total", "counter", "Answers from the store.", counts[HITS])
    yield from _one(
        "store_misses_total", "counter", "Answers that waited for their page.", counts[MISSES]
    )
    yield from _one("passed_total", "counter", "Answers that are never kept.", counts[PASSED])
    yield from _one("store_pages", "gauge", "Pages in the stores.", counts[PAGES])
    yield from _one("store_bytes", "gauge", "Bytes in the stores.", counts[BYTES])
    yield from _head("answers_total", "counter", "Answers by status.")
    for status, times in counted.statuses.items():
        yield f'broadsheet_answers_total{{status="{status}"}} {times}'
    yield from _histogram("rebuild_seconds", "Making a page.", counted.rebuild)
    visible = "From a change to the page that shows it."
    yield from _histogram("change_to_visible_seconds", visible, counted.visible)
    for name, text, value in (
        ("announcements_waiting", "Announcements in the outbox.", found.announcements_waiting),
        ("announcements_parked", "Announcements given up.", found.announcements_parked),
        ("letters_waiting", "Letters in the outbox.", found.letters_waiting),
        ("letters_failed", "Letters that could not be sent.", found.letters_failed),
        ("comments_held", "Comments held for review.", found.comments_held),
    ):
        yield from _one(name, "gauge", text, value)


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP broadsheet_{name} {text}"
    yield f"# TYPE broadsheet_{name} {kind}"


def _one(name: str, kind: str, text: str, value: int) -> Iterator[str]:
    yield from _head(name, kind, text)
    yield f"broadsheet_{name} {value}"


def _histogram(name: str, text: str, found: Histogram) -> Iterator[str]:
    yield from _head(name, "histogram", text)
    so_far = 0
    for count, upper in zip(found.counts, (*map(str, BUCKETS_SECONDS), "+Inf"), strict=True):
        so_far += count
        yield f'broadsheet_{name}_bucket{{le="{upper}"}} {so_far}'
    yield f"broadsheet_{name}_sum {found.sum_seconds}"
    yield f"broadsheet_{name}_count {so_far}"
