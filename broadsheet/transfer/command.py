"""`broadsheet import`: runs an importer, shows how far it is, and prints what it did."""

import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from broadsheet.transfer.report import KINDS, OUTCOMES, Reasons, Report
from broadsheet.transfer.wordpress.importer import import_wordpress
from broadsheet.transfer.wordpress.reader import UnusableFile

DONE: Final = 0
SOME_REFUSED: Final = 1
UNUSABLE: Final = 2

IMPORTERS: Final = {"wordpress": import_wordpress}


def run_import(kind: str, file: Path, *, media: Path | None, dry_run: bool, as_json: bool) -> int:
    """Import `file` and print the report; gives the exit status.

    0 done, 1 done with things refused, 2 unusable input: one sentence on stderr, nothing written.
    With `as_json`, one object and nothing else goes to stdout.
    """
    try:
        with _Bar() as bar:
            report = IMPORTERS[kind](file, media=media, is_dry_run=dry_run, progress=bar)
    except UnusableFile as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
    else:
        _print(report)
    return SOME_REFUSED if report.refused else DONE


class _Bar:
    """A progress bar on stderr, where that is a terminal; else silent."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def phase(self, name: str, total_bytes: int) -> None:
        """A new part of the work begins."""
        self._task = self._bar.add_task(name, total=total_bytes or None)

    def at(self, done_bytes: int) -> None:
        """How much of the file this part has read."""
        if self._task is not None:
            self._bar.update(self._task, completed=done_bytes)


def _print(report: Report) -> None:
    console = Console(highlight=False)
    table = Table(title=_title(report))
    table.add_column("")
    for outcome in OUTCOMES:
        table.add_column(outcome, justify="right")
    for kind in KINDS:
        outcomes = report.kinds[kind].outcomes
        table.add_row(kind, *(str(outcomes[outcome] or "·") for outcome in OUTCOMES))
    console.print(table)
    for kind in KINDS:
        _print_reasons(console, f"Why {kind} did not come in", report.kinds[kind].reasons)
    _print_reasons(console, "Kept as cleaned markup, listed at the desk", report.kept)
    _print_reasons(console, "Good to know", report.notes)


def _title(report: Report) -> str:
    read = f"{report.items_read} items and {report.comments_read} comments of {report.source}"
    return f"Dry run, nothing was written: {read}" if report.is_dry_run else read


def _print_reasons(console: Console, heading: str, reasons: Reasons) -> None:
    if not reasons.counts:
        return
    console.print(f"\n{heading}:", style="bold", markup=False, soft_wrap=True)
    for reason, count in reasons.counts.most_common():
        console.print(f"  {count} × {reason}", markup=False, soft_wrap=True)
        for example in reasons.examples.get(reason, []):
            console.print(f"      {example}", style="dim", markup=False, soft_wrap=True)
