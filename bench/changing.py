"""The same page while fifty comments and five gifts a second change it.

Whoever writes works on the core of the load, and so takes from the load what it could have asked
for. Where the page is read unchanged, as much of that core is therefore used up for nothing.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench import machine, wrk
from bench.newsroom import environment
from bench.setting import Setting
from bench.table import Result, Verdict, at_least, middle, noted, percentile
from bench.writers import COMMENTS_PER_SECOND, GIFTS_PER_SECOND

RATIO = 0.8
SECONDS = 5.0
_MORE_ROUNDS = {"identity": 0, "br": 2}
"""Where most is asked for, single rounds differ by a quarter with what the machine's neighbours do:
the middle of five is a fifth steadier than that of three."""
_MARGIN_SECONDS = 1.0
"""The writers begin before the readers are counted, and end after them."""
DELIVERED = 0.95
"""Of the changes that were meant; with fewer, the page was not changed as often as is said."""


def measure(setting: Setting) -> Iterator[Result]:
    """Read with the changes and then without, on what the page has become by then."""
    told: list[dict[str, Any]] = []
    loads: dict[str, list[tuple[wrk.Load, wrk.Load]]] = {"identity": [], "br": []}
    for number in range(setting.rounds + max(_MORE_ROUNDS.values())):
        for coding, pairs in loads.items():
            if number >= setting.rounds + _MORE_ROUNDS[coding]:
                continue
            changed, what = _while_it_changes(setting, coding)
            told.append(what)
            with machine.kept_busy(setting.load_core, what["processor_share"]):
                pairs.append((changed, _read(setting, coding, setting.seconds)))
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


def _read(setting: Setting, coding: str, seconds: float) -> wrk.Load:
    return wrk.run(
        setting.newsroom.url + setting.story("busy").path,
        core=setting.load_core,
        seconds=seconds,
        server=setting.newsroom.pid,
        headers={"Accept-Encoding": coding},
    )


def _while_it_changes(setting: Setting, coding: str) -> tuple[wrk.Load, dict[str, Any]]:
    story, seconds = setting.story("busy"), SECONDS + 2 * _MARGIN_SECONDS
    arguments = [str(setting.newsroom.port), str(story.id), story.path, str(seconds)]
    command = [sys.executable, "-m", "bench.writers", *arguments]
    writers = subprocess.Popen(
        machine.on_core(setting.load_core, command),
        env=environment(setting.newsroom.data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writers.stdout is not None
    writers.stdout.readline()
    load = _read(setting, coding, SECONDS)
    output, complaints = writers.communicate()
    if writers.returncode or not output.strip():
        raise RuntimeError((complaints.strip().splitlines() or ["the writers failed"])[-1])
    told: dict[str, Any] = json.loads(output)
    return load, told
