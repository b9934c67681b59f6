"""How long it takes until everybody sees a change: readers ask all the time while one posts."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

from bench import machine
from bench.newsroom import Newsroom
from bench.setting import Setting
from bench.table import Result, at_most, percentile, skipped

MOST_MS = 100.0
CHANGES = 100
WARM_UP = 5
"""Changes that are not counted: each process loads its templates with the first."""
READERS = 8
"""Connections that ask for the page again and again."""
PAUSE_SECONDS = 0.002
"""Between the answer to a reader and the reader's next question."""
WORKERS = 3
_WORKERS_READERS = 8 * WORKERS
SHARE = 0.99


def measure(setting: Setting) -> Iterator[Result]:
    """With one web process, and with several."""
    yield _result(setting, setting.newsroom, READERS, "change → every reader sees it")
    what = f"change → every reader sees it, {WORKERS} workers"
    serve = subprocess.run(
        [sys.executable, "-m", "broadsheet", "serve", "--help"], capture_output=True, text=True
    )
    if "--workers" not in serve.stdout:
        yield skipped(what, "this version serves from one process only")
        return
    data = setting.folder / "data-of-workers"
    shutil.copytree(setting.folder / "pristine", data)
    options = ["--demo", "--workers", str(WORKERS)]
    with Newsroom(data, prefix=machine.on_core(setting.server_core, []), options=options) as paper:
        yield _result(setting, paper, _WORKERS_READERS, what)


def _result(setting: Setting, paper: Newsroom, readers: int, what: str) -> Result:
    story = setting.story("seen")
    os.sched_setaffinity(0, {setting.load_core})
    try:
        times = asyncio.run(_times(paper.port, story.id, story.path, readers))
    finally:
        os.sched_setaffinity(0, {setting.server_core, setting.load_core})
    sent = sorted(1000 * (seen - sent_at) for sent_at, _told, seen in times)
    after = [1000 * max(0.0, seen - told) for _sent, told, seen in times]
    return at_most(
        what,
        percentile(sent, SHARE),
        MOST_MS,
        unit=" ms p99",
        decimals=1,
        note=f"from sending it, on {readers} connections; middle {sent[len(sent) // 2]:.1f} ms; "
        f"p99 after the answer to whoever changed it {percentile(after, SHARE):.1f} ms",
        milliseconds=sent,
    )


async def _times(
    port: int, story: int, path: str, readers: int
) -> list[tuple[float, float, float]]:
    """For each change: when it was sent, when that was answered, when the last reader saw it."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(readers + 1)]
    try:
        times = [
            await _change(lines, story, f"{path}?sort=newest", number)
            for number in range(WARM_UP + CHANGES)
        ]
        return times[WARM_UP:]
    finally:
        for _reader, writer in lines:
            writer.close()


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _change(
    lines: list[Line], story: int, path: str, number: int
) -> tuple[float, float, float]:
    marker = f"mark-{number}-{time.time_ns()}"
    body = json.dumps({"name": f"Reader {number}", "body": f"{marker}: nobody asked the crews."})
    address = f"10.9.{number >> 8 & 255}.{number & 255}"
    post = (
        f"POST /api/v1/articles/{story}/comments/ HTTP/1.1\r\nHost: localhost\r\n"
        f"X-Forwarded-For: {address}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    get = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    watching = [asyncio.create_task(_watch(line, get, marker.encode())) for line in lines[1:]]
    await asyncio.sleep(0.02)
    sent_at = time.monotonic()
    answer = await _ask(lines[0], post)
    told_at = time.monotonic()
    if not answer.startswith(b"HTTP/1.1 201"):
        for task in watching:
            task.cancel()
        raise RuntimeError(f"a comment was answered with {answer.splitlines()[0]!r}")
    return sent_at, told_at, max(await asyncio.gather(*watching))


async def _watch(line: Line, get: bytes, marker: bytes) -> float:
    while marker not in await _ask(line, get):
        await asyncio.sleep(PAUSE_SECONDS)
    return time.monotonic()


async def _ask(line: Line, request: bytes) -> bytes:
    reader, writer = line
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(entry[15:])
        for entry in head.lower().split(b"\r\n")
        if entry.startswith(b"content-length:")
    )
    return head + await reader.readexactly(length)
