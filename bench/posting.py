"""How fast readers may write, through HTTP, with the default limits on.

`python -m bench.posting` lays a newsroom with one story, serves it from core 0 and writes from
core 1: comments (JSON and form), votes and gifts, each sent by a reader of its own. It prints
answers a second, the times they took, and processor time of the server for each: the worker that
works off the announcements is part of that process, and so of the figure.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench import machine
from bench.one_story import Ground, lay, served
from bench.table import percentile

CONNECTIONS = 16
SECONDS = 8.0
WARM_UP_SECONDS = 1.5
# Votes are spread over so many comments, as readers do.
VOTED = 40

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_numbers = count(1)


@dataclass
class Figures:
    """What a run of one kind gave."""

    kind: str
    answers: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the server for one answer, in milliseconds."""
        return 1000 * self.cpu_seconds / max(1, self.answers)

    def percentile_ms(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        return 1000 * percentile(self.times, share)

    def as_json(self) -> dict[str, object]:
        """The figures for a report."""
        return {
            "kind": self.kind,
            "per_second": round(self.per_second, 1),
            "p50_ms": round(self.percentile_ms(0.5), 2),
            "p99_ms": round(self.percentile_ms(0.99), 2),
            "worst_ms": round(1000 * max(self.times, default=0.0), 2),
            "cpu_ms": round(self.cpu_ms, 3),
            "statuses": {str(status): found for status, found in sorted(self.statuses.items())},
        }


Writer = Callable[[int], bytes]
"""Makes the n-th request, of a reader who has not been here before."""


def comment_as_json(story: int) -> Writer:
    """Comments through the API."""

    def write(number: int) -> bytes:
        body = {"name": f"Reader {number}", "body": _text(number)}
        return request(
            f"/api/v1/articles/{story}/comments/", json.dumps(body), kind=_JSON, number=number
        )

    return write


def comment_as_form(story: int) -> Writer:
    """Comments as a browser without JavaScript sends them."""

    def write(number: int) -> bytes:
        body = {
            "subject": f"page:{story}",
            "name": f"Reader {number}",
            "body": _text(number),
            "without_script": "1",
        }
        return request("/comments/post/", urlencode(body), kind=_FORM, number=number)

    return write


def vote_as_json(comments: list[int]) -> Writer:
    """First votes through the API, in turn on each of these comments."""

    def write(number: int) -> bytes:
        place = f"/api/v1/comments/{comments[number % len(comments)]}/vote/"
        return request(place, json.dumps({"value": 1}), kind=_JSON, number=number)

    return write


def gift_as_json() -> Writer:
    """Gifts by bank transfer."""

    def write(number: int) -> bytes:
        body = {"amount_minor": 2000, "currency": "USD", "gateway": "bank", "email": ""}
        return request("/api/v1/gifts/", json.dumps(body), kind=_JSON, number=number)

    return write


def request(path: str, body: str, *, kind: str, number: int, **headers: str) -> bytes:
    """A POST of the reader with this number, each from an address of their own."""
    sent = body.encode()
    reader = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        f"X-Forwarded-For: {reader}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: text/html" if kind == _FORM else "Accept: application/json",
        "Accept-Encoding: gzip, br",
        "Sec-Fetch-Site: same-origin",
        f"Content-Type: {kind}",
        f"Content-Length: {len(sent)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + sent


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read one answer: its status and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
        elif line.startswith(b"transfer-encoding:"):
            return status, await _chunked(reader)
    return status, await reader.readexactly(length) if length else b""


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


def measure(
    port: int,
    pid: int,
    kind: str,
    write: Writer,
    *,
    seconds: float = SECONDS,
    connections: int = CONNECTIONS,
) -> Figures:
    """Send to a server as fast as the answers come, on so many connections.

    A warm-up is not counted. What `pid` and the processes below it use is the server's time.
    """
    asyncio.run(_write(port, write, Figures(kind), WARM_UP_SECONDS, connections))
    figures = Figures(kind)
    before = machine.cpu_seconds(pid)
    asyncio.run(_write(port, write, figures, seconds, connections))
    figures.cpu_seconds = machine.cpu_seconds(pid) - before
    return figures


async def _write(
    port: int, write: Writer, figures: Figures, seconds: float, connections: int
) -> None:
    began = time.perf_counter()

    async def keep_writing() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (sent_at := time.perf_counter()) - began < seconds:
            writer.write(write(next(_numbers)))
            status, _body = await answer(reader)
            figures.times.append(time.perf_counter() - sent_at)
            figures.statuses[status] += 1
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    await asyncio.gather(*(keep_writing() for _ in range(connections)))
    figures.seconds = time.perf_counter() - began
    figures.answers = len(figures.times)


def _text(number: int) -> str:
    return (
        f"Remark {number}: the *harbour board* met on Friday, and nobody asked the crews.\n\n"
        "If the ferries stay in port until the spring, who pays the nurses on the late shift?"
    )


def run(ground: Ground, kinds: list[str], *, seconds: float, core: int) -> Iterator[Figures]:
    """Measure each kind on a server of its own start."""
    for kind in kinds:
        with served(ground.data, core=core) as server:
            comments = list(range(1, VOTED + 1))
            writers: dict[str, Writer] = {
                "comment": comment_as_json(ground.story),
                "form": comment_as_form(ground.story),
                "vote": vote_as_json(comments),
                "gift": gift_as_json(),
            }
            yield measure(server.port, server.pid, kind, writers[kind], seconds=seconds)


def main() -> None:
    """Lay the ground, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["comment", "form", "vote", "gift"])
    parser.add_argument("--comments", type=int, default=100, help="in the thread beforehand")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--data", type=Path, help="where to lay the newsroom; a new folder")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as folder:
        ground = lay(chosen.data or Path(folder) / "data", comments=chosen.comments)
        with machine.precedence():
            for figures in run(ground, chosen.kinds, seconds=chosen.seconds, core=0):
                print(json.dumps(figures.as_json()), flush=True)


if __name__ == "__main__":
    main()
