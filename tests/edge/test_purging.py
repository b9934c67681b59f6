"""What other caches are told: how long they may keep a page, what it shows, and when it is old."""

import logging

from broadsheet.edge import purging
from broadsheet.edge.generations import slot_of
from tests.edge.house import STORY


def keys(answer) -> set[str]:
    return set(answer.headers["surrogate-key"].split(" "))


def key(tag: str) -> str:
    return purging.key(slot_of(tag))


def test_a_kept_page_may_be_shared_for_a_second(house):
    rule = house.get().headers["cache-control"]
    assert rule == "public, max-age=0, must-revalidate, s-maxage=1"
    assert "stale" not in rule


def test_what_is_not_kept_may_not_be_shared(house):
    for path in ("/search/?q=ferry", "/desk/login/", "/nowhere/"):
        assert "s-maxage" not in house.get(path).headers["cache-control"], path
        assert "surrogate-key" not in house.get(path).headers, path
    mine = house.get(Cookie="broadsheet_desk=abc")
    assert "s-maxage" not in mine.headers["cache-control"]


def test_a_page_carries_the_keys_of_what_it_shows(house):
    found = house.get()
    for tag in ("site", "meter", f"thread:{house.subject}", f"story:{house.story.pk}"):
        assert key(tag) in keys(found), tag
    assert set(found.headers["cache-tag"].split(",")) == keys(found)


def test_keys_stay_right_when_a_part_is_made_anew(house):
    before = keys(house.get())
    house.say("One more.")
    after = house.get()
    assert keys(after) == before
    assert after.headers["cache-tag"].count(",") == len(before) - 1


def test_a_change_names_the_keys_of_its_pages_after_the_commit(house, monkeypatch):
    told: list[list[str]] = []
    monkeypatch.setattr(purging, "backends", [told.append])
    house.say("Tell them.")
    named = {one for found in told for one in found}
    assert key(f"thread:{house.subject}") in named
    assert named & keys(house.get())
    assert purging.MANY in named


def test_a_cache_that_cannot_be_told_stops_nobody(house, monkeypatch, caplog):
    told: list[list[str]] = []

    def fail(_keys):
        raise OSError("no line")

    monkeypatch.setattr(purging, "backends", [fail, told.append])
    house.say("Tell them.")
    assert told
    assert "could not be told" in caplog.text


def test_a_page_of_very_many_things_carries_one_key():
    assert purging.keys_of_page(range(purging.KEYS_MAX + 1)) == [purging.MANY]
    assert purging.headers([]) == []


def test_the_log_is_told_by_default(caplog):
    with caplog.at_level(logging.DEBUG, logger="broadsheet.edge.purging"):
        purging.purge(["meter"])
    assert key("meter") in caplog.text


def test_a_browser_may_fetch_stylesheet_and_font_early(house):
    link = house.get().headers["link"]
    assert "rel=preload; as=style" in link
    for address in link.split("<")[1:]:
        assert house.get(address.partition(">")[0]).status == 200
    assert "link" not in house.get("/feed.xml").headers


def test_stylesheet_and_script_are_kept_in_every_coding_for_good(house):
    text = house.get().text
    for address in (text.split('rel="stylesheet" href="')[1], text.split('module" async src="')[1]):
        path = address.partition('"')[0]
        house.made.clear()
        plain = house.get(path)
        house.say("Something else.")
        packed = {coding: house.get(path, Accept_Encoding=coding) for coding in ("gzip", "br")}
        assert house.made == [path]
        assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
        for coding, answer in packed.items():
            assert answer.headers["content-encoding"] == coding
            assert len(answer.body) < len(plain.body) / 2
        again = house.get(path, If_None_Match=packed["br"].headers["etag"], Accept_Encoding="br")
        assert again.status == 304
    assert house.get("/static/broadsheet-000000000000.js").status == 404
    assert STORY not in house.made
