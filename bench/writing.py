"""How fast readers may write: comments through HTTP, on SQLite, with every limit on.

Each comment comes from a reader of its own and is stored for good (`synchronous=FULL`) before it
is answered. The worker that works off the announcements is part of the server measured.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator

from bench import machine, posting
from bench.newsroom import Newsroom
from bench.posting import Figures, Writer
from bench.setting import Setting
from bench.table import Result, at_least, at_most, middle, missed

PER_SECOND = 300
MOST_MS = 100.0
ACCEPTED = {"comment": 201, "form": 303}


def measure(setting: Setting) -> Iterator[Result]:
    """As JSON and as a form."""
    data = setting.folder / "data-for-writing"
    shutil.copytree(setting.folder / "pristine", data)
    story = setting.story("quiet").id
    writers: dict[str, tuple[str, Writer]] = {
        "comment": ("comment POST, JSON", posting.comment_as_json(story)),
        "form": ("comment POST, form without JavaScript", posting.comment_as_form(story)),
    }
    with Newsroom(data, prefix=machine.on_core(setting.server_core, [])) as paper:
        for kind, (what, write) in writers.items():
            yield from _lines(what, kind, _runs(setting, paper, kind, write))


def _runs(setting: Setting, paper: Newsroom, kind: str, write: Writer) -> list[Figures]:
    os.sched_setaffinity(0, {setting.load_core})
    try:
        return [
            posting.measure(paper.port, paper.pid, kind, write, seconds=setting.seconds)
            for _ in range(setting.rounds)
        ]
    finally:
        os.sched_setaffinity(0, {setting.server_core, setting.load_core})


def _lines(what: str, kind: str, runs: list[Figures]) -> Iterator[Result]:
    others = sum((run.statuses for run in runs), Counter[int]())
    del others[ACCEPTED[kind]]
    if others:
        yield missed(what, f"answers other than {ACCEPTED[kind]}: {dict(others)}")
        return
    yield at_least(
        what,
        middle([run.per_second for run in runs]),
        PER_SECOND,
        unit="/s",
        decimals=0,
        note=f"{posting.CONNECTIONS} connections, SQLite with synchronous=FULL; "
        f"{middle([run.cpu_ms for run in runs]):.2f} ms of processor time each",
        runs=[run.as_json() for run in runs],
    )
    yield at_most(
        "  p99 of it",
        middle([run.percentile_ms(0.99) for run in runs]),
        MOST_MS,
        unit=" ms",
        decimals=0,
    )
