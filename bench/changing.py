"""The same page while fifty comments and five gifts a second change it.

Whoever writes works on the core of the load, and so takes from the load what it could have asked
for. Where the page is read unchanged, as much of that core is therefore used up for nothing.

The two take many short turns. What slows a virtual machine down comes and goes within seconds: it
mostly meets both of a pair, and the middle of many pairs does not show the others.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import machine, wrk
from bench.newsroom import environment
from bench.setting import Setting
from bench.table import Result, Verdict, at_least, middle, noted, percentile
from bench.writers import COMMENTS_PER_SECOND, GIFTS_PER_SECOND

RATIO = 0.8
SECONDS = 2.0
PAIRS = 3
"""Of each coding in a round."""
_MARGIN_SECONDS = 0.5
"""The writers begin before the readers are counted, and end after them."""
DELIVERED = 0.95
"""Of the changes that were meant; with fewer, the page was not changed as often as is said."""


def measure(setting: Setting) -> Iterator[Result]:
    """Read with the changes and then without, on what the page has become by then."""
    told: list[dict[str, Any]] = []
    loads: dict[str, list[tuple[wrk.Load, wrk.Load]]] = {"identity": [], "br": []}
    with _writers(setting) as writers:
        for _ in range(PAIRS * setting.rounds):
            for coding, pairs in loads.items():
                changed, what = _while_it_changes(setting, coding, writers)
                told.append(what)
                with machine.kept_busy(setting.load_core, what["processor_share"]):
                    pairs.append((changed, _read(setting, coding)))
    meant = SECONDS + 2 * _MARGIN_SECONDS
    posted = [one["posted"] / meant for one in told]
    gifts = [one["gifts"] / meant for one in told]
    for coding, pairs in loads.items():
        ratios = [changed.per_second / quiet.per_second for changed, quiet in pairs]
        rates = [changed.per_second for changed, _quiet in pairs]
        yield at_least(
            f"{'brotli' if coding == 'br' else 'page'} while it changes",
            middle(ratios),
            RATIO,
            unit=" × unchanged",
            note=f"{middle(rates):,.0f}/s; p99 {middle([one.p99_ms for one, _ in pairs]):.1f} ms",
            ratios=ratios,
            runs=[[one.__dict__ for one in pair] for pair in pairs],
        )
    wanted = COMMENTS_PER_SECOND * DELIVERED
    yield at_least(
        "  comments a second on it meanwhile",
        middle(posted),
        wanted,
        decimals=1,
        note=f"{middle(gifts):.1f} of {GIFTS_PER_SECOND} gifts; "
        f"{sum(one['refused'] for one in told)} comments refused",
        told=[{**one, "post_seconds": len(one["post_seconds"])} for one in told],
    )
    times = [second for one in told for second in one["post_seconds"]]
    shares = [one["processor_share"] for one in told]
    yield noted("  of the load's core, for writing", f"{100 * middle(shares):.0f} %")
    yield noted("  p99 of posting them", f"{1000 * percentile(times, 0.99):.0f} ms")
    seen, looks = sum(one["seen_after_removal"] for one in told), sum(one["looks"] for one in told)
    yield Result(
        "  removed text that somebody saw",
        str(seen),
        "0",
        Verdict.MISSED if seen else Verdict.MET,
        f"{sum(one['removed'] for one in told)} removals, {looks} pages looked at",
    )


def _read(setting: Setting, coding: str) -> wrk.Load:
    return wrk.run(
        setting.newsroom.url + setting.story("busy").path,
        core=setting.load_core,
        seconds=SECONDS,
        server=setting.newsroom.pid,
        headers={"Accept-Encoding": coding},
    )


@contextmanager
def _writers(setting: Setting) -> Iterator["subprocess.Popen[str]"]:
    """Writers who wait to be told for how long (writers.py)."""
    story = setting.story("busy")
    command = [sys.executable, "-m", "bench.writers"]
    command += [str(setting.newsroom.port), str(story.id), story.path]
    with subprocess.Popen(
        machine.on_core(setting.load_core, command),
        env=environment(setting.newsroom.data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as writers:
        _answer_of(writers)
        yield writers


def _while_it_changes(
    setting: Setting, coding: str, writers: "subprocess.Popen[str]"
) -> tuple[wrk.Load, dict[str, Any]]:
    assert writers.stdin is not None
    writers.stdin.write(f"{SECONDS + 2 * _MARGIN_SECONDS}\n")
    writers.stdin.flush()
    time.sleep(_MARGIN_SECONDS)
    load = _read(setting, coding)
    told: dict[str, Any] = json.loads(_answer_of(writers))
    return load, told


def _answer_of(writers: "subprocess.Popen[str]") -> str:
    assert writers.stdout is not None
    assert writers.stderr is not None
    answer = writers.stdout.readline()
    if not answer:
        complaints = writers.stderr.read().strip().splitlines()
        raise RuntimeError((complaints or ["the writers failed"])[-1])
    return answer
