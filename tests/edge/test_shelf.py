"""Pages on disk: found again after a restart, and never where something has changed since."""

import time

import pytest

from broadsheet.edge import shelf as shelves
from broadsheet.edge.generations import Generations
from broadsheet.edge.keeping import Keeper
from broadsheet.edge.making import Asked, Maker
from broadsheet.edge.page import Part, facts, make_page
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.store import Store
from broadsheet.edge.tending import POPULAR_READS, Tender
from broadsheet.web.fragments import Seam
from tests.edge.conftest import eventually
from tests.edge.house import STORY

pytestmark = pytest.mark.django_db
BODY = b"<p>The ferry stays in port.</p>" * 100
MARK = "Marked-by-a-test"


@pytest.fixture
def counters(tmp_path):
    return Generations(tmp_path / "generations")


@pytest.fixture
def open_shelf(tmp_path, counters):
    def opened(**more):
        return Shelf(tmp_path / "pages.sqlite3", counters, **more)

    return opened


def page(counters, *, body=BODY, seconds=60.0):
    def about(*tags):
        return facts(tags, seen=counters.now(), expires_at=time.time() + seconds)

    return make_page(
        status=200,
        headers=[(b"content-type", b"text/html"), (b"x-name", b"caf\xe9")],
        parts=[
            Part(body, about("site")),
            Part(b"<b>12</b>", about("meter"), Seam("meter", (("place", "x"), ("number", 3)))),
            Part(b"</body>", about("site")),
        ],
        made_at=time.time(),
        tags=frozenset({"site"}),
    )


def test_a_page_comes_back_as_it_was(counters, open_shelf):
    kept = page(counters)
    for accepted in (b"", b"br"):
        kept.variant(accepted)
        open_shelf().put([("/a/", kept)])
        found = open_shelf().get("/a/")
        assert found.parts == kept.parts
        assert (found.status, found.headers, found.tags) == (200, kept.headers, kept.tags)
        assert found.variant(b"").message == kept.variant(b"").message
    assert open_shelf().get("/b/") is None


def test_a_change_in_the_meantime_makes_it_old(counters, open_shelf, tmp_path):
    open_shelf().put([("/a/", page(counters))])
    counters.bump(["meter"])
    again = Generations(tmp_path / "generations")
    found = Shelf(tmp_path / "pages.sqlite3", again).get("/a/")
    store = Store(again)
    assert [store.is_true(part) for part in found.parts] == [True, False, True]
    assert not store.is_current(found)


def test_with_lost_counters_nothing_counts(counters, open_shelf, tmp_path):
    open_shelf().put([("/a/", page(counters))])
    (tmp_path / "generations").unlink()
    time.sleep(0.002)
    assert (
        Shelf(tmp_path / "pages.sqlite3", Generations(tmp_path / "generations")).get("/a/") is None
    )


@pytest.mark.parametrize("name", ["build", "_boot"])
def test_another_program_or_a_restart_of_the_machine_empties_it(
    counters, open_shelf, monkeypatch, name
):
    open_shelf().put([("/a/", page(counters))])
    monkeypatch.setattr(shelves, name, lambda: "another")
    assert len(open_shelf()) == 0


def test_an_older_database_empties_it(counters, open_shelf, monkeypatch):
    monkeypatch.setattr("broadsheet.core.outbox.last_number", lambda: 40)
    open_shelf().put([("/a/", page(counters))])
    monkeypatch.setattr("broadsheet.core.outbox.last_number", lambda: 39)
    assert len(open_shelf()) == 0


def test_a_broken_file_is_made_anew(counters, open_shelf, tmp_path):
    (tmp_path / "pages.sqlite3").write_bytes(b"no database at all" * 100)
    open_shelf().put([("/a/", page(counters))])
    assert open_shelf().get("/a/").body.startswith(BODY)


def test_what_was_laid_there_longest_ago_goes_first(counters, open_shelf):
    shelf = open_shelf(max_bytes=400_000)
    for number in range(60):
        body = b"".join(b"%d" % (one * one * number) for one in range(6000))
        shelf.put([(f"/{number}/", page(counters, body=body))])
    assert 0 < len(shelf) < 60
    assert shelf.get("/0/") is None
    assert shelf.get("/59/") is not None


class Restarted:
    """A house's pages as a new process finds them."""

    def __init__(self, house, path):
        self.store = Store(house.store.generations)
        self.shelf = Shelf(path, house.store.generations)
        self.maker = Maker(house.django, self.store, self.shelf)

    def text(self, path):
        _answer, found = self.maker.make(Asked(path, path, "", False), b"br")
        return found.body.decode()


@pytest.fixture
def tended(house, tmp_path, monkeypatch):
    monkeypatch.setattr("broadsheet.edge.making.UNSETTLED_SECONDS", 0.0)
    house.get()
    maker = Maker(house.django, house.store)
    keeper = Keeper(None, maker, None)
    return Tender(keeper, Shelf(tmp_path / "pages.sqlite3", house.store.generations))


def test_a_restart_is_warm(house, tended, tmp_path):
    first = house.get().text
    tended.shelve(settled=0.0)
    house.made.clear()
    assert Restarted(house, tmp_path / "pages.sqlite3").text(STORY) == first
    assert house.made == []


def test_after_a_restart_only_what_changed_is_made_anew(house, tended, tmp_path):
    house.get()
    tended.shelve(settled=0.0)
    comment = house.say(MARK)
    restarted = Restarted(house, tmp_path / "pages.sqlite3")
    assert f"comment-{comment.pk}" in restarted.text(STORY)
    old = restarted.shelf.get(STORY)
    new = restarted.store.latest(STORY)
    changed = [a.seam.name for a, b in zip(old.parts, new.parts, strict=True) if a.body != b.body]
    assert changed == ["discussion"]


def test_only_pages_that_stay_as_they_are_are_laid_on_disk(house, tended):
    house.get()
    tended.shelve()
    assert len(tended.shelf) == 0
    tended.shelve(settled=0.0)
    assert len(tended.shelf) == 1
    house.say(MARK)
    tended.shelve(settled=0.0)
    assert MARK not in tended.shelf.get(STORY).body.decode()


def test_what_is_read_often_is_popular_and_compressed_well(house, tended):
    for _again in range(POPULAR_READS + 1):
        house.get(Accept_Encoding="br")
    house.get("/")
    quick = house.store.latest(STORY).variants["br"]
    house.store.latest(STORY).made_at -= 10
    tended.turn()
    assert tended.keeper.popular == (STORY,)
    best = house.get(Accept_Encoding="br")
    assert len(best.body) < len(quick.body)
    assert house.get(Accept_Encoding="br", If_None_Match=quick.etag.decode()).status == 304


def test_a_discussion_is_compressed_well_only_when_it_has_been_calm_for_a_while(house, tended):
    house.say(MARK)
    for _again in range(POPULAR_READS + 1):
        house.get(Accept_Encoding="br")
    page = house.store.latest(STORY)
    assert page.is_mended
    for seconds, is_best in ((5, False), (11, True)):
        page.made_at = time.time() - seconds
        house.store.count_reads(STORY, POPULAR_READS)
        tended.turn()
        assert bool(page.variants["br"].earlier_etag) == is_best


def test_a_page_that_is_old_whenever_it_is_asked_for_is_popular_as_well(house, tended):
    for number in range(POPULAR_READS):
        house.say(f"{MARK}-{number}")
        house.get()
    tended.turn()
    assert tended.keeper.popular == (STORY,)


def test_a_popular_page_is_made_before_anybody_asks_again(house):
    house.get()
    house.keeper.popular = (STORY,)
    house.made.clear()
    house.say(MARK)
    house.keeper.look_ahead()
    eventually(lambda: house.store.get(STORY))
    assert house.made == [STORY]
    assert MARK in house.store.get(STORY).body.decode()
