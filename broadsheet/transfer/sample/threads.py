"""The discussions of the sample: written by hand, and two of them grown to full length."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from broadsheet.core import clock
from broadsheet.discussion.actions import ImportedComment
from broadsheet.discussion.models import State
from broadsheet.transfer.sample.manuscripts import HOME, toml
from broadsheet.transfer.sample.talk import Remark, Talk

SEED: Final = 1867
"""The year on the bridge; any number would do, as long as it stays the same."""

_LATEST_SECONDS: Final = 120
"""The youngest comment is at least this old, so that none lies in the future."""


@dataclass
class _Place:
    """A place in the tree: who is above, when it was taken, and what was said there."""

    at: datetime
    parent: "_Place | None" = None
    written: ImportedComment | None = None
    """Set where the words were written by hand."""
    remark: Remark | None = None
    replies: "list[_Place]" = field(default_factory=list)

    @property
    def depth(self) -> int:
        """Steps up to the top level."""
        return self.parent.depth + 1 if self.parent else 0


def thread_of(slug: str, *, published_at: datetime) -> list[ImportedComment]:
    """All comments under the story at that address; none where nobody has written."""
    path = f"threads/{slug}.toml"
    if not (HOME / path).is_file():
        return []
    written = toml(path)
    by_hand = list(_by_hand(written["comments"], published_at))
    if "grow" not in written:
        return by_hand
    return list(_Growth(written["grow"], by_hand, published_at).comments())


def _by_hand(
    comments: list[dict[str, Any]], published_at: datetime, parent_key: str = ""
) -> Iterator[ImportedComment]:
    for number, one in enumerate(comments, start=1):
        up, down = one["votes"]
        comment = ImportedComment(
            key=f"{parent_key}.{number}".lstrip("."),
            parent_key=parent_key,
            name=one["name"],
            created_at=published_at + timedelta(minutes=one["minutes"]),
            body=one["text"],
            email=one.get("email", ""),
            state=State.HELD if "held" in one else State.PUBLISHED,
            reason=one.get("held", ""),
            decided_by=one.get("held_by", ""),
            up=up,
            down=down,
        )
        yield comment
        yield from _by_hand(one.get("replies", []), published_at, comment.key)


class _Growth:
    """Lets a thread grow the way threads do: fast at first, answers soon after what they answer.

    The tree comes first; the words are put in as a reader meets them, top to bottom, so that what
    is said twice is said far apart.
    """

    def __init__(
        self, plan: dict[str, Any], by_hand: list[ImportedComment], published_at: datetime
    ) -> None:
        self._plan = plan
        self._starts_at = published_at
        self._ends_at = clock.now() - timedelta(seconds=_LATEST_SECONDS)
        self._draw = random.Random(SEED)  # noqa: S311 - repeatable samples, nothing secret
        self._talk = Talk(plan["talk"], seed=SEED)
        self._places: list[_Place] = []
        self._put_by_hand(by_hand)

    def comments(self) -> Iterator[ImportedComment]:
        """The thread at its full length."""
        self._grow()
        tops = (place for place in self._places if place.parent is None)
        for number, top in enumerate(sorted(tops, key=lambda place: place.at), start=1):
            yield from self._told(top, key=f"t{number}", parent_key="")

    def _put_by_hand(self, by_hand: list[ImportedComment]) -> None:
        found: dict[str, _Place] = {}
        for one in by_hand:
            place = self._put(one.created_at, found.get(one.parent_key))
            place.written = one
            found[one.key] = place

    def _grow(self) -> None:
        top_level = sum(1 for place in self._places if place.parent is None)
        for _ in range(self._plan["top_level"] - top_level):
            share = self._draw.random() ** 1.8
            self._put(self._starts_at + (self._ends_at - self._starts_at) * share, None)
        while len(self._places) < self._plan["comments"]:
            parent = self._answered()
            at = parent.at + timedelta(minutes=2 + self._draw.expovariate(1 / 60))
            if at <= self._ends_at:
                self._put(at, parent)

    def _put(self, at: datetime, parent: _Place | None) -> _Place:
        place = _Place(at, parent)
        self._places.append(place)
        if parent:
            parent.replies.append(place)
        return place

    def _answered(self) -> _Place:
        """Where the next answer goes: half of them to answers, and rather where there are some."""
        wants_answer = self._draw.random() < 0.5
        while True:
            some = self._draw.choices(self._places, k=12)
            fit = [
                place
                for place in some
                # What was written by hand is about something of its own and stays as it is.
                if place.written is None
                and place.depth < self._plan["depth"]
                and wants_answer == bool(place.parent)
            ]
            if fit:
                return self._draw.choices(fit, [1 + 2 * len(place.replies) for place in fit])[0]
            wants_answer = False

    def _told(self, place: _Place, *, key: str, parent_key: str) -> Iterator[ImportedComment]:
        """The words at a place and below it."""
        if place.written:
            yield replace(place.written, key=key, parent_key=parent_key)
        else:
            place.remark = self._words_for(place)
            up, down = self._votes(place.depth)
            yield ImportedComment(
                key=key,
                parent_key=parent_key,
                name=place.remark.by.name,
                created_at=place.at,
                body=place.remark.text,
                up=up,
                down=down,
            )
        for number, reply in enumerate(sorted(place.replies, key=lambda one: one.at), start=1):
            yield from self._told(reply, key=f"{key}.{number}", parent_key=key)

    def _words_for(self, place: _Place) -> Remark:
        if place.parent is None or place.parent.remark is None:
            return self._talk.remark()
        above = place.parent.parent
        # Often the one who was answered comes back.
        returns = above is not None and self._draw.random() < 0.45
        by = above.remark.by if returns and above and above.remark else None
        return self._talk.answer(place.parent.remark, by=by)

    def _votes(self, depth: int) -> tuple[int, int]:
        if self._draw.random() < 0.15:
            return 0, 0
        up = round(self._draw.expovariate(1 / (14 / (1 + depth))))
        down = round(self._draw.expovariate(1 / (5 / (1 + depth))))
        return up, down
