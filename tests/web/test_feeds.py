"""Feeds and sitemaps stay well-formed, whatever was pasted into a headline."""

import pytest
from lxml import etree

from broadsheet.core import clock
from broadsheet.publishing import actions
from broadsheet.publishing.models import Role

pytestmark = pytest.mark.django_db

PASTED = "Crane\x0b lifts\x1b[31m & <b>more</b>\ufffe \u202eagain"
SHOWN = "Crane lifts[31m & <b>more</b> again"


@pytest.fixture
def pasted():
    """A story of whose every line somebody pasted from elsewhere, past the desk's own cleaning."""
    front = actions.ensure_front_page(title="The Example")
    section = actions.save_section(title="Harbour", slug="harbour", description=PASTED)
    author = actions.save_author(name="Ada", slug="ada", bio=PASTED)
    topic = actions.save_topic(name="Cranes", slug="cranes")
    story = actions.save_article(
        section=section,
        slug="crane",
        title="Crane",
        standfirst="Crane",
        body=[{"type": "paragraph", "value": "<p>Crane.</p>"}],
        bylines=[(author, Role.WRITER)],
        topics=[topic],
        published_at=clock.now(),
        live=True,
    )
    for thing, name in ((front, "title"), (section, "title"), (author, "name"), (topic, "name")):
        type(thing).objects.filter(pk=thing.pk).update(**{name: PASTED})
    type(story).objects.filter(pk=story.pk).update(title=PASTED, standfirst=PASTED)
    return story


@pytest.mark.parametrize(
    "address",
    [
        "/feed.xml",
        "/feed.atom",
        "/harbour/feed.xml",
        "/harbour/feed.atom",
        "/authors/ada/feed.xml",
        "/authors/ada/feed.atom",
        "/topics/cranes/feed.xml",
        "/topics/cranes/feed.atom",
        "/sitemap.xml",
        "/news-sitemap.xml",
    ],
)
def test_xml_stays_well_formed(client, pasted, address):
    answer = client.get(address)
    assert answer.status_code == 200
    words = "".join(etree.fromstring(answer.content).itertext())
    assert SHOWN in words or address == "/sitemap.xml"


def test_json_says_the_same(client, pasted):
    (item,) = client.get("/feed.json").json()["items"]
    assert SHOWN in item["tags"]
