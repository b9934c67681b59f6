from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.discussion.actions import import_comment
from broadsheet.discussion.models import Comment, DiscussionRules, Thread
from broadsheet.fundraising.models import Campaign, Gift
from broadsheet.fundraising.queries import meter_now
from broadsheet.publishing.actions import save_article
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Picture,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.transfer import sample
from broadsheet.transfer.models import Imported


def _write_comment(article: ArticlePage) -> Comment:
    return import_comment(
        subject=f"page:{article.pk}",
        parent=None,
        name="Gus",
        body="I was really there.",
        created_at=clock.now() - timedelta(minutes=1),
    )


def test_a_story_with_a_readers_comment_stays_with_its_discussion(filled):
    lead = ArticlePage.objects.get(slug="pier-four-crane-brakes")
    mine = _write_comment(lead)

    kept = sample.remove()

    assert len(kept) == 1
    assert lead.title in kept[0]
    assert list(ArticlePage.objects.all()) == [lead]
    assert Comment.objects.filter(thread=mine.thread).count() == 6
    assert Comment.objects.count() == 6
    assert {author.slug for author in Author.objects.all()} == {"tobin-arkwell", "edda-quillon"}
    assert Picture.objects.count() == 2
    assert Newsroom.current().is_set_up
    assert not Newsroom.current().is_sample


def test_what_was_kept_goes_once_nothing_holds_it(filled):
    lead = ArticlePage.objects.get(slug="pier-four-crane-brakes")
    mine = _write_comment(lead)
    sample.remove()
    mine.delete()

    assert sample.remove() == []
    assert not ArticlePage.objects.exists()
    assert not Picture.objects.exists()


def test_a_story_changed_at_the_desk_stays(filled):
    article = ArticlePage.objects.get(slug="cold-water-club")
    article.title = "Six degrees"
    article.save_revision().publish()

    kept = sample.remove()

    assert len(kept) == 1
    assert "Six degrees" in kept[0]


def _write_story(author: Author, body: list) -> ArticlePage:
    return save_article(
        section=SectionPage.objects.get(slug="sport"),
        slug="own",
        title="Our own",
        standfirst="",
        body=body,
        bylines=[(author, "writer")],
        topics=[Topic.objects.get(slug="sea")],
        published_at=None,
        live=True,
    )


def test_a_newsroom_with_stories_of_its_own_is_not_filled_again(filled):
    own = _write_story(Author.objects.get(slug="nadia-ferrow"), [])
    sample.remove()

    with pytest.raises(sample.NotEmpty):
        sample.fill()

    assert list(ArticlePage.objects.all()) == [own]
    assert not Newsroom.current().is_sample


def test_a_story_of_ones_own_keeps_what_it_is_made_of(filled):
    picture = Picture.objects.get(title="Storm at the outer mole")
    author = Author.objects.get(slug="nadia-ferrow")
    own = _write_story(
        author, [{"type": "picture", "value": {"picture": picture.pk, "decorative": True}}]
    )

    assert sample.remove() == []
    assert list(ArticlePage.objects.all()) == [own]
    assert list(Picture.objects.all()) == [picture]
    assert list(Author.objects.all()) == [author]
    assert [topic.slug for topic in Topic.objects.all()] == ["sea"]
    assert [section.slug for section in SectionPage.objects.all()] == ["sport"]


def test_removing_leaves_an_empty_newsroom(filled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert sample.remove() == []

    for model in (ArticlePage, StaticPage, SectionPage, Author, Topic, Picture, Thread, Comment):
        assert not model.objects.exists(), model
    assert not Gift.objects.exists()
    assert not Campaign.objects.exists()
    assert meter_now() is None
    assert not Imported.objects.exists()
    assert DiscussionRules.load().hold_first_comments
    newsroom = Newsroom.current()
    assert (newsroom.title, newsroom.is_sample, newsroom.is_set_up) == ("Broadsheet", False, False)

    # The worker takes the files off the disk, as for any picture deleted at the desk.
    waiting = DBTaskResult.objects.filter(task_path__endswith="delete_file_from_storage_task")
    assert {row.args_kwargs["args"][1] for row in waiting} == {
        str(file.relative_to(filled.media)) for file in filled.media.rglob("*.*")
    }
