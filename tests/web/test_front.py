"""The front page."""

import pytest

from broadsheet.core import subjects
from broadsheet.fundraising.actions import ensure_campaign
from broadsheet.web.fragments import comment_counts
from broadsheet.web.front import compose_front, most_discussed
from broadsheet.web.subjects import key_of
from tests.web.conftest import speak

pytestmark = pytest.mark.django_db

QUERIES_MAX = 18
"""The target is 20."""


def test_the_most_discussed_come_first(paper):
    stories = paper.stories(3)
    speak(stories[0], 1)
    speak(stories[2], 2)
    assert [(one.title, one.count) for one in most_discussed()] == [("Story 2", 2), ("Story 0", 1)]


def test_each_story_carries_its_number_of_comments(paper):
    stories = paper.stories(8)
    speak(stories[7], 2)
    front = compose_front()
    assert front.lead == stories[7]
    counts = comment_counts([key_of(story) for story in front.stories])
    assert "2 comments" in counts[key_of(stories[7])]
    assert counts[key_of(stories[6])] == ""


def test_its_price_in_queries_is_bounded(client, paper, newsroom, django_assert_max_num_queries):
    ensure_campaign(goal_minor=500_000, currency="USD")
    for number, section in enumerate([paper.harbour, paper.council] * 8):
        speak(paper.story(slug=f"s-{number}", section=section, hero=paper.picture()), 1)
    client.get("/")
    with django_assert_max_num_queries(QUERIES_MAX):
        answer = client.get("/")
    assert answer.status_code == 200


def test_an_empty_front_page_says_so_nicely(client, paper, newsroom):
    page = client.get("/").content.decode()
    assert "The first edition is being written" in page
    assert "<h1" in page


def test_a_page_without_discussion_is_no_subject(paper):
    story = paper.story(has_discussion=False)
    assert subjects.find(key_of(story)) is None


@pytest.mark.parametrize("key", ["page:", "page:x", "page:²", "page:" + "9" * 40, "page:0"])
def test_a_key_that_is_none_finds_nothing(db, key):
    assert subjects.find(key) is None


def test_a_hidden_story_is_no_subject(paper):
    story = paper.story()
    key = key_of(story)
    found = subjects.find(key)
    assert found
    assert found.path == "/harbour/ferry-row/"
    story.unpublish()
    assert subjects.find(key) is None
