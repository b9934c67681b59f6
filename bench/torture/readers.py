"""Eight who read whatever there is, in every coding, and compare it with the truth."""

import http.client
import re
import time
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random

import brotli

from bench.torture.newsroom import Newsroom
from bench.torture.talking import Answer, Line
from bench.torture.truth import FRESH_SECONDS, Violation
from bench.torture.writers import ANCHOR, FEED, FRONT, MONEY, SECTION, State

PAUSE_SECONDS = 0.004
_WORD = re.compile(r"mk[0-9]+x")
_MONEY = re.compile(r'"meter-raised">([0-9,]+)')
CODINGS = ("identity", "gzip", "br")


@dataclass
class Found:
    """What the readers found together."""

    violations: list[Violation] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)


@dataclass
class Reading:
    """One reader: a connection, and what they hold of pages with their ETags."""

    state: State
    newsroom: Newsroom
    found: Found
    random: Random
    held: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line: Line = self.state.line()
        self.addresses = [FRONT, SECTION, FEED]
        for slug in ("morning", "evening", "edited", "taken-down"):
            number, path = self.state.story(slug)
            self.addresses += sorted(self.state.pages_of(path))
            self.addresses.append(_pulse(number))
        number, path = self.state.story("taken-down")
        self.taken_down = {path, _pulse(number)}

    def read_until_over(self) -> None:
        """Read at random."""
        while not self.state.over.is_set():
            self.read(self.random.choice(self.addresses))
            time.sleep(PAUSE_SECONDS)

    def read(self, address: str) -> None:
        """Read one page and note what is wrong with it."""
        coding = self.random.choice(CODINGS)
        etag, known = self.held.get((address, coding), ("", ""))
        headers = {"Accept-Encoding": coding}
        if etag and self.random.random() < 0.5:
            headers["If-None-Match"] = etag
        began = time.monotonic()
        try:
            answer = self.line.ask("GET", address, None, headers)
        except (OSError, http.client.HTTPException) as error:
            ended = time.monotonic()
            if not self.newsroom.was_away(began, ended):
                broken = Violation(address, f"the connection broke: {error!r}", began, ended)
                self.found.violations.append(broken)
            time.sleep(PAUSE_SECONDS * 10)
            return
        ended = time.monotonic()
        self.found.reads[str(answer.status)] += 1
        if answer.status == 304:
            text = known
        elif answer.status == 200:
            text = _text(answer.body, answer.headers.get("content-encoding", "identity"))
            self.held[address, coding] = (answer.headers.get("etag", ""), text)
        else:
            text = ""
        self.found.violations += self._judge(address, answer, text, began, ended)

    def _judge(
        self, address: str, answer: Answer, text: str, began: float, ended: float
    ) -> Iterable[Violation]:
        truth = self.state.truth
        is_there = answer.status in (200, 304)
        path = address.partition("?")[0]
        if path in self.taken_down:
            if not self._may_be(is_there, answer.status, began, ended):
                yield Violation(address, f"answers {answer.status}", began, ended)
        elif not is_there:
            yield Violation(address, f"answers {answer.status}", began, ended)
        if not is_there:
            return
        yield from truth.judge(address, set(_WORD.findall(text)), began, ended)
        if path == self.state.story("morning")[1]:
            votes = re.search(
                rf'id="comment-{self.state.paper["anchor"]}".*?data-count="up"[^>]*>▴ ([0-9]+)',
                text,
                re.S,
            )
            shown = int(votes[1]) if votes else -1
            yield from truth.judge_number(address, ANCHOR, shown, began, ended)
        money = _MONEY.search(text)
        if money:
            shown = int(money[1].replace(",", ""))
            yield from truth.judge_number(address, MONEY, shown, began, ended)
        elif path not in (FEED, SECTION) and not path.endswith("/pulse/"):
            yield Violation(address, "has no meter", began, ended)

    def _may_be(self, is_there: bool, status: int, began: float, ended: float) -> bool:
        """Whether the story that is taken down may have been there, or not there, just then."""
        spans = list(self.state.is_down)
        if is_there:
            return not any(done < began and back > ended for _from, done, back, _by in spans)
        # 404 for who asks in the very moment in which it comes back.
        return status in {HTTPStatus.GONE, HTTPStatus.NOT_FOUND} and any(
            begun < ended and by > began - FRESH_SECONDS for begun, _done, _back, by in spans
        )


def _pulse(number: int) -> str:
    """It quotes the newest comment: nothing has to be in it, what was removed may not."""
    return f"/api/v1/articles/{number}/pulse/"


def _text(body: bytes, coding: str) -> str:
    if coding == "br":
        body = brotli.decompress(body)
    elif coding == "gzip":
        body = zlib.decompress(body, zlib.MAX_WBITS | 16)
    return body.decode()
