"""Posts that keep coming while the server is killed: none may be lost, none may be there twice.

`python -m bench.posting_under_kills` sends 50 comments a second for 60 seconds, each with an
Idempotency-Key of its own. A client that gets no answer, or one that says "later", sends the same
again with the same key until it is accepted. Twice on the way the server is killed (SIGKILL) and
started anew. In the end each accepted comment has to stand in the thread once, under the id of its
answer, and nothing else; `broadsheet check` has to find no difference.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.request import urlopen

from bench.one_story import Ground, Served, environment, lay, served
from bench.posting import answer, request
from bench.table import percentile

PER_SECOND = 50
SECONDS = 60.0
KILLS = 2
ANSWER_SECONDS = 10.0
AGAIN_AFTER_SECONDS = 0.05
"""Before a request that failed is sent again."""
LONGEST_SECONDS = 60.0
"""A post that is not accepted for so long is given up, and the run has failed."""
ACCEPTED = 201
LATER = frozenset({429, 500, 502, 503})


@dataclass
class Outcome:
    """What became of the posts."""

    sent: int = 0
    accepted: dict[str, int] = field(default_factory=dict)
    """The id of each answer, by the text that was sent."""
    posts: list[tuple[float, float]] = field(default_factory=list)
    """When each accepted post was first sent, and when it was answered."""
    down: list[tuple[float, float]] = field(default_factory=list)
    """From each kill until the server answered again."""
    repeated: int = 0
    """Requests that were sent again."""
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    differences: list[Any] = field(default_factory=list)

    @property
    def times(self) -> list[float]:
        """How long the posts took that met no kill and no start."""
        return [
            answered - sent
            for sent, answered in self.posts
            if all(answered < killed or sent > up for killed, up in self.down)
        ]

    @property
    def is_good(self) -> bool:
        """Whether each post stands in the thread exactly once."""
        everything = len(self.accepted) == self.sent
        return everything and not (self.lost or self.doubled or self.refused or self.differences)

    def as_json(self) -> dict[str, object]:
        """The figures for a report."""
        return {
            "sent": self.sent,
            "accepted": len(self.accepted),
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "refused": self.refused[:5],
            "kills": self.kills,
            "sent_again": self.repeated,
            "down_s": [round(up - killed, 1) for killed, up in self.down],
            "timed": len(self.times),
            "p50_ms": round(1000 * percentile(self.times, 0.5), 1),
            "p99_ms": round(1000 * percentile(self.times, 0.99), 1),
            "worst_ms": round(1000 * max(self.times, default=0.0), 1),
            "differences": self.differences,
            "good": self.is_good,
        }


def run(
    ground: Ground,
    *,
    seconds: float = SECONDS,
    per_second: int = PER_SECOND,
    kills: int = KILLS,
    seed: int = 1,
    core: int | None = None,
) -> Outcome:
    """Post under a story without comments, kill, start again, and look what is there."""
    outcome = Outcome()
    with served(ground.data, core=core) as server:
        asyncio.run(_play(server, ground, outcome, seconds, per_second, kills, Random(seed)))
        _compare(outcome, _stored(server, ground))
    check = subprocess.run(
        [sys.executable, "-m", "broadsheet", "check", "--json"],
        env=environment(ground.data),
        capture_output=True,
        text=True,
        check=False,
    )
    outcome.differences = json.loads(check.stdout)["differences"]
    return outcome


async def _play(
    server: Served,
    ground: Ground,
    outcome: Outcome,
    seconds: float,
    per_second: int,
    kills: int,
    random: Random,
) -> None:
    """Start each post at its time, whatever became of those before it; kill in between."""
    outcome.sent = round(seconds * per_second)
    began = time.perf_counter()
    posts = [
        asyncio.create_task(_post(server, ground, outcome, number, began + number / per_second))
        for number in range(outcome.sent)
    ]
    for part in range(kills):
        # One kill in each part of the time, at a random moment in the middle of it.
        at = (part + random.uniform(0.3, 0.7)) * seconds / kills
        await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
        killed_at = time.perf_counter()
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        outcome.down.append((killed_at, time.perf_counter()))
        outcome.kills += 1
    await asyncio.gather(*posts)


async def _post(server: Served, ground: Ground, outcome: Outcome, number: int, due: float) -> None:
    """Send one comment until it is accepted, with the same key each time."""
    text = text_of(number)
    raw = request(
        f"/api/v1/articles/{ground.story}/comments/",
        json.dumps({"name": f"Reader {number}", "body": text}),
        kind="application/json",
        number=number,
        Idempotency_Key=f"post-{number}",
        Connection="close",
    )
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    began, tries = time.perf_counter(), 0
    while time.perf_counter() - began < LONGEST_SECONDS:
        tries += 1
        try:
            status, body = await asyncio.wait_for(_send(server, raw), ANSWER_SECONDS)
        except (OSError, EOFError, TimeoutError):
            status, body = 503, b""
        if status == ACCEPTED:
            outcome.accepted[text] = json.loads(body)["id"]
            outcome.repeated += tries - 1
            outcome.posts.append((began, time.perf_counter()))
            return
        if status not in LATER:
            outcome.refused.append(f"{status} {body[:200]!r}")
            return
        await asyncio.sleep(AGAIN_AFTER_SECONDS)
    outcome.refused.append(f"not accepted within {LONGEST_SECONDS:.0f} s: {text}")


async def _send(server: Served, raw: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(raw)
        return await answer(reader)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def text_of(number: int) -> str:
    """What the post with this number says; no two say the same."""
    return f"Post number {number} of a long evening, when everybody wrote at the same time."


def _stored(server: Served, ground: Ground) -> dict[str, list[int]]:
    """The ids of all comments that readers see, by what they say."""
    found: dict[str, list[int]] = {}
    cursor: str | None = ""
    while cursor is not None:
        address = (
            f"http://127.0.0.1:{server.port}/api/v1/articles/{ground.story}/comments/"
            f"?limit=100&cursor={cursor}"
        )
        with urlopen(address, timeout=ANSWER_SECONDS) as page:
            said = json.load(page)
        for item in said["items"]:
            text = item["body_html"].removeprefix("<p>").removesuffix("</p>")
            found.setdefault(text, []).append(item["id"])
        cursor = said["next"]
    return found


def _compare(outcome: Outcome, stored: dict[str, list[int]]) -> None:
    for text, pk in outcome.accepted.items():
        if pk not in stored.get(text, []):
            outcome.lost.append(text)
    for text, ids in stored.items():
        if len(ids) > 1 or text not in outcome.accepted:
            outcome.doubled.append(text)


def main() -> None:
    """Lay the ground, play, print; exit status 1 where something is lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--per-second", type=int, default=PER_SECOND)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(
            lay(Path(folder) / "data"),
            seconds=chosen.seconds,
            per_second=chosen.per_second,
            kills=chosen.kills,
            seed=chosen.seed,
            core=0,
        )
    print(json.dumps(outcome.as_json(), indent=1))
    sys.exit(not outcome.is_good)


if __name__ == "__main__":
    main()
