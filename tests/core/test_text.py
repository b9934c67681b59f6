"""Text from outside is made safe to store and show, and loses nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core.html import clean_comment_html, clean_html
from broadsheet.core.text import clean_line, clean_text, excerpt, is_visible, plain


def test_control_and_direction_overrides_go_and_lines_stay():
    assert clean_text("a\x00b\u202ec\r\n\r\n\r\n\r\nd \x85") == "abc\n\nd"
    assert clean_line("  Ada \n\t Byron ") == "Ada Byron"


def test_a_lone_surrogate_can_be_stored():
    assert clean_text("a\ud800b") == "a?b"


def test_emoji_of_several_code_points_stay_whole():
    assert clean_line("👩\u200d🚀 ok") == "👩\u200d🚀 ok"


@pytest.mark.parametrize("text", ["", " \u200b", "\u2060\ufe0f", "\u3164", "\u2800\xa0", "\u0301"])
def test_what_nobody_can_see_is_not_visible(text):
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "।", "👩\u200d🚀", "١", "می\u200cخواهم", "\U0001fadf"])
def test_every_script_and_every_emoji_is_visible(text):
    assert is_visible(text)


def test_plain_gives_words_without_tags_or_scripts():
    assert plain("<p>Fish &amp; <b>chips</b></p><script>x()</script><!-- no -->") == "Fish & chips"


@given(st.text(), st.integers(20, 80))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<svg><style><img src="</style><img src=x onerror=alert(1)>">',
        '<p style="position:fixed">x</p>',
    ],
)
def test_nothing_executable_is_left(payload):
    for cleaned in (clean_html(payload), clean_comment_html(payload)):
        lowered = cleaned.lower()
        assert "<script" not in lowered
        assert "onerror" not in lowered or "&lt;" in lowered
        assert "javascript:" not in lowered
        assert "style=" not in lowered


def test_links_in_comments_pass_on_no_reputation():
    cleaned = clean_comment_html('<a href="https://x.example">x</a>')
    assert 'rel="nofollow ugc noopener"' in cleaned


def test_towers_of_marks_are_cut_and_languages_keep_theirs():
    tower = "\u0e14" + "\u0e49" * 300
    assert clean_text(tower) == "\u0e14" + "\u0e49" * 8
    assert clean_text("Z" + "\u0334\u0335\u0321" * 40 + "algo")[-4:] == "algo"
    hebrew = "\u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u0596\u05d9\u05ea"
    for text in (hebrew, "\u0915\u094d\u0937\u093f", "\u0e19\u0e49\u0e33", "Vi\u1ec7t"):
        assert clean_text(text) == unicodedata.normalize("NFC", text)
