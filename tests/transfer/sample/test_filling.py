from collections import Counter
from datetime import timedelta

from django.db.models import Count

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.discussion.models import (
    Act,
    Comment,
    Decision,
    DiscussionRules,
    State,
    Thread,
)
from broadsheet.fundraising.models import Gift
from broadsheet.fundraising.models import State as GiftState
from broadsheet.fundraising.queries import meter_now
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Picture,
    PictureRendition,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.publishing.rendering import ALL_SPECS
from broadsheet.transfer import sample

LEAD = "pier-four-crane-brakes"


def _comments_under(slug: str):
    article = ArticlePage.objects.get(slug=slug)
    return Comment.objects.filter(thread__subject=f"page:{article.pk}")


def test_the_newsroom_is_open_and_says_that_it_is_a_sample(filled):
    newsroom = Newsroom.current()

    assert filled.was_new
    assert newsroom.is_sample
    assert newsroom.is_set_up
    assert newsroom.title == "The Harbour Ledger"


def test_stories_sections_authors_topics_and_pages_are_there(filled):
    articles = ArticlePage.objects.live()

    assert articles.count() == 14
    assert SectionPage.objects.live().count() == 4
    assert set(articles.values_list("numchild", flat=True)) == {0}
    assert Counter(article.get_parent().slug for article in articles).keys() == {
        "harbour",
        "city",
        "culture",
        "sport",
    }
    assert Author.objects.exclude(bio="").count() == 4
    assert Topic.objects.count() == 10
    assert articles.annotate(names=Count("bylines")).filter(names__gt=1).count() >= 4
    assert set(StaticPage.objects.live().values_list("slug", flat=True)) == {
        "about",
        "privacy",
        "imprint",
        "comment-rules",
    }


def test_every_kind_of_block_is_used(filled):
    kinds = {block.block_type for article in ArticlePage.objects.all() for block in article.body}

    assert kinds >= {
        "paragraph",
        "heading",
        "pull_quote",
        "quote",
        "picture",
        "list",
        "correction",
        "claim",
    }


def test_nothing_lies_in_the_future_and_the_newest_is_an_hour_old(filled):
    newest = ArticlePage.objects.live().order_by("-first_published_at").first()

    assert newest.slug == LEAD
    assert 3500 < (clock.now() - newest.first_published_at).total_seconds() < 4200
    assert not ArticlePage.objects.filter(updated_at__gt=clock.now()).exists()
    assert not Comment.objects.filter(created_at__gt=clock.now()).exists()


def test_the_lead_sets_a_claim_against_its_rejection(filled):
    body = ArticlePage.objects.get(slug=LEAD).body
    claim = next(block.value for block in body if block.block_type == "claim")

    assert [response["kind"] for response in claim["responses"]] == ["rejects", "no_comment"]
    assert all(claim[part] for part in ("text", "speaker", "role", "said_at", "place"))
    assert any(block.value["via"] for block in body if block.block_type == "quote")


def test_no_placeholder_is_left_in_the_words(filled):
    for article in ArticlePage.objects.all():
        assert "{weekday" not in str(list(article.body.raw_data)), article.slug
    assert not Comment.objects.filter(body__contains="{").exists()


def test_threads_have_the_promised_lengths(filled):
    lengths = Counter(Thread.objects.values_list("comment_count", flat=True))

    assert lengths[5] == 1
    assert lengths[60] == 1
    assert lengths[1200] == 1
    assert ArticlePage.objects.count() - Thread.objects.count() >= 3
    assert not Thread.objects.exclude(closed_at=None).exists()
    assert all(
        thread.comment_count == thread.comments.filter(state=State.PUBLISHED).count()
        for thread in Thread.objects.all()
    )


def test_the_thread_of_five_is_under_the_lead_and_three_levels_deep(filled):
    depths = Counter(_comments_under(LEAD).values_list("depth", flat=True))

    assert depths == {0: 2, 1: 2, 2: 1}


def test_the_long_thread_is_broad_deep_and_says_nothing_twice(filled):
    comments = _comments_under("old-swing-bridge-closes-to-cars")
    depths = Counter(comments.values_list("depth", flat=True))

    assert depths[0] >= 400
    assert max(depths) == 5
    assert comments.values("body").distinct().count() == 1200
    assert comments.values("name").distinct().count() > 150


def test_every_picture_is_credited_rendered_and_in_the_media_folder(filled):
    pictures = Picture.objects.all()

    assert pictures.count() == 17
    assert all("/HARBOUR " in picture.credit and picture.description for picture in pictures)
    assert PictureRendition.objects.count() == 17 * len(ALL_SPECS)
    assert len(list((filled.media / "original_images").iterdir())) == 17


def test_the_month_has_its_goal_and_its_gifts(filled):
    meter = meter_now()

    assert meter is not None
    assert (meter.goal_minor, meter.raised_minor, meter.currency) == (500_000, 218_000, "USD")


def test_a_guest_is_published_after_the_automatic_checks(filled):
    rules = DiscussionRules.load()

    assert not rules.hold_first_comments
    assert rules.rules_page.slug == "comment-rules"


def test_three_comments_wait_for_a_moderator_each_for_a_reason_of_its_own(filled):
    held = Comment.objects.filter(state=State.HELD)
    decisions = Decision.objects.filter(comment__in=held)

    assert held.count() == 3
    assert held.filter(thread__comment_count__in=[5, 60, 1200]).count() == 0
    assert len(set(decisions.values_list("reason", flat=True))) == 3
    assert set(decisions.values_list("act", flat=True)) == {Act.HOLD}
    assert [name for name in decisions.values_list("by_name", flat=True) if name] == [
        "Lior Sandeman"
    ]


def test_a_story_goes_live_tomorrow_morning(filled):
    planned = ArticlePage.objects.get(live=False)

    assert planned.first_published_at is None
    assert timedelta(0) < planned.go_live_at - clock.now() < timedelta(days=2)
    assert planned.go_live_at.astimezone(clock.zone()).date() == clock.today() + timedelta(days=1)


def test_a_gift_waits_for_its_transfer_and_is_not_counted(filled):
    waiting = Gift.objects.get(state=GiftState.STARTED)

    assert (waiting.amount_minor, waiting.gateway, waiting.is_sample) == (12_000, "bank", True)
    assert meter_now().gifts == 41


def test_filling_again_changes_nothing(filled):
    models = (ArticlePage, StaticPage, Author, Topic, Picture, PictureRendition, Comment)
    before = [model.objects.count() for model in models]

    assert sample.fill() is False
    assert [model.objects.count() for model in models] == before
    assert meter_now().raised_minor == 218_000
