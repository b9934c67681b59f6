"""Discussions outside their pages: feeds and search, public comments only."""

import json
import xml.etree.ElementTree as ET

import pytest

from broadsheet.discussion import actions
from broadsheet.web.subjects import key_of


@pytest.fixture
def story(newsroom, paper):
    return paper.story()


@pytest.fixture
def said(story):
    """Says something under the story."""
    actions.save_rules(hold_first_comments=False)

    def said(body: str, name: str = "Ada"):
        return actions.post_comment(subject=key_of(story), name=name, body=body).comment

    return said


@pytest.mark.parametrize("form", ["xml", "atom", "json"])
def test_a_discussion_has_feeds(client, story, said, form):
    first = said("A *first* word & more \x07.", name="A <b>da")
    second = said("A second word.")
    answer = client.get(f"{story.url}feed.{form}")
    assert answer.status_code == 200
    text = answer.content.decode()
    if form == "json":
        items = json.loads(text)["items"]
        assert [one["url"] for one in items] == [
            f"http://localhost:8000/comments/{one.pk}/" for one in (second, first)
        ]
        assert "<em>first</em>" in items[1]["content_html"]
    else:
        ET.fromstring(text)
        assert f"/comments/{first.pk}/" in text
        assert "&lt;em&gt;first" in text
    actions.remove(comment=second, by=None)
    actions.hold(comment=first, by=None)
    gone = client.get(f"{story.url}feed.{form}").content.decode()
    assert "word" not in gone


def test_where_nothing_is_discussed_there_is_no_feed(client, story):
    story.has_discussion = False
    story.save_revision().publish()
    assert client.get(f"{story.url}feed.xml").status_code == 404
    assert client.get("/nowhere/nothing/feed.xml").status_code == 404
    assert client.get("/nothing/feed.xml").status_code == 404


def test_search_finds_comments_until_they_are_gone(client, said):
    comment = said("The **zeppelin** landed twice.", name="Zoe")

    def found() -> str:
        return client.get("/search/", {"q": "zeppelin twice"}).content.decode()

    assert "In the discussions" in found()
    assert f"/comments/{comment.pk}/" in found()
    actions.hold(comment=comment, by=None)
    assert "landed" not in found()
    actions.approve(comment=comment, by=None)
    assert "landed" in found()
    actions.erase(comment_id=comment.pk)
    assert "landed" not in found()
    assert "Nothing found" in found()
