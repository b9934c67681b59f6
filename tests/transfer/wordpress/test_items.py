from datetime import UTC, datetime

import pytest

from broadsheet.transfer.wordpress import items
from broadsheet.transfer.wordpress.records import Item

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def item(**fields: str) -> Item:
    made = Item(1, 1)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("ferry-fares", "ferry-fares"),
        ("%d0%bf%d0%b0%d1%80%d0%be%d0%bc", "паром"),
        ("draft-post.html", "draft-post"),
        ("A_b. c/d", "a-b-c-d"),
        ("__x__", "x"),
        ("💫", ""),
        ("a" * 300, "a" * 180),
    ],
)
def test_slugs_fit_our_addresses(given, slug):
    assert items.slug_from(given) == slug


def test_a_missing_slug_comes_from_the_title_and_a_missing_title_from_the_text():
    assert items.slug_of(item(title="Ships & boats")) == "ships-boats"
    assert items.title_of(item(title="<em>Ships</em> &amp; boats")) == "Ships & boats"
    assert items.title_of(item(content="<p>First words</p>")) == "First words"
    assert items.title_of(item(slug="old-quay")) == "old quay"
    assert items.title_of(item(id="7")) == "Untitled 7"
    assert items.slug_of(item(id="7", title="💫")) == "post-7"


def test_the_key_is_the_id_or_the_best_there_is():
    assert items.own_key(item(id="7", guid="g")) == "7"
    assert items.own_key(item(link="http://a.example/?p=4")) == "4"
    assert items.own_key(item(guid="http://a.example/x")) == "http://a.example/x"
    assert items.own_key(item(title="x")).startswith("untitled:")


@pytest.mark.parametrize(
    ("fields", "is_live", "note"),
    [
        ({"status": "publish", "date_gmt": "2026-01-01 00:00:00"}, True, ""),
        ({"status": "publish"}, True, "Without a date"),
        ({"status": "publish", "password": "x"}, False, "password"),
        ({"status": "private"}, False, "Private"),
        ({"status": "draft"}, False, ""),
        ({"status": "pending"}, False, ""),
        ({"status": "auto-draft"}, False, ""),
        ({"status": "future", "date_gmt": "2027-01-01 00:00:00"}, True, ""),
        ({"status": "future", "date_gmt": "2026-01-01 00:00:00"}, False, "has passed"),
        ({"status": "future"}, False, "has passed"),
        ({}, False, "missing"),
        ({"status": "plugin-made"}, False, "“plugin-made”"),
    ],
)
def test_only_what_was_public_is_public(fields, is_live, note):
    standing = items.standing_of(item(**fields), NOW, UTC)
    assert standing.is_live is is_live
    assert note in standing.note
    assert bool(note) is bool(standing.note)


def test_saving_again_soon_is_no_update():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert items.updated_at_of(item(modified_gmt="2026-01-01 00:09:00"), at, UTC) is None
    assert items.updated_at_of(item(modified_gmt="2026-01-02 00:00:00"), at, UTC) == datetime(
        2026, 1, 2, tzinfo=UTC
    )
    assert items.updated_at_of(item(modified_gmt="2025-01-02 00:00:00"), at, UTC) is None
    assert items.updated_at_of(item(), at, UTC) is None
