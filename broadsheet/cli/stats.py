"""`broadsheet stats`: how the newsroom is doing, in numbers."""

import json
from argparse import Namespace
from datetime import UTC, datetime

from broadsheet.cli import data_folder
from broadsheet.cli.voice import say
from broadsheet.core.figures import BYTES, HITS, MISSES, PAGES, PASSED, Histogram
from broadsheet.web import metrics


def run(arguments: Namespace) -> int:
    """Tell what the running server has counted, and what waits in the database."""
    data_folder.open_for_reading()
    found = metrics.health()
    if arguments.json:
        say(json.dumps(metrics.as_json(found), ensure_ascii=False))
    else:
        for line in _lines(found):
            say(line)
    return 0


def _lines(found: metrics.Health) -> list[str]:
    counted = found.figures
    counts = counted.counts
    since = datetime.fromtimestamp(counted.started_at, tz=UTC)
    rate = counted.hit_rate
    return [
        f"Web processes       {counted.processes}, since {since:%Y-%m-%d %H:%M:%S} UTC"
        if counted.processes
        else "Web processes       none; “broadsheet serve” starts one.",
        f"From the store      {counts[HITS]}" + ("" if rate is None else f" ({rate:.1%})"),
        f"Made first          {counts[MISSES]}",
        f"Never kept          {counts[PASSED]}",
        f"In the store        {counts[PAGES]} pages, {counts[BYTES] / 1_048_576:.1f} MB",
        f"Making a page       {_times(counted.rebuild)}",
        f"Change to visible   {_times(counted.visible)}",
        "Answers             "
        + (
            ", ".join(f"{times} × {status}" for status, times in counted.statuses.items()) or "none"
        ),
        f"Outbox              {found.announcements_waiting} announcements waiting,"
        f" {found.announcements_parked} given up",
        f"Letters             {found.letters_waiting} waiting, {found.letters_failed} failed",
        f"Held comments       {found.comments_held}",
    ]


def _times(histogram: Histogram) -> str:
    if not histogram.count:
        return "never"
    half, most = (_upper(histogram.quantile(share)) for share in (0.5, 0.99))
    mean = histogram.sum_seconds / histogram.count * 1000
    return f"{histogram.count} times, mean {mean:.1f} ms, half {half}, 99 in 100 {most}"


def _upper(seconds: float | None) -> str:
    if seconds is None or seconds == float("inf"):
        return "longer than measured"
    return f"within {seconds * 1000:g} ms"
