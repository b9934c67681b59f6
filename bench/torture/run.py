"""One run: the paper, eight writers, eight readers, a kill, and what came of it."""

import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench.torture.newsroom import Newsroom, running
from bench.torture.readers import Found, Reading
from bench.torture.talking import Elsewhere, Line
from bench.torture.truth import FRESH_SECONDS, Truth, Violation
from bench.torture.writers import State, eight

READERS = 8
KILL_ONE_AT, KILL_ALL_AT = 0.35, 0.6
"""When web processes are killed, as shares of the whole time."""
JOIN_SECONDS = 60.0
SHOWN_MAX = 20
_ERROR = re.compile(r"[\w.]+(Error|Exception|Missing|DoesNotExist)\b|.* ERROR ")
"""What the newsroom says of a failure: the last line of a trace, or a line of its log."""


@dataclass
class Outcome:
    """What came of a run."""

    workers: int
    database: str
    seconds: float
    written: dict[str, int] = field(default_factory=dict)
    reads: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    slowest_ms: float = 0.0
    """The longest that something acknowledged was missing on a page asked for later."""
    outages_ms: list[float] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Writers that failed, and what the newsroom says of itself afterwards."""

    @property
    def is_good(self) -> bool:
        """Whether every page was true."""
        return not self.violations and not self.complaints


def run(
    data: Path, *, database_url: str = "", workers: int = 1, seconds: float = 120.0, seed: int = 1
) -> Outcome:
    """Torture a newsroom in a new data folder."""
    newsroom = Newsroom(data, database_url=database_url, workers=workers)
    paper = newsroom.told("bench.torture.paper")
    outcome = Outcome(workers, "postgresql" if database_url else "sqlite", seconds)
    with running(newsroom):
        _torture(newsroom, paper, outcome, seed)
    checked = newsroom.command("broadsheet", "check", "--json")
    if checked.returncode:
        outcome.complaints.append(f"check: {checked.stdout}{checked.stderr}")
    outcome.complaints += [line for line in newsroom.lines if _ERROR.match(line)]
    return outcome


def _torture(newsroom: Newsroom, paper: dict[str, Any], outcome: Outcome, seed: int) -> None:
    truth, found = Truth(), Found()
    state = State(truth, paper, Elsewhere(newsroom), lambda: Line(newsroom))
    random = Random(seed)
    readers = [
        Reading(state, newsroom, found, Random(random.random())) for _number in range(READERS)
    ]
    works: list[Callable[[], None]] = [
        *eight(state, seed),
        *(one.read_until_over for one in readers),
    ]
    threads = [
        threading.Thread(target=_guarded, args=(work, outcome, state), daemon=True)
        for work in works
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    _disturb(newsroom, state, began, outcome.seconds)
    state.over.set()
    for thread in threads:
        thread.join(JOIN_SECONDS)
    if any(thread.is_alive() for thread in threads):
        outcome.complaints.append("Somebody is still waiting for an answer.")
    # Everything has been acknowledged; now nothing but the whole truth will do.
    time.sleep(FRESH_SECONDS * 1.1)
    for address in readers[0].addresses:
        readers[0].read(address)
    state.elsewhere.close()
    outcome.written, outcome.reads = dict(state.written), dict(found.reads)
    outcome.slowest_ms = round(truth.slowest_seconds * 1000, 1)
    outcome.outages_ms = [round((back - away) * 1000, 1) for away, back in newsroom.outages]
    outcome.violations = [_line(one, began) for one in found.violations]


def _line(one: Violation, began: float) -> str:
    """A violation with its times, in seconds since the run began."""
    line = f"{one.address} asked at {one.began - began:.3f}, read at {one.ended - began:.3f}"
    if one.marker is not None:
        marker = one.marker
        line += f" (written {marker.added_from - began:.3f} to {marker.added_by - began:.3f},"
        line += f" removed {marker.removed_from - began:.3f} to {marker.removed_by - began:.3f})"
    return f"{line}: {one.what}"


def _disturb(newsroom: Newsroom, state: State, began: float, seconds: float) -> None:
    """Wait for the end; meanwhile kill one process of several, and later all."""
    plans = [(KILL_ALL_AT * seconds, newsroom.kill_and_start)]
    if newsroom.workers > 1:
        plans.insert(0, (KILL_ONE_AT * seconds, newsroom.kill_one))
    while (now := time.monotonic() - began) < seconds:
        if plans and now >= plans[0][0]:
            plans.pop(0)[1]()
        state.truth.forget_gone(time.monotonic())
        time.sleep(0.1)


def _guarded(work: Callable[[], None], outcome: Outcome, state: State) -> None:
    try:
        work()
    except Exception:  # noqa: BLE001 - told in the outcome
        if not state.over.is_set():
            outcome.complaints.append(traceback.format_exc())


def tell(outcome: Outcome) -> None:
    """Print an outcome."""
    words = "1 worker" if outcome.workers == 1 else f"{outcome.workers} workers"
    print(f"{outcome.database}, {words}, {outcome.seconds:.0f} s")
    print(
        "  written:", ", ".join(f"{much} {what}" for what, much in sorted(outcome.written.items()))
    )
    print(
        "  read:   ", ", ".join(f"{much} × {what}" for what, much in sorted(outcome.reads.items()))
    )
    print(f"  killed:  away for {', '.join(f'{ms:.0f} ms' for ms in outcome.outages_ms)}")
    print(f"  slowest to be seen: {outcome.slowest_ms:.0f} ms after its acknowledgement")
    print(f"  violations: {len(outcome.violations)}")
    for line in [*outcome.violations[:SHOWN_MAX], *outcome.complaints[:SHOWN_MAX]]:
        print(f"    {line}")
    sys.stdout.flush()
