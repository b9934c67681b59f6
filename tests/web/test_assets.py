"""One stylesheet and one script, made of every room's files."""

import gzip
import re

import brotli
import pytest
from django.apps import apps

from broadsheet.web import assets

ACCENT = "#9b2226"
FONTS_MAX_BYTES = 36 * 1024


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
        assert path.read_text() in js


def test_each_behaviour_has_a_scope_of_its_own():
    js = assets.script().body.decode()
    parts = [f"{{\n{path.read_text()}}}\n" for path in assets._sources("js")]
    assert js == "".join(parts)
    assert not re.search(r"^\s*(import|export)\b", js, re.M)


def test_nothing_is_loaded_from_others():
    css = assets.stylesheet(ACCENT).body.decode()
    assert all(found.startswith("/static/") for found in re.findall(r'url\("([^"]*)"\)', css))
    assert "@import" not in css


def test_the_fonts_are_few_and_light():
    found = assets.fonts()
    assert len(found) <= 2
    assert sum(len(font.body) for font in found) <= FONTS_MAX_BYTES


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
