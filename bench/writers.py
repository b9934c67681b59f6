"""python -m bench.writers PORT STORY PATH: change a page while others read it.

Fifty comments and five gifts a second arrive through HTTP, each from a reader of its own. The money
of the gifts is booked, and some comments are removed, by this process, as a command at the terminal
would; so the web server hears of both from another process. Meanwhile one reader looks whether a
page still shows what was removed before it was asked for. Each line on the standard input is a
number of seconds to do so, and is answered with a line, a JSON object; the data folder is named by
BROADSHEET_DATA.
"""

import http.client
import json
import random
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count

import django

COMMENTS_PER_SECOND = 50
GIFTS_PER_SECOND = 5
REMOVALS_PER_SECOND = 2
LOOKS_PER_SECOND = 10
COMMENTERS = 32
"""Connections that the comments come by: they keep the pace where an answer takes half a second."""
REPLY_EVERY = 10
"""Every so many comments, one answers a comment that stands on the page already."""
ANSWER_SECONDS = 20


@dataclass
class Tally:
    """What happened."""

    posted: int = 0
    refused: int = 0
    post_seconds: list[float] = field(default_factory=list)
    gifts: int = 0
    removed: dict[str, float] = field(default_factory=dict)
    """Removed text → when the removal was acknowledged, by the monotonic clock."""
    looks: int = 0
    seen_after_removal: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Writers:
    """The people who change one story for a while."""

    def __init__(self, port: int, story: int, path: str, seconds: float) -> None:
        self.port, self.story, self.path = port, story, path
        self.tally = Tally()
        self._ends_at = time.monotonic() + seconds
        self._numbers = count(int(time.time() * 1000) % 2**24)
        self._published: deque[tuple[int, str]] = deque()
        self._parents: list[int] = []

    def run(self) -> Tally:
        """Let all of them work until the time is over."""
        answer = self._ask("GET", f"/api/v1/articles/{self.story}/comments/?limit=20")
        self._parents = [item["id"] for item in json.loads(answer[1])["items"]]
        turns = [
            *((self._comment, COMMENTS_PER_SECOND / COMMENTERS) for _ in range(COMMENTERS)),
            (self._give, GIFTS_PER_SECOND),
            (self._remove, REMOVALS_PER_SECOND),
            (self._look, LOOKS_PER_SECOND),
        ]
        threads = [threading.Thread(target=self._repeat, args=turn) for turn in turns]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.tally

    def _repeat(self, turn, per_second: float) -> None:  # type: ignore[no-untyped-def]
        """Take turns by the clock: a slow answer does not make the next one later.

        What is late when the time is over is not made up for: nobody reads any more then.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        due = time.monotonic() + random.random() / per_second
        while due < self._ends_at:
            time.sleep(max(0.0, due - time.monotonic()))
            if time.monotonic() >= self._ends_at:
                break
            turn(connection)
            due += 1 / per_second
        connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, object] | None = None,
        connection: http.client.HTTPConnection | None = None,
    ) -> tuple[int, bytes]:
        number = next(self._numbers)
        line = connection or http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {
            "Content-Type": "application/json",
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        }
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        return answer.status, answer.read()

    def _comment(self, connection: http.client.HTTPConnection) -> None:
        number = next(self._numbers)
        marker = f"mark-{number}-{random.randrange(10**9)}"
        body: dict[str, object] = {
            "name": f"Reader {number}",
            "body": f"{marker}: the harbour board met on Friday, and nobody asked the crews. " * 2,
        }
        if number % REPLY_EVERY == 0 and self._parents:
            body["parent"] = self._parents[number % len(self._parents)]
        began = time.monotonic()
        path = f"/api/v1/articles/{self.story}/comments/"
        status, answer = self._ask("POST", path, body, connection)
        with self.tally.lock:
            self.tally.post_seconds.append(time.monotonic() - began)
            if status == 201:
                self.tally.posted += 1
                self._published.append((json.loads(answer)["id"], marker))
            else:
                self.tally.refused += 1

    def _give(self, connection: http.client.HTTPConnection) -> None:
        from broadsheet.core import clock  # noqa: PLC0415
        from broadsheet.fundraising import actions  # noqa: PLC0415
        from broadsheet.fundraising.models import Gift  # noqa: PLC0415

        wishes: dict[str, object] = {
            "amount_minor": 500 + random.randrange(5000),
            "currency": "USD",
            "gateway": "bank",
            "frequency": "once",
            "email": "",
        }
        status, answer = self._ask("POST", "/api/v1/gifts/", wishes, connection)
        if status != 201:
            raise RuntimeError(f"A gift was answered with {status}: {answer[:300]!r}")
        gift = Gift.objects.get(token=json.loads(answer)["id"])
        actions.settle_gift(gift=gift, amount_minor=gift.amount_minor, settled_at=clock.now())
        self.tally.gifts += 1

    def _remove(self, _connection: http.client.HTTPConnection) -> None:
        from broadsheet.discussion import actions  # noqa: PLC0415
        from broadsheet.discussion.models import Comment  # noqa: PLC0415

        if not self._published:
            return
        # The latest one: it stands on the first page of the newest.
        number, marker = self._published.pop()
        actions.remove(comment=Comment.objects.get(pk=number), by=None, reason="Measured.")
        self.tally.removed[marker] = time.monotonic()

    def _look(self, connection: http.client.HTTPConnection) -> None:
        for path in (self.path, f"{self.path}?sort=newest"):
            gone = [text.encode() for text in tuple(self.tally.removed)]
            _status, page = self._ask("GET", path, None, connection)
            self.tally.looks += 1
            self.tally.seen_after_removal += sum(text in page for text in gone)


def main() -> None:
    """Change the page whenever told to, then say what happened."""
    django.setup()
    port, story, path = sys.argv[1:]
    print("ready", flush=True)
    for line in sys.stdin:
        _change(Writers(int(port), int(story), path, float(line)), float(line))


def _change(writers: Writers, seconds: float) -> None:
    used = time.process_time()
    tally = writers.run()
    print(
        json.dumps(
            {
                "processor_share": (time.process_time() - used) / seconds,
                "posted": tally.posted,
                "refused": tally.refused,
                "post_seconds": tally.post_seconds,
                "gifts": tally.gifts,
                "removed": len(tally.removed),
                "looks": tally.looks,
                "seen_after_removal": tally.seen_after_removal,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
