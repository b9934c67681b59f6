"""Two hundred notices a second for half a minute, with two SIGKILLs: none may be lost.

`python -m bench.notices` pays gifts at the stand-in, sends their events by the clock as Stripe
would (what is not answered with 2xx is sent again) and kills the server twice on the way, while the
worker fetches and books. Times are those of notices that were sent while the server was up; those
of the first seconds after a start are told apart.
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bench.card_shop import Shop, shop
from bench.card_tries import start
from bench.table import percentile

RATE = 200
SECONDS = 30.0
CONNECTIONS = 24
GIFTS = 50
TRY_AGAIN_SECONDS = 0.5
WARM_SECONDS = 2.0


@dataclass
class Figures:
    """What a run gave."""

    sent: int = 0
    again: int = 0
    times: list[float] = field(default_factory=list)
    after_start: list[float] = field(default_factory=list)

    def percentile_ms(self, share: float) -> float:
        """The time within which this share of the answers came, in milliseconds."""
        return 1000 * percentile(self.times, share)


def notices_of(outside: Shop, gifts: int, count: int) -> list[tuple[bytes, str]]:
    """Signed events of so many paid gifts, repeated under names of their own up to `count`."""
    for number in range(gifts):
        _status, made = start(outside, number + 1, f"donor{number}@readers.example", 2000)
        session = made["next"]["redirect"].rpartition("/")[2]
        outside.outside.do("pay", session=session)
    events = outside.outside.do("events")
    wanted = [one for one in events if one["type"] != "payment_intent.created"]
    rows = [
        {**wanted[number % len(wanted)], "id": f"evt_bench_{number}"} for number in range(count)
    ]
    return [(body.encode(), mark) for body, mark in outside.outside.do("sign", events=rows)]


async def _send(port: int, path: str, body: bytes, mark: str, pool: asyncio.Queue[Any]) -> int:
    streams = await pool.get()
    try:
        if streams is None:
            streams = await asyncio.open_connection("127.0.0.1", port)
        reader, writer = streams
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Stripe-Signature: {mark}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
        lines = answer.decode().lower().split("\r\n")
        length = next(int(x.split(":")[1]) for x in lines if x.startswith("content-length:"))
        await reader.readexactly(length)
        status = int(lines[0].split()[1])
    except (OSError, asyncio.IncompleteReadError, TimeoutError, StopIteration):
        streams, status = None, 0
    await pool.put(streams)
    return status


async def run(found: Shop, notices: list[tuple[bytes, str]], *, kills: int) -> Figures:
    """Send by the clock, kill on the way, send again what was not taken."""
    figures = Figures()
    pool: asyncio.Queue[Any] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        pool.put_nowait(None)
    path = urlsplit(found.webhook).path
    up_since = time.monotonic()
    is_up = True

    async def deliver(body: bytes, mark: str) -> None:
        while True:
            began, was_up = time.monotonic(), is_up
            status = await _send(found.server.port, path, body, mark, pool)
            if 200 <= status < 300:
                took = time.monotonic() - began
                fresh = began - up_since < WARM_SECONDS or not was_up
                (figures.after_start if fresh else figures.times).append(took)
                return
            figures.again += 1
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def kill(after: float) -> None:
        nonlocal up_since, is_up
        await asyncio.sleep(after)
        is_up = False
        await asyncio.to_thread(found.server.kill)
        await asyncio.to_thread(found.server.start)
        is_up, up_since = True, time.monotonic()

    lasts = len(notices) / RATE
    killing = [asyncio.create_task(kill(lasts * (n + 1) / (kills + 1))) for n in range(kills)]
    began, tasks = time.monotonic(), []
    for number, (body, mark) in enumerate(notices):
        wait = began + number / RATE - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(deliver(body, mark)))
        figures.sent += 1
    await asyncio.gather(*tasks, *killing)
    return figures


def main() -> int:
    """Print the figures; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--gifts", type=int, default=GIFTS)
    wishes = parser.parse_args()
    with shop(core=0) as found:
        notices = notices_of(found, wishes.gifts, int(wishes.seconds * RATE))
        figures = asyncio.run(run(found, notices, kills=wishes.kills))
        kept = found.ask("print(Notice.objects.count())")
        print(
            f"{figures.sent} notices at {RATE}/s, {wishes.kills} SIGKILLs, {figures.again} sent"
            f" again: {kept} kept, {figures.sent - kept} lost"
        )
        print(
            f"answered in p50 {figures.percentile_ms(0.5):.1f} ms,"
            f" p99 {figures.percentile_ms(0.99):.1f} ms, slowest {figures.percentile_ms(1):.1f} ms"
            f" ({len(figures.times)} answers; {len(figures.after_start)} more while starting)"
        )
        return 0 if kept == figures.sent and figures.percentile_ms(0.99) < 100 else 1


if __name__ == "__main__":
    sys.exit(main())
