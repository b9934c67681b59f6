"""An article's page: its order, and what it tells machines."""

import json
import re

import pytest
from wagtail.models import PageViewRestriction

from broadsheet.fundraising.actions import ensure_campaign
from broadsheet.publishing.models import ArticlePage
from broadsheet.web.assets import STYLES_FIRST
from tests.web.conftest import speak

pytestmark = pytest.mark.django_db

QUERIES_MAX = 22
"""The target is 25; passages under discussion take two more, a story without likes of it one."""


@pytest.fixture
def story(paper, newsroom):
    ensure_campaign(goal_minor=500_000, currency="USD")
    found = paper.story(
        title="Ferries <stay> in port",
        dateline="Pier 4",
        hero=paper.picture(),
        topics=[paper.ferries],
        bylines=[(paper.ada, "writer"), (paper.ben, "data")],
    )
    paper.stories(5, topics=[paper.ferries])
    speak(found, 3)
    return found


@pytest.fixture
def page(client, story) -> str:
    return client.get(story.url).content.decode()


def test_the_parts_come_in_their_order(page):
    marks = [
        'class="masthead',
        'class="meter',
        'class="article-section"',
        'class="article-title"',
        'class="article-standfirst"',
        'class="support-line',
        'class="byline"',
        'class="article-dateline"',
        'class="share"',
        'class="picture picture-hero"',
        'class="article-body',
        'class="support-again"',
        'class="author-box"',
        'id="related"',
        'id="discussion"',
        'class="footer"',
    ]
    places = [page.find(mark) for mark in marks]
    assert -1 not in places, marks[places.index(-1)]
    assert places == sorted(places)


def test_times_can_be_read_by_machines(page, story):
    published = re.search(r"Published <time datetime=\"([^\"]+)\">", page)
    assert published
    assert published[1].startswith("2026-11-20T07:30")


def test_sharing_is_plain_links(page):
    share = page[page.index('class="share"') :].split("</ul>")[0]
    assert 'href="mailto:?subject=Ferries%20%3Cstay%3E%20in%20port&amp;body=http' in share
    assert "<script" not in share


def test_no_story_is_related_twice_or_to_itself(page, story):
    related = page[page.index('id="related"') : page.index('id="discussion"')]
    titles = re.findall(r'class="card-title"><a href="([^"]+)"', related)
    assert len(titles) == len(set(titles)) == 4
    assert story.url not in titles


def test_its_data_is_json_that_no_headline_can_break(page):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert data["headline"] == "Ferries <stay> in port"
    assert data["author"][0]["name"] == "Ada Quay"
    assert data["image"]["creditText"] == "Ada Quay/EXAMPLE"


def test_links_elsewhere_show_headline_and_picture(page):
    assert '<meta property="og:title" content="Ferries &lt;stay&gt; in port">' in page
    assert re.search(r'<meta property="og:image" content="http[^"]+\.jpg">', page)
    assert re.search(r'<link rel="canonical" href="http[^"]+/harbour/ferry-row/">', page)


def test_nothing_in_the_page_needs_more_than_the_policy_allows(page):
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son[a-z]+=", page)
    facts, own, other = sorted(
        re.findall(r"<script([^>]*)>([^<]*)</script>", page), key=lambda one: "json" not in one[0]
    )
    assert facts[0] == ' type="application/ld+json"'
    assert re.fullmatch(r' type="module" async src="/static/[\w.-]+"', own[0])
    assert (own[1], other) == ("", ("", STYLES_FIRST))
    assert "csrfmiddlewaretoken" not in page


def test_reading_sets_no_cookie(client, story):
    assert not client.get(story.url).cookies


def test_its_price_in_queries_is_bounded(client, story, django_assert_max_num_queries):
    client.get(story.url)
    with django_assert_max_num_queries(QUERIES_MAX):
        client.get(story.url)


@pytest.mark.parametrize("place", ["story", "section", "front page"])
def test_who_may_read_is_asked_at_every_page_above(client, paper, story, place):
    page = {"story": story, "section": paper.harbour, "front page": paper.front}[place]
    assert client.get(story.url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(story.url).status_code == 302


def test_an_alias_is_as_private_as_its_story(client, paper, story):
    alias = story.create_alias(parent=paper.council)
    assert isinstance(alias, ArticlePage)
    assert client.get(alias.url).status_code == 200
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.url).status_code == 302


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", "1e3", "²", "9" * 30])
def test_a_page_of_comments_that_is_not_there_is_404(client, story, number):
    assert client.get(story.url, {"page": number}).status_code == 404


def test_without_a_campaign_there_is_no_meter(client, paper, newsroom):
    answer = client.get(paper.story().url)
    assert answer.status_code == 200
    assert b"<meter" not in answer.content


def test_a_story_closed_to_discussion_has_none(client, paper, newsroom):
    story = paper.story(has_discussion=False)
    assert b'id="discussion"' not in client.get(story.url).content
