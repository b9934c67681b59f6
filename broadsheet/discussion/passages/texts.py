"""A published text as passages see it: blocks of plain words, and places in them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from broadsheet.core.subjects import TextBlock

CONTEXT: Final = 32
"""Code points of the words before and after a passage that are kept with it."""
BETWEEN: Final = "\n"
"""What stands between two blocks in the whole text; no block holds it, so no passage crosses it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one block, in code points of its plain text."""

    block: str
    start: int
    end: int


class WholeText:
    """Blocks as one text, with positions in it."""

    def __init__(self, blocks: Sequence[TextBlock]) -> None:
        self.blocks = blocks
        self.words = BETWEEN.join(block.words for block in blocks)
        self._starts: list[int] = []
        at = 0
        for block in blocks:
            self._starts.append(at)
            at += len(block.words) + len(BETWEEN)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The index of each block; the first where an id comes twice."""
        found: dict[str, int] = {}
        for index, block in enumerate(self.blocks):
            found.setdefault(block.id, index)
        return found

    def block(self, block_id: str) -> TextBlock | None:
        """The block of an id."""
        index = self.by_id.get(block_id)
        return None if index is None else self.blocks[index]

    def has(self, place: Place) -> bool:
        """Whether a place lies in this text, and is not empty."""
        block = self.block(place.block)
        return block is not None and 0 <= place.start < place.end <= len(block.words)

    def words_at(self, place: Place) -> str:
        """The words of a place; empty where the block is gone."""
        block = self.block(place.block)
        return block.words[place.start : place.end] if block else ""

    def around(self, place: Place) -> tuple[str, str]:
        """The words before and after a place in its block, CONTEXT code points each."""
        block = self.block(place.block)
        words = block.words if block else ""
        return words[max(0, place.start - CONTEXT) : place.start], words[place.end :][:CONTEXT]

    def position(self, place: Place) -> int:
        """Where a place begins in the whole text."""
        return self._starts[self.by_id[place.block]] + place.start

    def place(self, position: int, length: int) -> Place:
        """The place of a stretch of the whole text that lies in one block."""
        index = bisect_right(self._starts, position) - 1
        start = position - self._starts[index]
        return Place(self.blocks[index].id, start, start + length)

    def is_within_block(self, start: int, end: int) -> bool:
        """Whether a stretch of the whole text stays in one block."""
        return bisect_right(self._starts, start) == bisect_right(self._starts, max(start, end - 1))

    def find_all(self, words: str) -> Iterator[int]:
        """Every position at which these words stand, overlapping ones too."""
        at = self.words.find(words)
        while at >= 0:
            yield at
            at = self.words.find(words, at + 1)
