"""What pages cost when nothing of them is stored: server time and SQL queries.

    BROADSHEET_DATA=<folder of `broadsheet demo`> python -m bench.reading

`cost_of` makes one page through the real WSGI application, as a reader's first request would.
"""

import cProfile
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

RUNS = 15


@dataclass(frozen=True)
class Cost:
    """The median cost of making something once."""

    milliseconds: float
    """Of the processor, not of the clock on the wall: other work on the machine does not count."""
    queries: int
    size: int
    """Bytes or characters of what was made."""


def set_up() -> None:
    """Ready Django in this process; the data folder is named by BROADSHEET_DATA."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django  # noqa: PLC0415

    django.setup()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL of the queries in this block."""
    from django.db import connection  # noqa: PLC0415

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def cost(make: Callable[[], Any], *, runs: int = RUNS) -> Cost:
    """The median of several runs, after one that warms what a process keeps."""
    make()
    with counted() as seen:
        made = make()
    times = []
    for _ in range(runs):
        begun = time.process_time()
        make()
        times.append(time.process_time() - begun)
    return Cost(statistics.median(times) * 1000, len(seen), len(made))


def page(path: str) -> bytes:
    """A page made by Django, as the store asks for it."""
    from broadsheet.edge.wsgi import application  # noqa: PLC0415

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    answered: list[str] = []
    body = b"".join(application(environ, lambda status, headers: answered.append(status)))
    if answered != ["200 OK"]:
        raise RuntimeError(f"{path} answers {answered}.")
    return body


def discussion(subject: str, *, sort: str = "oldest", page: int = 1) -> str:
    """The part of a page that a vote or a comment changes: questions and HTML."""
    from django.template.loader import render_to_string  # noqa: PLC0415

    from broadsheet.discussion import queries  # noqa: PLC0415

    found = queries.discussion_page(subject, sort=sort, page=page)
    return render_to_string("discussion/_discussion.html", {"discussion": found})


def profiled(make: Callable[[], Any], *, times: int = 50, lines: int = 40) -> None:
    """Print where the time goes."""
    make()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(times):
        make()
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(lines)


def busiest() -> tuple[str, str, int]:
    """Subject, path and comments of the longest discussion."""
    from broadsheet.discussion import queries  # noqa: PLC0415

    found, count = queries.most_discussed(1)[0]
    return found.key, found.path, count


def main(arguments: Sequence[str]) -> None:
    """Measure a data folder and print."""
    set_up()
    subject, path, count = busiest()
    print(f"The longest discussion has {count} comments: {path}")
    for sort in ("oldest", "newest", "most_voted"):
        found = cost(partial(discussion, subject, sort=sort))
        print(f"{found.milliseconds:7.2f} ms {found.queries:3} queries {found.size:8}  {sort}")
    for name in ("/", path, f"{path}?sort=most_voted", f"{path}?sort=newest&page=2"):
        found = cost(partial(page, name))
        print(
            f"{found.milliseconds:7.2f} ms {found.queries:3} queries {found.size:8} bytes  {name}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
