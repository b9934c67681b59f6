"""Passages are carried from one text to the next without a guess."""

import random

import pytest

from bench import passages as real
from broadsheet.core.subjects import TextBlock
from broadsheet.discussion.passages.mapping import Fate, carry
from broadsheet.discussion.passages.texts import Place, WholeText

FERRY = "The ferry stays in port until Monday, the harbour master said."
TRAM = "Trams run every ten minutes, and later at night."
BREAD = "The bakery on Pier Street opens again."


def text(*blocks: str | tuple[str, str]) -> WholeText:
    """Blocks named a, b, c …, or by a name of their own."""
    return WholeText(
        [
            TextBlock("abcdefgh"[index], one) if isinstance(one, str) else TextBlock(*one)
            for index, one in enumerate(blocks)
        ]
    )


def place(in_text: WholeText, quote: str, block: str = "") -> Place:
    """Where some words stand, the first time."""
    for one in in_text.blocks:
        if quote in one.words and block in ("", one.id):
            start = one.words.index(quote)
            return Place(one.id, start, start + len(quote))
    raise AssertionError(quote)


def become(old: WholeText, new: WholeText, quote: str, block: str = "") -> tuple[str, str, str]:
    """Fate, block and words of a quote in the new text."""
    (found,) = carry(old, new, [place(old, quote, block)])
    if found.place is None:
        return found.fate, "", ""
    return found.fate, found.place.block, new.words_at(found.place)


QUOTE = "stays in port until Monday"


def test_an_unchanged_text_keeps_everything():
    old = text(FERRY, TRAM)
    assert become(old, old, QUOTE) == (Fate.EXACT, "a", QUOTE)


def test_an_unchanged_block_keeps_its_passage_whatever_stands_elsewhere():
    new = text(("x", FERRY), ("a", FERRY), ("y", FERRY))
    assert become(text(FERRY, TRAM), new, QUOTE) == (Fate.EXACT, "a", QUOTE)


def test_words_move_with_what_is_written_before_them():
    new = text("This morning: " + FERRY, TRAM)
    assert become(text(FERRY, TRAM), new, QUOTE) == (Fate.MOVED, "a", QUOTE)


def test_a_paragraph_under_another_name_and_elsewhere_is_found():
    new = text(("n", TRAM), ("m", BREAD), ("o", FERRY))
    assert become(text(FERRY, TRAM, BREAD), new, QUOTE) == (Fate.MOVED, "o", QUOTE)


def test_a_sentence_that_went_into_another_paragraph_is_found():
    new = text(TRAM + " " + FERRY, BREAD)
    assert become(text(FERRY, TRAM, BREAD), new, QUOTE) == (Fate.MOVED, "a", QUOTE)


def test_two_equal_candidates_are_gone():
    new = text(("x", FERRY), ("y", FERRY))
    assert become(text(FERRY), new, QUOTE)[0] == Fate.GONE


def test_of_two_equal_sentences_the_other_one_stays():
    old = text("A word. The vote passed.", "The vote passed.")
    new = text("A word.", "The vote passed.")
    assert become(old, new, "The vote passed.", "b") == (Fate.EXACT, "b", "The vote passed.")
    assert become(old, new, "The vote passed.", "a")[0] == Fate.GONE


def test_a_short_word_does_not_jump_to_its_next_of_kin():
    old = text("The mayor and the clerk agreed.", TRAM)
    new = text("The clerk agreed.", TRAM)
    assert become(old, new, "mayor and the")[0] == Fate.GONE


def test_changed_words_are_reworded():
    new = text(FERRY.replace("until Monday", "until Tuesday"), TRAM)
    fate, block, words = become(text(FERRY, TRAM), new, "stays in port until Monday, the harbour")
    assert (fate, block) == (Fate.REWORDED, "a")
    assert words == "stays in port until Tuesday, the harbour"


def test_other_words_in_the_same_place_are_gone():
    new = text("A storm has closed the whole coast, said nobody in particular.", TRAM)
    assert become(text(FERRY, TRAM), new, QUOTE)[0] == Fate.GONE


def test_a_short_quote_must_keep_more_of_its_words():
    assert become(text(FERRY), text(FERRY.replace("Monday", "June")), "Monday")[0] == Fate.GONE


def test_places_count_code_points():
    old = text("🛳️ " + FERRY)
    new = text("🛳️🛳️ " + FERRY)
    found = carry(old, new, [place(old, QUOTE)])[0]
    assert new.words_at(found.place) == QUOTE
    assert found.place.start == place(old, QUOTE).start + 2


@pytest.mark.parametrize("bad", [Place("z", 0, 4), Place("a", 4, 4), Place("a", 0, 9999)])
def test_a_place_that_is_not_in_the_old_text_is_gone(bad):
    assert carry(text(FERRY), text(FERRY), [bad])[0].fate == Fate.GONE


@pytest.mark.parametrize("ids", real.IDS)
def test_real_edits_lose_and_misplace_nothing(test_data, ids):
    """A seeded sample; `python -m bench.passages` plays all of it."""
    rng = random.Random(20261122)
    histories = rng.sample(list(real.histories(test_data / "revisions")), 40)
    steps, chains = zip(*(real.play(texts, ids, 8, rng) for texts in histories), strict=True)
    for score in (real.total(steps), real.total(chains)):
        assert score.other_words == 0
        assert score.elsewhere == 0
    assert real.total(steps).kept_percent >= 99.5
