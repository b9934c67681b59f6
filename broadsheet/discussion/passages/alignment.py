"""Which word of one text became which word of another."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

_WORD: Final = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text with where each begins and ends."""

    said: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Split a text; a sign that is no letter or digit is a word of its own."""
        found = list(_WORD.finditer(text))
        return cls(
            [one.group() for one in found],
            [one.start() for one in found],
            [one.end() for one in found],
        )

    def touching(self, start: int, end: int) -> range:
        """The words of which some part lies in a stretch of the text."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))


class Alignment:
    """Two texts, word by word: for each old word the new word that it became, -1 where it is gone.

    Found twice, in two ways. `targets` first pairs the paragraphs that did not change and compares
    word by word only what lies between. `outlines` compares the whole texts at once, and leaves out
    the commonest words. Where the two disagree about a word, nobody knows.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = Words.of(old)
        self.new = Words.of(new)
        self._old_lines = _lines(self.old, old)
        self._new_lines = _lines(self.new, new)

    @cached_property
    def targets(self) -> list[int]:
        """By unchanged paragraphs first."""
        targets = [-1] * len(self.old.said)
        unchanged = SequenceMatcher(
            None,
            [" ".join(self.old.said[one.start : one.stop]) for one in self._old_lines],
            [" ".join(self.new.said[one.start : one.stop]) for one in self._new_lines],
            autojunk=False,
        )
        old_at = new_at = 0
        for old, new, size in unchanged.get_matching_blocks():
            old_until = self._old_lines[old].start if size else len(self.old.said)
            new_until = self._new_lines[new].start if size else len(self.new.said)
            self._pair(targets, range(old_at, old_until), range(new_at, new_until))
            if size:
                old_at = self._old_lines[old + size - 1].stop
                new_at = self._new_lines[new + size - 1].stop
                targets[old_until:old_at] = range(new_until, new_at)
        return targets

    @cached_property
    def outlines(self) -> list[int]:
        """The whole texts at once."""
        targets = [-1] * len(self.old.said)
        for old, new, size in SequenceMatcher(
            None, self.old.said, self.new.said
        ).get_matching_blocks():
            targets[old : old + size] = range(new, new + size)
        return targets

    def _pair(self, targets: list[int], old: range, new: range) -> None:
        here = self.old.said[old.start : old.stop]
        there = self.new.said[new.start : new.stop]
        if not here or not there:
            return
        for one, other, size in SequenceMatcher(
            None, here, there, autojunk=False
        ).get_matching_blocks():
            first = old.start + one
            targets[first : first + size] = range(new.start + other, new.start + other + size)


def _lines(words: Words, text: str) -> list[range]:
    """The words of each line of a text that has any."""
    found = []
    at = first = 0
    for line in text.split("\n"):
        at += len(line)
        last = bisect_right(words.starts, at, lo=first)
        if last > first:
            found.append(range(first, last))
        first = last
        at += 1
    return found
