"""Writing, publishing, scheduling and changing stories and pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from broadsheet.core.models import Announcement
from broadsheet.publishing import actions
from broadsheet.publishing.models import ArticlePage, StaticPage
from tests.publishing.conftest import MORNING


def test_a_story_lies_under_its_section(paper):
    story = paper.story()
    assert story.live
    assert story.url == "/harbour/ferry-row/"
    assert story.first_published_at == MORNING
    assert story.section.specific == paper.harbour
    assert [author.name for author in story.authors] == ["Ada Quay"]
    assert story.reading_minutes == 1


def test_the_front_page_is_the_root_of_the_site_and_made_once(paper):
    assert paper.front.url == "/"
    assert actions.ensure_front_page(title="The Example") == paper.front
    assert Site.objects.get().root_page_id == paper.front.pk
    assert actions.ensure_front_page(title="Renamed").title == "Renamed"


def test_a_byline_says_who_did_what(paper):
    story = paper.story(bylines=[(paper.ben, "photographer"), (paper.ada, ""), (paper.ben, "")])
    parts = [(part.role, [author.name for author in part.authors]) for part in story.byline_parts]
    assert parts == [("writer", ["Ada Quay", "Ben Moor"]), ("photographer", ["Ben Moor"])]


def test_an_unknown_part_in_a_byline_is_refused(paper):
    with pytest.raises(ValueError, match="sorcerer"):
        paper.story(bylines=[(paper.ada, "sorcerer")])
    assert not ArticlePage.objects.exists()


def test_saving_again_changes_the_same_story(paper):
    story = paper.story(topics=[paper.ferries])
    updated_at = MORNING + timedelta(hours=3)
    again = paper.story(
        article=story,
        title="Ferries sail again",
        section=paper.council,
        bylines=[(paper.ben, "")],
        updated_at=updated_at,
    )
    found = ArticlePage.objects.get()
    assert found == again
    assert found.url == "/council/ferry-row/"
    assert found.title == "Ferries sail again"
    assert found.first_published_at == MORNING
    assert found.updated_at == updated_at
    assert [author.name for author in found.authors] == ["Ben Moor"]
    assert list(found.topics.all()) == []


def test_a_draft_is_not_public_and_becomes_it(paper):
    story = paper.story(live=False)
    assert not ArticlePage.objects.live().exists()
    assert story.get_latest_revision_as_object().body[0].block_type == "paragraph"
    published = paper.story(article=story, live=True)
    assert published.live
    assert published.first_published_at == MORNING
    assert not paper.story(article=published, live=False).live


def test_dangerous_markup_never_reaches_the_body(paper):
    nasty = '<p onclick="x()">Hello<script>alert(1)</script><a href="javascript:x">y</a></p>'
    story = paper.story(
        body=[
            {"type": "paragraph", "value": nasty},
            {"type": "list", "value": {"ordered": True, "items": [nasty, "two"]}},
            {"type": "html", "value": {"html": f'<iframe src="//x"></iframe>{nasty}'}},
            {"type": "table", "value": {"html": f"<table><tr><td>{nasty}</td></tr></table>"}},
            {"type": "heading", "value": {"text": "<b>Bold\x00</b>", "level": 3}},
        ]
    )
    shown = str(story.body)
    for bad in ("<script", "onclick", "javascript:", "<iframe", "\x00", "<b>"):
        assert bad not in shown
    assert "&lt;b&gt;Bold&lt;/b&gt;" in shown


def test_a_block_that_does_not_exist_is_refused(paper):
    with pytest.raises(ValueError, match="carousel"):
        paper.story(body=[{"type": "carousel", "value": {}}])


def test_publishing_is_announced_with_values(paper):
    Announcement.objects.all().delete()
    story = paper.story(topics=[paper.ferries])
    told = Announcement.objects.get(topic="article.published")
    assert told.values == {
        "id": story.pk,
        "path": "/harbour/ferry-row/",
        "section": "/harbour/",
        "authors": ["/authors/ada-quay/"],
        "topics": ["/topics/ferries/"],
    }


def test_taking_down_deleting_and_moving_are_announced(paper):
    story = paper.story()
    other = paper.story(slug="other")
    Announcement.objects.all().delete()
    paper.story(article=story, live=False)
    other.move(paper.council, pos="last-child")
    ArticlePage.objects.get(pk=other.pk).delete()
    rows = Announcement.objects.exclude(topic__endswith=".stored")
    told = [(row.topic, row.values["path"]) for row in rows]
    assert told == [
        ("article.unpublished", "/harbour/ferry-row/"),
        ("article.moved", "/council/other/"),
        ("article.unpublished", "/council/other/"),
    ]
    moved = Announcement.objects.get(topic="article.moved")
    assert moved.values["old_path"] == "/harbour/other/"


def test_a_new_address_is_announced_with_the_old_one(paper, django_capture_on_commit_callbacks):
    story = paper.story()
    Announcement.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        paper.story(article=story, slug="ferries-sail")
    moved = Announcement.objects.get(topic="article.moved")
    assert (moved.values["old_path"], moved.values["path"]) == (
        "/harbour/ferry-row/",
        "/harbour/ferries-sail/",
    )


def test_reserved_addresses_are_refused(paper):
    with pytest.raises(actions.ReservedAddress):
        actions.save_section(title="Support", slug="support")
    with pytest.raises(actions.ReservedAddress):
        actions.save_page(slug="API", title="API", body=[], live=True)


def test_a_static_page_has_a_discussion_only_when_asked(paper):
    page = actions.save_page(
        slug="about",
        title="About us",
        body=[{"type": "paragraph", "value": "<p>We report.</p>"}],
        live=True,
    )
    assert (page.url, page.has_discussion) == ("/about/", False)
    again = actions.save_page(
        slug="about", title="About", body=[], live=True, has_discussion=True, page=page
    )
    assert StaticPage.objects.get() == again
    assert again.has_discussion


def test_a_live_page_needs_credits_as_a_story_does(paper):
    block = {"type": "picture", "value": {"picture": paper.picture(credit="", title="No one's").pk}}
    with pytest.raises(actions.CreditMissing, match="No one's"):
        paper.story(body=[block])
    with pytest.raises(actions.CreditMissing, match="No one's"):
        actions.save_page(slug="about", title="About", body=[block], live=True)
    assert not ArticlePage.objects.exists()
    assert not StaticPage.objects.exists()
    story = paper.story(body=[block], allow_unknown_credit=True)
    assert story.live
    assert story.body[0].value["picture"].credit_unknown


class TestTheScheduler:
    @pytest.fixture
    def held(self, clock, monkeypatch):
        """Wagtail reads Django's clock; both stand still together."""
        monkeypatch.setattr(timezone, "now", lambda: clock.at)
        return clock

    def test_publishes_what_is_due_and_nothing_earlier(self, paper, held):
        held.set(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
        at = held.at + timedelta(minutes=10)
        story = paper.story(published_at=at)
        assert not story.live
        assert actions.publish_due() == 0
        held.set(at)
        assert actions.publish_due() == 1
        found = ArticlePage.objects.get()
        assert found.live
        assert found.first_published_at == at
        assert actions.publish_due() == 0

    def test_waits_for_a_credit(self, paper, held):
        at = held.at + timedelta(minutes=10)
        picture = paper.picture()
        paper.story(published_at=at, hero=picture)
        picture = actions.save_picture(file=None, title="Harbour", credit="", picture=picture)
        held.advance(minutes=11)
        assert actions.publish_due() == 0
        assert not ArticlePage.objects.get().live
        actions.save_picture(file=None, title="Harbour", credit="Ada Quay", picture=picture)
        assert actions.publish_due() == 1
        assert ArticlePage.objects.get().live

    def test_takes_down_what_has_expired(self, paper, held):
        story = paper.story()
        ArticlePage.objects.filter(pk=story.pk).update(expire_at=held.at + timedelta(hours=1))
        assert actions.publish_due() == 0
        held.advance(hours=2)
        assert actions.publish_due() == 1
        assert not ArticlePage.objects.get().live
