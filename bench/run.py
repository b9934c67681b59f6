"""Runs the table: builds what is measured, measures, prints, writes the file."""

import argparse
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import (
    changing,
    lighthouse,
    machine,
    months,
    newsroom,
    seen,
    stored,
    table,
    uncached,
    weight,
    whole,
    writing,
)
from bench.newsroom import Newsroom
from bench.nginx import Nginx
from bench.setting import Setting, stories_of
from bench.table import Result, missed, skipped

FOLDER = Path(".cache/bench").absolute()
"""Everything that is made here lies in it and is made anew each time."""
ROUNDS = 3
SECONDS = 3.0
STORIES = ("quiet", "busy", "seen")

Measurement = Callable[[Setting], Iterator[Result]]
MEASUREMENTS: dict[str, Measurement] = {
    "stored": stored.measure,
    "changing": changing.measure,
    "seen": seen.measure,
    "writing": writing.measure,
    "uncached": uncached.measure,
    "months": months.measure,
    "whole": whole.measure,
    "weight": weight.measure,
    "lighthouse": lighthouse.measure,
}
"""By name, in the order of the table."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure. 0: every target is met, 1: one is missed, 2: nothing can be measured here."""
    arguments = _arguments(argv)
    began = time.monotonic()
    try:
        cores = machine.cores()
        for needed in ("taskset", "nginx", "wrk"):
            machine.program(needed)
    except machine.Missing as error:
        print(f"Nothing can be measured here: {error}.")
        return 2
    heading = [machine.description()]
    if machine.is_busy():
        heading.append("Others were at work on this machine: take the figures as indications.")
    with machine.precedence() as is_first:
        if not is_first:
            heading.append("Without root, a neighbour's work disturbs the figures.")
        paces: list[tuple[float, float]] = []
        results = _measured(arguments, cores, paces)
    took = time.monotonic() - began
    heading.append(f"{arguments.rounds} runs, medians; {took:.0f} s altogether.")
    counting, jumping = (
        f"{min(seconds):.2f} to {max(seconds):.2f} s" for seconds in zip(*paces, strict=True)
    )
    heading.append(
        f"Between the measurements, counting to ten million took {counting}, "
        f"a million jumps in memory {jumping}."
    )
    table.show(results, heading)
    file = FOLDER / "results.json"
    table.write(file, results, {"about": heading, "at": time.strftime("%Y-%m-%dT%H:%M:%S%z")})
    print(f"All figures are in {file.relative_to(Path.cwd())}.")
    return 0 if table.is_passed(results) else 1


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "only", nargs="*", metavar="NAME", help=f"measure only these: {', '.join(MEASUREMENTS)}"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each (%(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="length of one load (%(default)s)"
    )
    found = parser.parse_args(argv)
    unknown = [name for name in found.only if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no measurement {unknown[0]}")
    return found


def _measured(
    arguments: argparse.Namespace, cores: tuple[int, int], paces: list[tuple[float, float]]
) -> list[Result]:
    """Measure, and note before each measurement how quick the machine is."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    data = FOLDER / "data"
    print("Filling a newsroom.", flush=True)
    newsroom.command(data, "broadsheet", "demo")
    stories = stories_of(newsroom.told(data, "bench.stories", *STORIES))
    with Newsroom(data) as paper:
        paper.settle()
    shutil.copytree(data, FOLDER / "pristine", ignore=shutil.ignore_patterns("pages.sqlite3*"))
    on_server_core = machine.on_core(cores[0], [])
    results: list[Result] = []
    with Newsroom(data, prefix=on_server_core) as paper, Nginx(FOLDER / "nginx", cores[0]) as nginx:
        setting = Setting(
            folder=FOLDER,
            newsroom=paper,
            nginx=nginx,
            stories=stories,
            server_core=cores[0],
            load_core=cores[1],
            rounds=arguments.rounds,
            seconds=arguments.seconds,
        )
        for name in arguments.only or MEASUREMENTS:
            print(f"Measuring: {name}.", flush=True)
            paces.append(machine.pace())
            results.extend(_one(name, setting))
    return results


def _one(name: str, setting: Setting) -> list[Result]:
    """The lines of one measurement; what breaks it is a line as well."""
    try:
        return list(MEASUREMENTS[name](setting))
    except machine.Missing as error:
        return [skipped(name, str(error))]
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines() or [str(error)]
        return [missed(name, lines[-1])]
    except (OSError, RuntimeError) as error:
        return [missed(name, f"{type(error).__name__}: {error}")]
