"""What a whole town says: readable comments, made from sentence parts that were written by hand.

Everybody has a stance and keeps it. Whoever answers stays with the theme of what they answer.
Parts are drawn like cards: each once before any comes again. The same seed gives the same talk.
"""

import random
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from broadsheet.transfer.sample.manuscripts import toml

Stance = Literal["for", "against", "neutral"]

STANCES: Final[tuple[Stance, ...]] = ("for", "for", "for", "against", "against", "neutral")
PEOPLE: Final = 260
_ASIDE_SHARE: Final = 0.26
_WORD: Final = re.compile(r"\{(\w+)\}")
_PARTS: Final = ("openings", "closings", "agreeing", "doubting", "asides")


@dataclass(frozen=True)
class Person:
    """Somebody who takes part."""

    name: str
    stance: Stance


@dataclass(frozen=True)
class Remark:
    """What somebody said, and about what."""

    by: Person
    theme: str
    text: str


class Talk:
    """A conversation about one story; ask it for remarks and answers, one after the other."""

    def __init__(self, subject: str, *, seed: int) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - repeatable samples, nothing secret
        common, own = toml("talk/common.toml"), toml(f"talk/{subject}.toml")
        self._words: dict[str, list[str]] = common["words"]
        self._parts = {part: [*common[part], *own.get(part, ())] for part in _PARTS}
        self._themes: dict[str, dict[str, Any]] = {one["name"]: one for one in own["themes"]}
        self._decks: dict[str, list[str]] = {}
        self._said: set[str] = set()
        # A side must have said half of all it has to say before it may repeat itself.
        self._lately: dict[Stance, deque[str]] = {
            stance: deque(maxlen=sum(len(theme[stance]) for theme in own["themes"]) // 2)
            for stance in STANCES
        }
        self._people = self._crowd(common["names"])

    def remark(self) -> Remark:
        """Something new, at the top level."""
        by = self._draw.choice(self._people)
        return self._unheard(by, self._theme_for(by.stance), None)

    def answer(self, to: Remark, *, by: Person | None = None) -> Remark:
        """An answer to a remark, by somebody else."""
        others = [one for one in self._draw.sample(self._people, 20) if one.name != to.by.name]
        return self._unheard(by or others[0], to.theme, to)

    def _unheard(self, by: Person, theme: str, to: Remark | None) -> Remark:
        """Nobody says word for word what was said before."""
        while (text := self._sentence(by, theme, to)) in self._said:
            continue
        self._said.add(text)
        return Remark(by=by, theme=theme, text=text)

    def _sentence(self, by: Person, theme: str, to: Remark | None) -> str:
        chance = self._draw.random
        argument = "" if to and chance() < _ASIDE_SHARE else self._argument(theme, by.stance)
        if to is not None and not argument:
            parts = [self._card("asides")]
        else:
            parts = [argument or self._new_argument(by.stance)]
            if chance() < 0.38:
                parts.append(self._detail(theme))
            if to is not None:
                agrees = by.stance == to.by.stance or "neutral" in (by.stance, to.by.stance)
                if chance() < 0.72:
                    parts.insert(0, self._card("agreeing" if agrees else "doubting"))
            elif chance() < 0.5:
                parts.insert(0, self._card("openings"))
            if chance() < (0.3 if to is None else 0.16):
                parts.append("\n\n" + self._new_argument(by.stance))
            if chance() < 0.3:
                parts.append(self._card("closings"))
        text = " ".join(parts).replace(" \n\n", "\n\n")
        return self._filled(text, to.by.name if to else "").replace("..", ".")

    def _theme_for(self, stance: Stance) -> str:
        """A theme, the rather the more there is to say on it from that side."""
        weights = [len(theme[stance]) for theme in self._themes.values()]
        return self._draw.choices(list(self._themes), weights)[0]

    def _argument(self, theme: str, stance: Stance) -> str:
        """What that side says on a theme; nothing where it was all said just now."""
        sentences = self._themes[theme][stance]
        chosen = self._from_deck(f"{theme}/{stance}", sentences)
        if chosen in self._lately[stance]:
            return ""
        self._lately[stance].append(chosen)
        return chosen

    def _new_argument(self, stance: Stance) -> str:
        while not (argument := self._argument(self._theme_for(stance), stance)):
            continue
        return argument

    def _detail(self, theme: str) -> str:
        return self._from_deck(f"{theme}/details", self._themes[theme]["details"])

    def _card(self, part: str) -> str:
        return self._from_deck(part, self._parts[part])

    def _from_deck(self, name: str, cards: Sequence[str]) -> str:
        deck = self._decks.setdefault(name, [])
        if len(deck) * 3 <= len(cards):
            # The new round goes beneath the rest of the old one, so that nothing comes twice soon.
            fresh = [card for card in cards if card not in deck]
            deck[:0] = self._draw.sample(fresh, len(fresh))
        return deck.pop()

    def _filled(self, text: str, name: str) -> str:
        used: set[str] = set()

        def word(found: re.Match[str]) -> str:
            if found[1] == "name":
                return name
            free = [one for one in self._words[found[1]] if one not in used]
            chosen = self._draw.choice(free)
            used.add(chosen)
            # A word that opens a sentence opens it with a capital.
            opens = found.start() == 0 or text[: found.start()].rstrip()[-1:] in ".?!"
            return chosen[:1].upper() + chosen[1:] if opens else chosen

        return _WORD.sub(word, text)

    def _crowd(self, names: dict[str, list[str]]) -> list[Person]:
        called = dict.fromkeys(names["handle"])
        while len(called) < PEOPLE:
            first = self._draw.choice(names["first"])
            plain = self._draw.random() < 0.3
            called[first if plain else f"{first} {self._draw.choice(names['initial'])}"] = None
        people = [Person(name, self._draw.choice(STANCES)) for name in called]
        self._draw.shuffle(people)
        # A few talk a lot, as everywhere.
        return people + people[:40] * 3 + people[:12] * 5
