"""Finds the words that somebody chose, as a page or a script describes them."""

from dataclasses import dataclass

from broadsheet.core.html import one_line
from broadsheet.discussion.passages.texts import CONTEXT, Place, WholeText


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words as they were chosen on a page, perhaps one of an edition that is no longer current."""

    exact: str = ""
    """The words; empty where `block`, `start` and `end` say enough."""
    block: str = ""
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    id: int | None = None
    """A passage that there is already; it wins."""


def find(text: WholeText, chosen: Chosen) -> Place | None:
    """The place of the words in a text; None where they are not there, or it is open which.

    The given place counts when the words stand there. Otherwise the words around decide, and the
    block where these are the same; two equal candidates are none.
    """
    exact = one_line(chosen.exact)
    if chosen.start is not None and chosen.end is not None:
        given = Place(chosen.block, chosen.start, chosen.end)
        if text.has(given) and (not exact or text.words_at(given) == exact):
            return given
    if not exact:
        return None
    prefix, suffix = _collapsed(chosen.prefix), _collapsed(chosen.suffix)
    best: list[Place] = []
    most = (-1, False)
    for at in text.find_all(exact):
        place = text.place(at, len(exact))
        before, after = text.around(place)
        agreed = (_agree(before[::-1], prefix[::-1]) + _agree(after, suffix), _is_in(place, chosen))
        if agreed > most:
            most, best = agreed, []
        if agreed == most:
            best.append(place)
    return best[0] if len(best) == 1 else None


def _collapsed(words: str) -> str:
    """One line, but a blank at either end stays: it parts the passage from what is beside it."""
    inner = one_line(words)
    if not inner:
        return ""
    return f"{' ' * words[0].isspace()}{inner}{' ' * words[-1].isspace()}"


def _agree(one: str, other: str) -> int:
    """Code points that agree from the beginning."""
    for index, (here, there) in enumerate(zip(one[:CONTEXT], other[:CONTEXT], strict=False)):
        if here != there:
            return index
    return min(len(one), len(other), CONTEXT)


def _is_in(place: Place, chosen: Chosen) -> bool:
    return bool(chosen.block) and place.block == chosen.block
