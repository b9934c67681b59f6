"""Carries passages from one text to the next: exact, moved, reworded or gone; never a guess.

1. A block that did not change keeps its passages, whatever stands elsewhere; so does one that is
   the only one with its words, before and after, under another name.
2. Otherwise the words are looked for in the whole new text. A finding counts where what stands
   around it agrees better with the passage than with any other finding, and where it is not the
   continuation of another stretch of the old text that had the same words. Two equal candidates:
   gone. The alignment of both texts, word by word, must not put the words elsewhere.
3. Words that changed are found through the alignment; enough of them must have stayed, more of a
   short quote than of a long one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Final

from broadsheet.discussion.passages.alignment import Alignment, Words
from broadsheet.discussion.passages.texts import Place, WholeText

AGREEMENT_MAX: Final = 2000
"""Code points on each side that are compared to tell candidates apart."""
LONG_QUOTE_WORDS: Final = 12
"""From so many words on, similarity is counted in words; below, in letters."""
LEAST_ALIKE: Final = 0.5
"""What a long quote must keep of its words to count as reworded."""


class Fate(StrEnum):
    """What became of a passage in a new text."""

    EXACT = "exact"
    MOVED = "moved"
    REWORDED = "reworded"
    GONE = "gone"


STANDING: Final = frozenset({Fate.EXACT, Fate.MOVED})
"""The words of the quote still stand."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a passage is now; no place where it is gone."""

    fate: Fate
    place: Place | None


GONE: Final = Carried(Fate.GONE, None)


def carry(old: WholeText, new: WholeText, places: Iterable[Place]) -> list[Carried]:
    """What becomes of passages of the old text, in their order."""
    crossing = _Crossing(old, new)
    return [crossing.carry(place) for place in places]


class _Crossing:
    """One old text and one new one; what both have in common is worked out once."""

    def __init__(self, old: WholeText, new: WholeText) -> None:
        self.old = old
        self.new = new

    @cached_property
    def aligned(self) -> Alignment:
        return Alignment(self.old.words, self.new.words)

    @cached_property
    def _twins(self) -> dict[str, str]:
        """The block that has the very words of an old one; only where no other has them."""
        old = Counter(block.words for block in self.old.blocks)
        new = Counter(block.words for block in self.new.blocks)
        return {
            block.words: block.id
            for block in self.new.blocks
            if old[block.words] == new[block.words] == 1
        }

    def carry(self, place: Place) -> Carried:
        if not self.old.has(place):
            return GONE
        block = self.old.block(place.block)
        if block == self.new.block(place.block):
            return Carried(Fate.EXACT, place)
        twin = self._twins.get(block.words) if block else None
        if twin is not None:
            return Carried(Fate.MOVED, Place(twin, place.start, place.end))
        position = self.old.position(place)
        quote = self.old.words_at(place)
        found = self._standing(position, quote)
        if found is not None:
            there = self.new.place(found, len(quote))
            return Carried(Fate.EXACT if there == place else Fate.MOVED, there)
        return self._reworded(position, quote)

    def _standing(self, position: int, quote: str) -> int | None:
        """Where the very words of a passage stand now, if that is beyond doubt."""
        findings = [(self._agreement(position, at, quote), at) for at in self.new.find_all(quote)]
        if not findings:
            return None
        findings.sort()
        best, at = findings[-1]
        if len(findings) > 1 and findings[-2][0] == best:
            return None
        for rival in self.old.find_all(quote):
            if rival != position and self._agreement(rival, at, quote) >= best:
                return None
        return None if self._is_elsewhere(position, at, quote) else at

    def _agreement(self, old_at: int, new_at: int, quote: str) -> int:
        """How many code points around two equal stretches agree, both sides together."""
        old, new = self.old.words, self.new.words
        before = _common_end(old, old_at, new, new_at)
        after = _common_start(old, old_at + len(quote), new, new_at + len(quote))
        return before + after

    def _is_elsewhere(self, position: int, at: int, quote: str) -> bool:
        """Whether the alignment puts a word of the passage outside its new place."""
        words = self.aligned.old.touching(position, position + len(quote))
        there = self.aligned.new.touching(at, at + len(quote))
        return any(
            target >= 0 and target not in there
            for targets in (self.aligned.targets, self.aligned.outlines)
            for target in targets[words.start : words.stop]
        )

    def _reworded(self, position: int, quote: str) -> Carried:
        """The words that took the place of others, where enough of them stayed."""
        words = self.aligned.old.touching(position, position + len(quote))
        targets = self.aligned.targets
        kept = [target for target in targets[words.start : words.stop] if target >= 0]
        before = targets[words.start - 1] if words.start else -1
        after = targets[words.stop] if words.stop < len(targets) else -1
        first = before + 1 if before >= 0 else min(kept, default=-1)
        last = after - 1 if after >= 0 else max(kept, default=-1)
        if first < 0 or last < first:
            return GONE
        start, end = self.aligned.new.starts[first], self.aligned.new.ends[last]
        if not self.new.is_within_block(start, end):
            return GONE
        now = self.new.words[start:end]
        if quote in now or not _is_alike(quote, now):
            return GONE  # words that stand there were refused already: which of them is open
        return Carried(Fate.REWORDED, self.new.place(start, end - start))


def _is_alike(quote: str, now: str) -> bool:
    """Whether new words are the old ones reworded: more must have stayed of a short quote."""
    count = max(1, len(Words.of(quote).said))
    least = LEAST_ALIKE + (1 - LEAST_ALIKE) / (1 + count / 2)
    if not len(quote) / 3 < len(now) < len(quote) * 3:
        return False
    if count < LONG_QUOTE_WORDS:
        return SequenceMatcher(None, quote, now, autojunk=False).ratio() >= least
    return SequenceMatcher(None, Words.of(quote).said, Words.of(now).said).ratio() >= least


def _common_start(one: str, one_at: int, other: str, other_at: int) -> int:
    """How many code points agree from two positions on, at most AGREEMENT_MAX."""
    most = min(len(one) - one_at, len(other) - other_at, AGREEMENT_MAX)
    agreed, step = 0, 16
    while agreed < most:
        step = min(step, most - agreed)
        here, there = one_at + agreed, other_at + agreed
        if one[here : here + step] == other[there : there + step]:
            agreed += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return agreed


def _common_end(one: str, one_at: int, other: str, other_at: int) -> int:
    """How many code points agree before two positions, at most AGREEMENT_MAX."""
    most = min(one_at, other_at, AGREEMENT_MAX)
    agreed, step = 0, 16
    while agreed < most:
        step = min(step, most - agreed)
        here, there = one_at - agreed, other_at - agreed
        if one[here - step : here] == other[there - step : there]:
            agreed += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return agreed
