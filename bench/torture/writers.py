"""Eight who write, each in a thread; every write leaves a word or a number to look for."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bench.torture.talking import Desk, Elsewhere, Line, Reader
from bench.torture.truth import FRESH_SECONDS, NEVER, Marker, Truth

FRONT, SECTION, FEED = "/", "/harbour/", "/feed.xml"
LISTS = frozenset({FRONT, SECTION, FEED})
"""Where every live story of this small paper is listed."""
STANDING_MAX = 40
"""Comments with a word that stand under a story at one time: all on its first page."""
STANDING_MIN = 4
ANCHOR, MONEY = "votes", "dollars"
SCHEDULED_MAX = 2
SCHEDULED_IN_SECONDS = 2.0
EXPIRES_IN_SECONDS = 1.0
CLOCK_SECONDS = 0.5
"""The clock is looked at so often for what is due."""
PAUSE_SECONDS = 0.5
"""The longest pause of a writer. Writing without any would leave no page alone long enough to be
kept, and it is kept pages that may be old."""


@dataclass
class Standing:
    """A comment with a word, until it is removed."""

    pk: int
    marker: Marker
    has_replies: bool = False


@dataclass
class State:
    """What the writers share."""

    truth: Truth
    paper: dict[str, Any]
    elsewhere: Elsewhere
    line: Callable[[], Line]
    over: threading.Event = field(default_factory=threading.Event)
    comments: dict[str, list[Standing]] = field(default_factory=dict)
    """By the path of their story."""
    removing: threading.Lock = field(default_factory=threading.Lock)
    gone: Marker | None = None
    """The title of the story that is taken down and put back."""
    is_down: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Each time it was down: begun, acknowledged, put back from, put back by."""
    written: Counter[str] = field(default_factory=Counter)

    def story(self, slug: str) -> tuple[int, str]:
        """Its number and its path."""
        found = self.paper["stories"][slug]
        return found["id"], found["path"]

    def pages_of(self, path: str) -> frozenset[str]:
        """A story in every order."""
        return frozenset({path, f"{path}?sort=newest", f"{path}?sort=most_voted"})

    def desk(self) -> Desk:
        """A colleague with a connection of their own."""
        return Desk(self.line(), f"{self.paper['session_cookie']}={self.paper['session']}")


def _pause(random: Random) -> None:
    time.sleep(random.uniform(0.0, PAUSE_SECONDS))


def post(state: State, random: Random, slug: str) -> None:
    """Comment and reply under a story, and change some of it."""
    number, path = state.story(slug)
    reader = Reader(state.line(), random)
    mine = state.comments.setdefault(path, [])
    while not state.over.is_set():
        if len(mine) >= STANDING_MAX:
            _pause(random)
            continue
        marker = state.truth.new_marker(state.pages_of(path))
        values: dict[str, object] = {
            "name": f"Reader {random.randint(1, 10**6)}",
            "body": f"I saw {marker.word}.",
        }
        with state.removing:  # a comment that is removed takes no reply
            parents = [one for one in mine[:5] if random.random() < 0.1]
            if parents:
                values["parent"] = parents[0].pk
            marker.added_from = time.monotonic()
            answer = reader.post(f"/api/v1/articles/{number}/comments/", values)
            marker.added_by = time.monotonic()
            if parents:
                parents[0].has_replies = True
            posted = Standing(answer["id"], marker)
            mine.append(posted)
        assert answer["status"] == "published", answer
        state.written["replies" if parents else "comments"] += 1
        _pause(random)


def remove(state: State, random: Random) -> None:
    """Remove or hold comments at the desk."""
    desk = state.desk()
    while not state.over.is_set():
        with state.removing:
            choices = [(path, one) for path, found in state.comments.items() for one in found]
            choices = [(path, one) for path, one in choices if not one.has_replies]
            if len(choices) > STANDING_MIN:
                path, one = random.choice(choices)
                act = random.choice(("remove", "hold"))
                state.comments[path].remove(one)
                one.marker.removed_from = time.monotonic()
                desk.post(f"/desk/discussion/comments/{one.pk}/decide/", act=act, reason="torture")
                one.marker.removed_by = time.monotonic()
                state.written[f"{act}s"] += 1
        _pause(random)


def vote(state: State, random: Random) -> None:
    """Vote for one comment, each time as somebody else."""
    reader = Reader(state.line(), random)
    votes = state.truth.numbers[ANCHOR]
    while not state.over.is_set():
        begun = time.monotonic()
        votes.steps.append((1, begun, NEVER))
        reader.post(f"/api/v1/comments/{state.paper['anchor']}/vote/", {"value": 1})
        votes.steps[-1] = (1, begun, time.monotonic())
        state.written["votes"] += 1
        _pause(random)


def give(state: State, random: Random) -> None:
    """Book gifts at the desk, and take some of them back."""
    desk, money = state.desk(), state.truth.numbers[MONEY]
    while not state.over.is_set():
        dollars, begun = random.randint(1, 90), time.monotonic()
        money.steps.append((dollars, begun, NEVER))
        booked = desk.post(
            "/desk/support/gifts/add/",
            amount=str(dollars),
            received_on=time.strftime("%Y-%m-%d", time.gmtime()),
            key=f"torture-{random.random()}",
        )
        money.steps[-1] = (dollars, begun, time.monotonic())
        state.written["gifts"] += 1
        if random.random() < 0.3:
            begun = time.monotonic()
            money.steps.append((-dollars, begun, NEVER))
            desk.post(f"{booked.headers['location']}correct/", reason="torture")
            money.steps[-1] = (-dollars, begun, time.monotonic())
            state.written["corrections"] += 1
        _pause(random)


def edit(state: State, random: Random) -> None:
    """Give a story one title after another, from another process."""
    number, path = state.story("edited")
    last: Marker | None = None
    while not state.over.is_set():
        last = _publish(state, number, path, last)
        state.written["edits"] += 1
        _pause(random)


def take_down(state: State, random: Random) -> None:
    """Take a story down at the desk, and put it back from another process."""
    desk = state.desk()
    number, path = state.story("taken-down")
    marker = _publish(state, number, path, None)
    while not state.over.is_set():
        time.sleep(random.uniform(0.2, 2.0))
        begun = marker.removed_from = time.monotonic()
        state.is_down.append((begun, NEVER, NEVER, NEVER))
        desk.post(f"/desk/pages/{number}/unpublish/")
        done = marker.removed_by = time.monotonic()
        state.is_down[-1] = (begun, done, NEVER, NEVER)
        state.written["takings down"] += 1
        time.sleep(random.uniform(0.2, 2.0))
        back = time.monotonic()
        state.is_down[-1] = (begun, done, back, NEVER)
        marker = _publish(state, number, path, None)
        state.is_down[-1] = (begun, done, back, time.monotonic())
        state.written["puttings back"] += 1


def _publish(state: State, number: int, path: str, last: Marker | None) -> Marker:
    """Publish a story with a new word in its title, in place of the last one."""
    marker = state.truth.new_marker(LISTS | state.pages_of(path))
    begun = marker.added_from = time.monotonic()
    if last is not None:
        last.removed_from = begun
    state.elsewhere.do("publish", pk=number, title=f"Seen {marker.word}")
    done = marker.added_by = time.monotonic()
    if last is not None:
        last.removed_by = done
    return marker


def schedule(state: State, random: Random) -> None:
    """Write stories that go live by the clock; when they have been live a while, take them down at
    the desk or have the clock do it."""
    desk = state.desk()
    live: list[tuple[Marker, int]] = []
    expiring: list[tuple[Marker, float]] = []
    while not state.over.is_set():
        if len(live) < SCHEDULED_MAX:
            marker = state.truth.new_marker(LISTS)
            slug = f"due-{marker.word}"
            marker.added_from = time.monotonic() + SCHEDULED_IN_SECONDS
            number = state.elsewhere.do(
                "schedule",
                slug=slug,
                title=f"Due {marker.word}",
                in_seconds=SCHEDULED_IN_SECONDS,
            )
            due = time.monotonic() + SCHEDULED_IN_SECONDS
            # Nobody acknowledges it: it counts as done when the clock has been looked at.
            marker.added_by = due + CLOCK_SECONDS
            live.append((marker, number))
            state.written["schedulings"] += 1
        newsroom = desk.line.newsroom
        for marker, number in list(live):
            # After a new start the clock is looked at at once, but later than it was.
            marker.added_by = max(marker.added_by, newsroom.last_start() + 2.0)
            if time.monotonic() > marker.added_by + random.uniform(1.5, 6.0):
                live.remove((marker, number))
                if random.random() < 0.5:
                    marker.removed_from = time.monotonic()
                    desk.post(f"/desk/pages/{number}/unpublish/")
                    marker.removed_by = time.monotonic()
                    state.written["takings down"] += 1
                else:
                    marker.removed_from = time.monotonic() + EXPIRES_IN_SECONDS
                    state.elsewhere.do("expire", pk=number, in_seconds=EXPIRES_IN_SECONDS)
                    expiring.append((marker, time.monotonic() + EXPIRES_IN_SECONDS))
                    state.written["expiries"] += 1
        for marker, due in list(expiring):
            done = max(due + CLOCK_SECONDS, newsroom.last_start() + 2.0) + FRESH_SECONDS
            if time.monotonic() > done:
                expiring.remove((marker, due))
                marker.removed_by = done
        time.sleep(0.2)


def eight(state: State, seed: int) -> list[Callable[[], None]]:
    """All of them."""
    random = Random(seed)

    def own() -> Random:
        return Random(random.random())

    rands = [own() for _ in range(8)]
    return [
        lambda: post(state, rands[0], "morning"),
        lambda: post(state, rands[1], "evening"),
        lambda: remove(state, rands[2]),
        lambda: vote(state, rands[3]),
        lambda: give(state, rands[4]),
        lambda: edit(state, rands[5]),
        lambda: take_down(state, rands[6]),
        lambda: schedule(state, rands[7]),
    ]
