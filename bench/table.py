"""Lines of the table: what was measured, beside its target."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


class Verdict(StrEnum):
    """How a line stands to its target."""

    MET = "met"
    MISSED = "MISSED"
    SKIPPED = "skipped"
    NOTE = "note"
    """A figure without a target of its own."""


_COLOURS = {Verdict.MET: "green", Verdict.MISSED: "red", Verdict.SKIPPED: "yellow"}


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    what: str
    measured: str
    target: str
    verdict: Verdict
    note: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    """What the line was computed from, run by run, for the file."""


def at_least(
    what: str,
    value: float,
    bound: float,
    *,
    unit: str = "",
    decimals: int = 2,
    note: str = "",
    **figures: Any,
) -> Result:
    """A line whose figure must not be smaller than `bound`."""
    verdict = Verdict.MET if value >= bound else Verdict.MISSED
    return _bounded(what, value, f"≥ {bound:g}{unit}", verdict, unit, decimals, note, figures)


def at_most(
    what: str,
    value: float,
    bound: float,
    *,
    unit: str = "",
    decimals: int = 2,
    note: str = "",
    **figures: Any,
) -> Result:
    """A line whose figure must not be greater than `bound`."""
    verdict = Verdict.MET if value <= bound else Verdict.MISSED
    return _bounded(what, value, f"≤ {bound:g}{unit}", verdict, unit, decimals, note, figures)


def _bounded(
    what: str,
    value: float,
    target: str,
    verdict: Verdict,
    unit: str,
    decimals: int,
    note: str,
    figures: dict[str, Any],
) -> Result:
    measured = f"{value:.{decimals}f}{unit}"
    return Result(what, measured, target, verdict, note, {"value": value, **figures})


def noted(what: str, measured: str, note: str = "", **figures: Any) -> Result:
    """A figure that explains the others and has no target."""
    return Result(what, measured, "", Verdict.NOTE, note, figures)


def skipped(what: str, why: str) -> Result:
    """A line that this machine, or this version, cannot measure; never a silent pass."""
    return Result(what, "–", "", Verdict.SKIPPED, why)


def missed(what: str, why: str) -> Result:
    """A line that could not be measured because the newsroom failed at it."""
    return Result(what, "failed", "", Verdict.MISSED, why)


def middle(values: Sequence[float]) -> float:
    """The median of the runs; one disturbed run of three does not count."""
    return median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of them does not exceed (nearest rank); 0 for none.

    Of a hundred the 99th is their 99th percentile; the last one is their maximum.
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(round(share * len(ordered), 6)) - 1)] if ordered else 0.0


def show(results: Sequence[Result], heading: Sequence[str]) -> None:
    """Print the table for a person."""
    console = Console(width=None if Console().is_terminal else 132, highlight=False)
    for line in heading:
        console.print(line)
    table = Table(show_lines=False, pad_edge=False, box=None)
    table.add_column("What", overflow="fold", ratio=5)
    table.add_column("Measured", justify="right", no_wrap=True)
    table.add_column("Target", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("Note", overflow="fold", ratio=4)
    for result in results:
        colour = _COLOURS.get(result.verdict, "dim")
        word = "" if result.verdict is Verdict.NOTE else result.verdict.value
        table.add_row(
            result.what, result.measured, result.target, f"[{colour}]{word}[/]", result.note
        )
    console.print(table)
    counts = {verdict: sum(one.verdict is verdict for one in results) for verdict in Verdict}
    console.print(
        f"{counts[Verdict.MET]} met, {counts[Verdict.MISSED]} missed, "
        f"{counts[Verdict.SKIPPED]} skipped."
    )


def write(file: Path, results: Sequence[Result], about: dict[str, Any]) -> None:
    """Write everything as one JSON object."""
    lines = [asdict(result) for result in results]
    file.write_text(json.dumps({**about, "lines": lines}, indent=1, ensure_ascii=False) + "\n")


def is_passed(results: Sequence[Result]) -> bool:
    """Whether no target was missed."""
    return all(result.verdict is not Verdict.MISSED for result in results)
