"""What machines ask of a site."""

from datetime import UTC, datetime

import pytest
from lxml import etree

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_process_is_well(client, path):
    answer = client.get(path)
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_robots_stay_away_from_what_is_for_one_person(client):
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in words
    assert "/sitemap.xml" in words


def test_the_sitemap_lists_every_public_address_once(client, paper, newsroom):
    paper.story()
    paper.story(slug="draft", live=False)
    root = etree.fromstring(client.get("/sitemap.xml").content)
    paths = [loc.text.split("/", 3)[3] for loc in root.iter(f"{MAP}loc")]
    assert sorted(paths) == ["", "council/", "harbour/", "harbour/ferry-row/"]


def test_the_news_sitemap_holds_two_days(client, paper, newsroom, clock):
    paper.story(slug="old", published_at=datetime(2026, 11, 19, tzinfo=UTC))
    paper.story(slug="new", title="New & <bold>", published_at=datetime(2026, 11, 22, tzinfo=UTC))
    body = client.get("/news-sitemap.xml").content
    locs = [loc.text for loc in etree.fromstring(body).iter(f"{MAP}loc")]
    assert [loc.rsplit("/", 2)[1] for loc in locs] == ["new"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/favicon.svg", "image/svg+xml"), ("/favicon.ico", "image/x-icon")]
)
def test_the_mark(client, path, kind):
    answer = client.get(path)
    assert answer["Content-Type"] == kind
    assert answer.content
