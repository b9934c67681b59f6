"""Feeds in three forms."""

import json

import pytest
from lxml import etree

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CHANNELS = ["/", "/harbour/", "/authors/ada-quay/", "/topics/ferries/"]


@pytest.fixture
def story(paper, newsroom):
    paper.story(slug="older", title="Older", section=paper.council, bylines=[(paper.ben, "writer")])
    return paper.story(
        slug="row",
        hero=paper.picture(),
        topics=[paper.ferries],
        bylines=[(paper.ada, "writer"), (paper.ben, "photographer")],
    )


@pytest.mark.parametrize("channel", CHANNELS)
def test_rss_names_everybody_and_credits_the_picture(client, story, channel):
    answer = client.get(f"{channel}feed.xml")
    assert answer["Content-Type"].startswith("application/rss+xml")
    item = etree.fromstring(answer.content).find("channel/item")
    assert item.findtext("title") == "Ferries stay in port"
    assert [one.text for one in item.findall(f"{DC}creator")] == ["Ada Quay", "Ben Moor"]
    assert item.findtext(f"{MEDIA}content/{MEDIA}credit") == "Ada Quay/EXAMPLE"
    assert item.findtext("link").endswith("/harbour/row/")


@pytest.mark.parametrize("channel", CHANNELS)
def test_atom_names_everybody(client, story, channel):
    root = etree.fromstring(client.get(f"{channel}feed.atom").content)
    entry = root.find(f"{ATOM}entry")
    assert [one.text for one in entry.findall(f"{ATOM}author/{ATOM}name")] == [
        "Ada Quay",
        "Ben Moor",
    ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_json_feed(client, story, channel):
    answer = client.get(f"{channel}feed.json")
    feed = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/feed+json")
    assert feed["version"].endswith("1.1")
    assert feed["items"][0]["authors"] == [{"name": "Ada Quay"}, {"name": "Ben Moor"}]
    assert feed["feed_url"].endswith(f"{channel}feed.json")


def test_a_section_tells_of_its_own_stories_only(client, story):
    items = etree.fromstring(client.get("/harbour/feed.xml").content).findall("channel/item")
    assert len(items) == 1


@pytest.mark.parametrize("path", ["/nothing/", "/authors/nobody/", "/topics/nothing/"])
def test_a_feed_of_nothing_is_404(client, paper, newsroom, path):
    assert client.get(f"{path}feed.xml").status_code == 404


def test_its_price_does_not_grow_with_the_stories(
    client, paper, newsroom, django_assert_max_num_queries
):
    for number in range(12):
        paper.story(slug=f"s{number}", hero=paper.picture())
    client.get("/feed.xml")
    with django_assert_max_num_queries(12):
        client.get("/feed.xml")
