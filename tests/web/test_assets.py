"""One stylesheet and one script, made of every room's files."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.apps import apps

from broadsheet.web import assets

ACCENT = "#9b2226"
FONT_MAX_BYTES = 20 * 1024
ROOT = Path(__file__).parents[2]


def test_the_layers_come_first_and_in_order():
    css = assets.stylesheet(ACCENT).body.decode()
    assert css.startswith("@layer reset, tokens, base, layout, components, utilities;")


@pytest.mark.parametrize("room", ["web", "publishing", "discussion", "fundraising"])
def test_every_file_of_a_room_is_in_it(room):
    css = assets.stylesheet(ACCENT).body.decode()
    js = assets.script().body.decode()
    folder = f"{apps.get_app_config(room).path}/static/{room}"
    sources = [path for path in assets._sources("css") if str(path).startswith(folder)]
    assert sources
    for path in sources:
        for name in re.findall(r"\n  \.([a-z-]+) \{", path.read_text()):
            assert f".{name} {{" in css, path
    for path in assets._sources("js"):
        assert assets._squeezed_script(path.read_text()) in js


def test_each_behaviour_has_a_scope_of_its_own():
    js = assets.script().body.decode()
    sources = [path.read_text() for path in assets._sources("js")]
    assert js.count("async () => {\n" + assets._squeezed_script(sources[0])) == 1
    assert len(re.findall(r"^\},$", js, re.M)) >= len(sources)
    assert not re.search(r"^\s*(import|export)\b", js, re.M)


def test_nothing_is_loaded_from_others():
    css = assets.stylesheet(ACCENT).body.decode()
    assert all(found.startswith("/static/") for found in re.findall(r'url\("([^"]*)"\)', css))
    assert "@import" not in css


def test_scripts_lose_their_comments_alone():
    js = "/* One.\n B. */\nlet a = 1; // stays\n\n  // goes\n  b(`//` + 'https://c'); /* stays */\n"
    assert assets._squeezed_script(js) == (
        "let a = 1; // stays\nb(`//` + 'https://c'); /* stays */\n"
    )


def test_texts_in_scripts_end_on_their_line():
    # Else they would lose the indentation that they show.
    for path in assets._sources("js"):
        assert all(line.count("`") % 2 == 0 for line in path.read_text().splitlines()), path


def test_the_font_of_every_page_is_light():
    first, *others = assets.fonts()
    assert "english" in first.name
    assert len(first.body) <= FONT_MAX_BYTES
    assert all(len(font.body) <= FONT_MAX_BYTES for font in others)


def test_each_character_comes_with_one_font():
    css = assets.stylesheet(ACCENT).body.decode()
    ranges = [" ".join(found.split()) for found in re.findall(r"unicode-range:([^;]+);", css)]
    characters: list[int] = []
    for span in ", ".join(ranges).replace("U+", "").split(", "):
        first, _, last = span.partition("-")
        characters += range(int(first, 16), int(last or first, 16) + 1)
    assert len(characters) == len(set(characters))
    assert {*range(0x20, 0x7F), *range(0xA0, 0x180)} <= set(characters)
    script = (ROOT / "scripts/subset_fonts.py").read_text()
    script = re.sub(r'"\s+"', "", script)
    assert all(one in script for one in ranges)


def test_the_name_follows_the_accent_and_the_content():
    one, other = assets.stylesheet(ACCENT), assets.stylesheet("#1d4a73")
    assert one.name != other.name
    assert assets.find(one.name) is one
    assert assets.find(other.name) is other


@pytest.mark.parametrize(
    "name",
    ["broadsheet-000000000000.js", "broadsheet-000000000000-9b2226.css", "no.css", "x.woff2"],
)
def test_an_unknown_name_is_nothing(name):
    assert assets.find(name) is None


def test_compressed_forms_hold_the_same():
    asset = assets.script()
    assert gzip.decompress(asset.gzip) == brotli.decompress(asset.brotli) == asset.body


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
    ],
)
def test_the_best_coding_that_the_browser_takes_is_sent(client, db, accepted, coding):
    asset = assets.stylesheet(ACCENT)
    answer = client.get(asset.address, HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers.get("Content-Encoding", "") == coding
    assert answer["Content-Length"] == str(len(answer.content))
    assert "immutable" in answer["Cache-Control"]
    assert "Accept-Encoding" in answer["Vary"]


def test_a_stylesheet_of_yesterday_is_gone(client, db):
    assert client.get("/static/broadsheet-000000000000-9b2226.css").status_code == 404
