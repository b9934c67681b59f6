"""What Google's Lighthouse says of three pages on a slow telephone."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench import machine
from bench.setting import Setting
from bench.table import Result, Verdict, at_most, middle

LEAST = 99
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SPEED = CATEGORIES[:1]
"""What differs from one look to the next."""
_PROGRAM = Path(".cache/lighthouse/node_modules/.bin/lighthouse")
_OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-quic "
    "--disable-background-networking --disable-component-update --disable-sync"
)
SECONDS = 120
LOOKS = 5
"""At each page. Lighthouse's own advice against what varies: the middle of five is twice as steady
as one look (its docs/variability.md)."""
TRIES = 6
LOST = "NO_NAVSTART"
COMMENTS = 60
"""The story of the sample whose thread is the nearest to this, pictures included."""


def measure(setting: Setting) -> Iterator[Result]:
    """A story, the front page and the page where readers give."""
    if not _PROGRAM.exists():
        raise machine.Missing("Lighthouse is not installed (scripts/install_bench_tools.sh)")
    listed = json.loads(setting.newsroom.get("/api/v1/articles/?limit=100").body)["items"]
    story = min(listed, key=lambda one: abs(one["comment_count"] - COMMENTS))
    path = "/" + str(story["url"]).split("/", 3)[3]
    for name, address in (("story", path), ("front page", "/"), ("support page", "/support/")):
        whole = _report(setting, address, CATEGORIES)
        again = (_report(setting, address, SPEED) for _ in range(LOOKS - 1))
        yield from _results(name, [whole, *again])


def _results(name: str, reports: list[dict[str, Any]]) -> Iterator[Result]:
    """Speed by the middle of all looks, shift by the worst of them, the rest by the first."""
    whole = reports[0]
    ordinary = sorted(reports, key=_speed)[len(reports) // 2]
    scores = {key: round(100 * (whole["categories"][key]["score"] or 0)) for key in CATEGORIES}
    scores["performance"] = round(_speed(ordinary))
    faults = sorted(
        audit["title"]
        for key in CATEGORIES
        for audit in _audits(ordinary if key in SPEED else whole, key)
        if (audit["score"] or 0) < 0.9
        if audit["scoreDisplayMode"] not in ("notApplicable", "manual")
    )
    is_met = min(scores.values()) >= LEAST
    yield Result(
        f"Lighthouse, {name}",
        " ".join(str(score) for score in scores.values()),
        f"≥ {LEAST} each",
        Verdict.MET if is_met else Verdict.MISSED,
        "; ".join(faults) or "performance, accessibility, practices, search",
        {"scores": scores, "faults": faults, "speeds": [_speed(one) for one in reports]},
    )
    shifts = [one["audits"]["cumulative-layout-shift"]["numericValue"] for one in reports]
    blocked = [one["audits"]["total-blocking-time"]["numericValue"] for one in reports]
    looks = "; ".join(f"{one:.0f}" for one in blocked)
    yield at_most("  layout shift", max(shifts), 0, decimals=3, looks=shifts)
    yield at_most(
        "  blocking time",
        middle(blocked),
        0,
        unit=" ms",
        decimals=0,
        note=f"middle of {looks}",
        looks=blocked,
    )


def _speed(report: dict[str, Any]) -> float:
    return 100 * float(report["categories"]["performance"]["score"] or 0)


def _audits(report: dict[str, Any], category: str) -> list[dict[str, Any]]:
    """What counts in a category."""
    references = report["categories"][category]["auditRefs"]
    return [report["audits"][one["id"]] for one in references if one["weight"]]


def _report(setting: Setting, path: str, categories: Sequence[str]) -> dict[str, Any]:
    """One look at a page; Chromium now and then loses the trace of one, and then it is repeated."""
    for _ in range(TRIES - 1):
        with suppress(_LostTrace):
            return _look(setting, path, categories)
    return _look(setting, path, categories)


class _LostTrace(RuntimeError):
    """Lighthouse could not read what the browser recorded."""


def _look(setting: Setting, path: str, categories: Sequence[str]) -> dict[str, Any]:
    file = setting.folder / "lighthouse.json"
    done = subprocess.run(
        [
            str(_PROGRAM),
            setting.newsroom.url + path,
            "--quiet",
            "--output=json",
            f"--output-path={file}",
            f"--chrome-flags={_OPTIONS}",
            f"--only-categories={','.join(categories)}",
        ],
        env={**os.environ, "CHROME_PATH": machine.chromium()},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        kind = _LostTrace if LOST in lines[-1] else RuntimeError
        raise kind(f"Lighthouse failed: {lines[-1]}")
    report: dict[str, Any] = json.loads(file.read_text())
    return report
