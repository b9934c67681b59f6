"""How well passages keep to their words over real edits, and what that costs at publishing.

    BROADSHEET_TEST_DATA=… .venv/bin/python -m bench.passages [--sample N] [--seed N]

Every pair and every chain of `revisions/` is played three times: with blocks that keep their ids
where an editor keeps them, with ids by number, and with new ids throughout. Passages of 5 to 200
characters are sampled at random. Wrong is a passage in the state exact or moved whose words differ
from the quote, or of which an alignment of both whole texts that is independent of ours (difflib)
puts any word elsewhere.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import re
import statistics
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from broadsheet.core.subjects import TextBlock
from broadsheet.discussion.passages.mapping import STANDING, Carried, Fate, carry
from broadsheet.discussion.passages.texts import Place, WholeText

LENGTHS: Final = (5, 200)
"""Code points of a sampled passage, at least and at most."""
TOKENS: Final = (re.compile(r"\w+"), re.compile(r"\S+"))
"""How the judges split a text; both differ from the mapper's own way."""
BLANK: Final = re.compile(r"\s+")
IDS: Final = ("kept", "numbered", "new")
"""How the blocks of a new text are named: as in an editor's hands, by their place, or all anew."""
TIMED: Final = (1700, 2500)
"""Words of the articles that are timed."""
AT_ONCE: Final = 200
"""Passages that are carried at once when it is timed."""


def paragraphs(markdown: str) -> list[str]:
    """The blocks of a Markdown body, each on one line."""
    return [
        block for part in re.split(r"\n\s*\n", markdown) if (block := BLANK.sub(" ", part).strip())
    ]


def numbered(words: Sequence[str]) -> list[TextBlock]:
    """Blocks named by their place."""
    return [TextBlock(f"b{index}", one) for index, one in enumerate(words)]


def edited(old: Sequence[TextBlock], words: Sequence[str], ids: str, salt: int) -> list[TextBlock]:
    """The next edition of a text; "kept" names blocks as somebody does who edits them in place."""
    if ids == "numbered":
        return numbered(words)
    if ids == "new":
        return [TextBlock(f"n{salt}-{index}", one) for index, one in enumerate(words)]
    blocks: list[TextBlock] = []
    steps = SequenceMatcher(None, [one.words for one in old], words, autojunk=False).get_opcodes()
    for _kind, old_from, old_to, new_from, new_to in steps:
        for index in range(new_from, new_to):
            partner = old_from + index - new_from
            name = old[partner].id if partner < old_to else f"n{salt}-{index}"
            blocks.append(TextBlock(name, words[index]))
    return blocks


def sample(rng: random.Random, blocks: Sequence[TextBlock], count: int) -> list[Place]:
    """Stretches of a text, chosen at random; they begin and end with something visible."""
    room = [block for block in blocks if len(block.words) >= LENGTHS[0]]
    weights = [len(block.words) for block in room]
    places: list[Place] = []
    while room and len(places) < count:
        (block,) = rng.choices(room, weights)
        length = min(rng.randint(*LENGTHS), len(block.words))
        start = rng.randint(0, len(block.words) - length)
        words = block.words[start : start + length]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        if len(words) >= LENGTHS[0]:
            places.append(Place(block.id, start, start + len(words)))
    return places


class Judge:
    """An alignment of two whole texts that shares nothing with the mapper."""

    def __init__(self, old: str, new: str, token: re.Pattern[str], *, autojunk: bool) -> None:
        self.old = [match.span() for match in token.finditer(old)]
        self.new = [match.span() for match in token.finditer(new)]
        matcher = SequenceMatcher(None, token.findall(old), token.findall(new), autojunk=autojunk)
        self.targets: dict[int, int] = {}
        for one, other, size in matcher.get_matching_blocks():
            self.targets |= zip(range(one, one + size), range(other, other + size), strict=True)

    def puts_elsewhere(self, old_at: int, new_at: int, length: int) -> bool:
        """Whether any whole word of a passage became a word outside its new place."""
        for index in range(bisect_left(self.old, (old_at, 0)), len(self.old)):
            if self.old[index][1] > old_at + length:
                break
            if index in self.targets:
                start, end = self.new[self.targets[index]]
                if start < new_at or end > new_at + length:
                    return True
        return False


@dataclass
class Score:
    """What was counted."""

    passages: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    other_words: int = 0
    """Exact or moved, but the words differ from the quote: must be 0."""
    elsewhere: int = 0
    """Exact or moved, but a judge puts a word elsewhere: must be 0."""
    once: int = 0
    """Passages whose words stand exactly once in the new text …"""
    once_kept: int = 0
    """… and were kept: at least 99.5 %."""

    def add(self, old: WholeText, new: WholeText, found: Sequence[tuple[Place, Carried]]) -> None:
        """Judge passages that were carried from one text to another."""
        judges = [
            Judge(old.words, new.words, token, autojunk=autojunk)
            for token in TOKENS
            for autojunk in (False, True)
        ]
        for place, now in found:
            quote = old.words_at(place)
            stands = now.fate in STANDING
            self.passages += 1
            self.fates[now.fate] += 1
            if len(list(itertools.islice(new.find_all(quote), 2))) == 1:
                self.once += 1
                self.once_kept += stands
            if stands and now.place:
                self.other_words += new.words_at(now.place) != quote
                at, there = old.position(place), new.position(now.place)
                self.elsewhere += any(
                    judge.puts_elsewhere(at, there, len(quote)) for judge in judges
                )

    @property
    def kept_percent(self) -> float:
        """Of the passages whose words stand exactly once, how many were kept."""
        return 100 * self.once_kept / self.once if self.once else 100.0


def histories(folder: Path) -> Iterator[list[str]]:
    """Every text with its next ones: pairs first, then chains."""
    with gzip.open(folder / "18f-blog-pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield [row["before"], row["after"]]
    with gzip.open(folder / "18f-blog-chains.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield [version["body"] for version in json.loads(line)["versions"]]


def play(texts: Sequence[str], ids: str, count: int, rng: random.Random) -> tuple[Score, Score]:
    """One history, step by step; and what was carried all the way, from the first text to the last.

    On the way, a passage that goes is looked for again in each later text, from the last one in
    which its words stood.
    """
    steps, whole = Score(), Score()
    blocks = numbered(paragraphs(texts[0]))
    first = WholeText(blocks)
    begun = sample(rng, blocks, count)
    stood = dict.fromkeys(begun, first)
    place_of = dict(zip(begun, begun, strict=True))
    fate_of = dict.fromkeys(begun, Carried(Fate.GONE, None))
    old = first
    for salt, text in enumerate(texts[1:]):
        blocks = edited(blocks, paragraphs(text), ids, salt)
        new = WholeText(blocks)
        places = sample(rng, old.blocks, count) if salt else begun
        steps.add(old, new, list(zip(places, carry(old, new, places), strict=True)))
        for one in begun:
            (now,) = carry(stood[one], new, [place_of[one]])
            fate_of[one] = now
            if now.fate in STANDING and now.place:
                stood[one], place_of[one] = new, now.place
        old = new
    if len(texts) > 2:
        whole.add(first, old, [(one, fate_of[one]) for one in begun])
    return steps, whole


def total(scores: Iterable[Score]) -> Score:
    """All in one."""
    found = Score()
    for one in scores:
        found.passages += one.passages
        found.fates += one.fates
        found.other_words += one.other_words
        found.elsewhere += one.elsewhere
        found.once += one.once
        found.once_kept += one.once_kept
    return found


def milliseconds(folder: Path, rng: random.Random) -> list[float]:
    """What carrying AT_ONCE passages costs, for each edit of an article of about 2,000 words."""
    found = []
    for texts in histories(folder):
        for before, after in itertools.pairwise(texts):
            if not TIMED[0] <= len(before.split()) <= TIMED[1]:
                continue
            old = numbered(paragraphs(before))
            new = edited(old, paragraphs(after), "kept", 0)
            places = sample(rng, old, AT_ONCE)
            began = time.perf_counter()
            carry(WholeText(old), WholeText(new), places)
            found.append(1000 * (time.perf_counter() - began))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=50, help="passages for each text")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(os.environ["BROADSHEET_TEST_DATA"]) / "revisions"
    print(
        "ids       over    passages   exact   moved reworded  gone  wrong words  elsewhere   kept"
    )
    for ids in IDS:
        rng = random.Random(options.seed)
        played = [play(texts, ids, options.sample, rng) for texts in histories(folder)]
        for over, score in zip(
            ("steps", "chains"), map(total, zip(*played, strict=True)), strict=True
        ):
            print(
                f"{ids:9} {over:7} {score.passages:8,}"
                f" {score.fates['exact']:7,} {score.fates['moved']:7,}"
                f" {score.fates['reworded']:8,} {score.fates['gone']:5,}"
                f" {score.other_words:12} {score.elsewhere:10} {score.kept_percent:7.3f} %"
            )
    cost = milliseconds(folder, random.Random(options.seed))
    print(
        f"carrying {AT_ONCE} passages over {len(cost)} edits of articles of"
        f" {TIMED[0]:,} to {TIMED[1]:,} words:"
        f" median {statistics.median(cost):.1f} ms, most {max(cost):.1f} ms"
    )


if __name__ == "__main__":
    main()
