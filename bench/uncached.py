"""What a page costs when nothing of it is stored: processor time of the server, and queries.

`python -m bench.uncached` measures the data folder that BROADSHEET_DATA names, through the real
WSGI application, and prints one JSON object; `measure` runs it on the server's core.
"""

import importlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from types import ModuleType

from bench import machine, reading
from bench.newsroom import told
from bench.setting import Setting
from bench.table import Result, at_most

STORY_MS, STORY_QUERIES = 40.0, 25
FRONT_MS, FRONT_QUERIES = 30.0, 20
_MOULDS = "broadsheet.discussion.rendering"
"""Where a process keeps how each comment looks; emptied before each page that is measured."""


def measure(setting: Setting) -> Iterator[Result]:
    """The longest discussion of the sample, and the front page."""
    prefix = machine.on_core(setting.server_core, [])
    found = told(setting.newsroom.data, "bench.uncached", prefix=prefix)
    for name, what, most_ms, most_queries in (
        ("story", f"story with {found['comments']} comments", STORY_MS, STORY_QUERIES),
        ("front", "front page", FRONT_MS, FRONT_QUERIES),
    ):
        cold, warm = found[name]["cold"], found[name]["warm"]
        yield at_most(
            f"{what}, nothing stored",
            cold["milliseconds"],
            most_ms,
            unit=" ms",
            decimals=1,
            note=f"{warm['milliseconds']:.1f} ms where the process has shown its parts before",
            **found[name],
        )
        yield at_most("  queries for it", cold["queries"], most_queries, decimals=0)


def _forget(module: ModuleType) -> None:
    for thing in vars(module).values():
        clear = getattr(thing, "cache_clear", None)
        if clear is not None:
            clear()


def _from_nothing(path: str) -> bytes:
    _forget(importlib.import_module(_MOULDS))
    return reading.page(path)


def main() -> None:
    """Measure and print."""
    reading.set_up()
    _subject, path, comments = reading.busiest()
    found: dict[str, object] = {"comments": comments, "path": path}
    for name, address in (("story", path), ("front", "/")):
        found[name] = {
            "cold": asdict(reading.cost(partial(_from_nothing, address))),
            "warm": asdict(reading.cost(partial(reading.page, address))),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
