"""The table of what makes which pages old, and the addresses under which pages are kept."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from broadsheet.discussion.actions import moderating
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.signals import KINDS
from broadsheet.web import kept, pages, signals

PACKAGE = Path(pages.__file__).parent.parent


def test_a_vote_touches_its_discussion_alone():
    assert pages.made_stale("comment.voted", {"subject": "page:1"}) == {"thread:page:1"}


def test_a_comment_touches_its_discussion_its_number_and_the_rankings():
    touched = pages.made_stale("comment.removed", {"subject": "page:1"})
    assert touched == {"thread:page:1", "count:page:1", "talk"}


def test_a_gift_touches_the_meter():
    assert pages.made_stale("gift.settled", {"month": "2026-11"}) == {"meter"}


@pytest.mark.parametrize(
    ("topic", "values"),
    [("newsroom.saved", {}), ("never.heard.of", {}), ("comment.voted", {}), ("author.saved", {})],
)
def test_when_in_doubt_everything_is_touched(topic, values):
    assert pages.made_stale(topic, values) == {"site"}


def _topics() -> tuple[set[str], set[str]]:
    """All announcements of the house by their names, and the expressions that make up others."""
    written: set[str] = set()
    made_up: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path == PACKAGE / "core/outbox.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                what = node.args[0]
                if name == "announce" and not isinstance(what, ast.Constant):
                    made_up.add(ast.unparse(what))
                elif name in {"announce", "tell"} and isinstance(what, ast.Constant):
                    written.add(str(what.value))
    return written, made_up


def test_every_announcement_has_a_line_in_the_table():
    written, made_up = _topics()
    assert made_up == {
        "topic",  # fundraising/actions/log.py, whose callers write it out
        "_TOPICS[act]",
        "f'{kind}.stored'",
        "f'{kind}.{happening}'",
        "f'{instance._meta.model_name}.saved'",
    }
    written |= set(moderating._TOPICS.values())
    written |= {
        f"{'article' if issubclass(model, ArticlePage) else model._meta.model_name}.stored"
        for model in apps.get_models()
        if issubclass(model, signals.WATCHED)
    }
    written |= {
        f"{kind}.{happening}"
        for kind in KINDS.values()
        for happening in ("published", "unpublished", "moved")
    }
    assert {"gift.settled", "comment.published", "subscription.asked"} <= written
    assert written - set(pages._STALE) == set()


def test_each_topic_of_the_table_is_announced_somewhere():
    source = "\n".join(
        path.read_text() for path in PACKAGE.rglob("*.py") if path.name != "pages.py"
    )
    verbs = set(re.findall(r'"(?:\w+\.)?(\w+)"', source)) | {"stored"}
    assert {topic.rpartition(".")[2] for topic in pages._STALE} <= verbs


def test_a_page_collects_what_it_shows():
    with pages.collecting() as needed:
        pages.depends_on("meter", "talk")
        pages.depends_on("meter")
    assert needed.tags == {"meter", "talk"}
    pages.depends_on("later")
    assert "later" not in needed.tags


@pytest.mark.parametrize(
    ("query", "counted", "has_more"),
    [
        ("", "", False),
        ("sort=newest", "sort=newest", False),
        ("page=2&sort=newest", "sort=newest&page=2", False),
        ("utm_source=x", "", True),
        ("page=2&utm_source=x", "page=2", True),
        ("%70age=2", "page=2", False),
        ("x=1&x=2", "", True),
    ],
)
def test_the_query_that_counts(query, counted, has_more):
    assert kept.counted("/harbour/ferry/", query) == kept.Query(counted, has_more)


@pytest.mark.parametrize(
    "query", ["sort=best", "page=0", "page=02", "page=2&page=3", "p=12", "q=ferry", "a=1&" * 50]
)
def test_a_query_that_asks_for_something_unusual(query):
    assert kept.counted("/harbour/ferry/", query) is None


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("limit=5&sort=newest", "sort=newest&limit=5"),
        ("cursor=ab_-", "cursor=ab_-"),
        ("page=2", ""),
    ],
)
def test_the_query_that_counts_for_a_call(query, counted):
    assert kept.counted("/api/v1/articles/", query).counted == counted


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=%00", "sort=best"])
def test_a_query_that_asks_a_call_for_something_unusual(query):
    assert kept.counted("/api/v1/articles/", query) is None


def test_a_story_touches_its_page_and_the_lists():
    assert pages.made_stale("article.published", {"id": 7}) == {"story:7", "stories"}
