"""The newsroom's accent stays readable, whatever colour is chosen."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core import contrast
from broadsheet.web import accent

TOKENS = Path(accent.__file__).parent / "static/web/css/tokens.css"
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
WORDS = ["ink", "muted", "accent", "accent-strong", "link", "good", "bad", "warn"]


@given(COLOURS)
def test_any_accent_can_be_read_on_both_papers(colour):
    for paper in (accent.PAPER_LIGHT, accent.PAPER_DARK):
        assert contrast.ratio(accent.readable(colour, paper), paper) >= accent.COMFORT


@given(COLOURS)
def test_words_on_the_accent_can_be_read(colour):
    css = accent.accent_css(colour)
    for shown, words in re.findall(r"--accent:(#[0-9a-f]{6});--accent-ink:(#[0-9a-f]{6})", css):
        assert contrast.ratio(shown, words) >= contrast.AA_TEXT


def test_an_accent_that_is_readable_by_day_stays_as_chosen():
    assert accent.readable("#9b2226", accent.PAPER_LIGHT) == "#9b2226"


def _papers() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split("prefers-color-scheme: dark")
    pattern = r"--([a-z-]+): (#[0-9a-f]{6});"
    return {"light": dict(re.findall(pattern, light)), "dark": dict(re.findall(pattern, dark))}


def test_the_papers_are_those_of_the_stylesheet():
    papers = _papers()
    assert papers["light"]["paper"] == accent.PAPER_LIGHT
    assert papers["dark"]["paper"] == accent.PAPER_DARK


@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("words", WORDS)
def test_every_colour_of_words_reaches_aa(scheme, words, ground):
    colours = _papers()[scheme]
    assert contrast.ratio(colours[words], colours[ground]) >= contrast.AA_TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(scheme):
    colours = _papers()[scheme]
    assert contrast.ratio(colours["field"], colours["paper"]) >= 3  # WCAG 1.4.11
