"""What the store keeps, in which codings, for how long, and what it lets go."""

import gzip
import os
import time

import brotli
import pytest

from broadsheet.edge.encodings import best_coding
from broadsheet.edge.generations import Generations
from broadsheet.edge.page import Part, facts, is_known, make_page
from broadsheet.edge.store import Store

BODY = b"<p>The ferry stays in port.</p>" * 100


@pytest.fixture
def store(tmp_path):
    return Store(Generations(tmp_path / "generations"), max_bytes=200_000)


def page(store, *, body=BODY, status=200, tags=("site",), seconds=60.0, headers=()):
    return make_page(
        status=status,
        headers=[(b"content-type", b"text/html"), *headers],
        parts=[
            Part(
                body,
                facts(tags, seen=store.generations.now(), expires_at=time.time() + seconds),
            )
        ],
    )


def incompressible(size):
    return bytes((number * number * 31 + number // 7) % 251 for number in range(size))


def test_what_is_put_is_found(store):
    kept = page(store)
    store.put("/a/", kept)
    assert store.get("/a/") is kept
    assert store.get("/b/") is None


def test_a_change_of_a_tag_makes_it_old(store):
    store.put("/a/", page(store, tags=("site", "meter")))
    store.generations.bump(["talk"])
    assert store.get("/a/") is not None
    store.generations.bump(["meter"])
    assert store.get("/a/") is None


def test_a_change_before_the_page_is_put_makes_it_old(store):
    made = page(store, tags=("meter",))
    store.generations.bump(["meter"])
    store.put("/a/", made)
    assert store.get("/a/") is None


def test_time_makes_it_old(store):
    store.put("/a/", page(store, seconds=-0.001))
    assert store.get("/a/") is None


def test_the_codings_are_the_same_page(store):
    kept = page(store)
    assert kept.variant(b"").body == BODY
    assert brotli.decompress(kept.variant(b"gzip, br").body) == BODY
    assert gzip.decompress(kept.variant(b"gzip").body) == BODY


def test_each_coding_says_which_it_is_and_how_long(store):
    kept = page(store)
    for accepted, coding in ((b"", None), (b"gzip", b"gzip"), (b"br", b"br")):
        variant = kept.variant(accepted)
        headers = dict(variant.headers)
        assert headers.get(b"content-encoding") == coding
        assert int(headers[b"content-length"]) == len(variant.body)
        assert headers[b"etag"] == variant.etag
        assert variant.message == variant.head + b"\r\n" + variant.body


def test_each_coding_has_a_strong_etag_of_its_own(store):
    tags = [page(store).variant(accepted).etag for accepted in (b"", b"gzip", b"br")]
    assert len(set(tags)) == 3
    assert all(tag.startswith(b'"') for tag in tags)
    assert tags == [page(store).variant(accepted).etag for accepted in (b"", b"gzip", b"br")]
    assert page(store, body=BODY + b".").variant(b"").etag != tags[0]


def test_a_304_tells_nothing_of_the_body(store):
    names = {name for name, _value in page(store).variant(b"br").not_modified_headers}
    assert b"etag" in names
    assert not names & {b"content-length", b"content-type", b"content-encoding"}


def test_what_gains_nothing_is_not_compressed(store):
    picture = [(b"content-type", b"image/webp")]
    for kept in (
        page(store, body=b"small"),
        page(store, status=301, body=BODY),
        page(store, body=os.urandom(2000)),
        make_page(status=200, headers=picture, parts=page(store).parts),
    ):
        variant = kept.variant(b"br")
        assert variant is kept.variant(b"") is kept.variant(b"gzip")
        assert not [name for name, _value in variant.headers if name == b"content-encoding"]


def test_a_coding_is_made_when_it_is_asked_for_and_counted_then(store):
    kept = page(store)
    store.put("/a/", kept)
    before = store.bytes
    assert not kept.variants
    made = store.variant("/a/", kept, b"br")
    assert store.variant("/a/", kept, b"br") is made
    assert store.bytes == before + len(made.message) + len(made.head) == kept.size


def test_the_best_coding_takes_the_quick_ones_place(store):
    body = b"".join(b"<p>Ferry %d, berth %d.</p>" % (n, n * n % 97) for n in range(3000))
    kept = page(store, body=body)
    quick = kept.variant(b"br")
    assert kept.improve()
    best = kept.variant(b"br")
    assert best.etag != quick.etag
    assert len(best.body) < len(quick.body)
    assert brotli.decompress(best.body) == body
    assert best.is_known(quick.etag)
    assert best.is_known(best.etag)
    assert not kept.improve()


def test_a_best_coding_that_is_no_smaller_is_not_taken(store):
    kept = page(store)
    quick = kept.variant(b"br")
    assert not kept.improve()
    assert kept.variant(b"br").message == quick.message


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", "identity"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, deflate", "gzip"),
        (b"GZIP", "gzip"),
        (b"x-gzip", "gzip"),
        (b"br;q=0.5, gzip;q=0.9", "gzip"),
        (b"br;q=0, gzip;q=0", "identity"),
        (b"br; q=0.0 , *", "gzip"),
        (b"*", "br"),
        (b"*;q=0", "identity"),
        (b"identity, br;q=0.2", "identity"),
        (b"br;q=nonsense, gzip", "gzip"),
        (b"identity;q=0", "identity"),
        (b"brotli, gzipped", "identity"),
        (b"\xff\xfe", "identity"),
    ],
)
def test_the_coding_follows_the_wishes(accepted, coding):
    assert best_coding(accepted) == coding


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", "a"', True),
        (b"*", True),
        (b'"b"', False),
        (b'"a-br"', False),
        (b"", False),
        (b"a", False),
    ],
)
def test_an_etag_is_known_by_the_weak_comparison(wanted, known):
    assert is_known(b'"a"', wanted) is known


def test_what_was_read_longest_ago_goes_first(store):
    for name in "abc":
        store.put(f"/{name}/", page(store, body=incompressible(60_000), status=301))
    assert store.get("/a/")
    store.put("/d/", page(store, body=incompressible(60_000), status=301))
    assert [bool(store.get(f"/{name}/")) for name in "abcd"] == [True, False, True, True]


def test_the_bytes_stay_bounded(store):
    for number in range(300):
        store.put(f"/{number % 50}/", page(store, body=incompressible(100 * number), status=301))
        assert store.bytes <= store.max_bytes
    assert store.bytes == sum(kept.size for kept in store._pages.values())


def test_a_huge_page_is_not_kept_and_drives_nothing_out(store):
    store.put("/a/", page(store))
    store.put("/b/", page(store, body=incompressible(300_000)))
    assert store.get("/a/")
    assert store.get("/b/") is None


def test_a_page_is_let_go(store):
    store.put("/a/", page(store))
    store.discard("/a/")
    store.discard("/a/")
    assert store.get("/a/") is None
    assert (len(store), store.bytes) == (0, 0)
