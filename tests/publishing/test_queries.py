"""What pages ask: only what is public, in order, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction
from wagtail.search import index

from broadsheet.publishing import actions, queries
from broadsheet.publishing.models import ArticlePage
from tests.publishing.conftest import MORNING


def slugs(articles) -> list[str]:
    return [article.slug for article in articles]


def query_count(work) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return len(captured)


def everything_a_card_shows(articles) -> None:
    for article in articles:
        _ = (article.section.title, article.url, article.hero and article.hero.credit)
        _ = [author.portrait for author in article.authors]


class TestTheFront:
    @pytest.mark.parametrize("moment", [1, 2])
    def test_leaves_out_what_is_taken_down_while_it_asks(self, paper, moment):
        paper.stories(7)
        asked = 0

        def take_down_between(execute, sql, params, many, context):
            nonlocal asked
            asked += 1
            if asked == moment + 1:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE wagtailcore_page SET live = %s WHERE slug = %s", [False, "story-6"]
                    )
            return execute(sql, params, many, context)

        with connection.execute_wrapper(take_down_between):
            front = queries.front()
        assert front.lead.slug == "story-5"

    def test_shows_each_story_once(self, paper):
        paper.stories(14, topics=[paper.ferries])
        paper.story(slug="vote", section=paper.council, published_at=MORNING)
        front = queries.front()
        assert front.lead.slug == "story-13"
        assert slugs(front.seconds) == ["story-12", "story-11", "story-10", "story-9"]
        assert [(part.section.slug, slugs(part.articles)) for part in front.sections] == [
            ("harbour", ["story-8", "story-7", "story-6", "story-5"]),
            ("council", ["vote"]),
        ]

    def test_a_pinned_story_leads(self, paper):
        paper.stories(3)
        paper.story(slug="pinned", is_pinned=True, published_at=MORNING - timedelta(days=9))
        assert queries.front().lead.slug == "pinned"

    def test_is_empty_before_the_first_story(self, paper):
        front = queries.front()
        assert (front.lead, front.seconds, front.sections) == (None, [], [])

    def test_costs_the_same_however_much_there_is(self, paper):
        hero = paper.picture()

        def look() -> None:
            front = queries.front()
            everything_a_card_shows([front.lead, *front.seconds])
            for part in front.sections:
                everything_a_card_shows(part.articles)

        paper.stories(2, hero=hero, topics=[paper.ferries])
        few = query_count(look)
        for number in range(6):
            section = actions.save_section(title=f"S{number}", slug=f"s{number}")
            for place in range(4):
                paper.story(slug=f"t{place}", section=section, hero=hero, topics=[paper.ferries])
        many = query_count(look)
        assert many <= few
        assert many <= 12


class TestLists:
    def test_drafts_and_restricted_stories_are_not_shown(self, paper):
        paper.stories(2)
        paper.story(slug="draft", live=False)
        secret = paper.story(slug="secret", section=paper.council)
        PageViewRestriction.objects.create(
            page=paper.council, restriction_type=PageViewRestriction.LOGIN
        )
        assert slugs(queries.latest()) == ["story-1", "story-0"]
        assert slugs(queries.sections()) == ["harbour"]
        assert queries.by_ids([secret.pk]) == []
        assert queries.article_for_api(secret.pk) is None
        assert queries.discussed_pages([secret.pk]) == {}

    def test_a_discussed_page_is_where_its_address_says(self, paper):
        story = paper.stories(1)[0]
        found = queries.discussed_pages([story.pk])
        assert found == {story.pk: (story.title, story.url)}

    def test_a_restriction_on_one_story_hides_that_one(self, paper):
        one, _two = paper.stories(2)
        PageViewRestriction.objects.create(page=one, restriction_type=PageViewRestriction.LOGIN)
        assert slugs(queries.latest()) == ["story-1"]

    def test_a_section_is_paged(self, paper):
        paper.stories(23)
        paper.story(slug="vote", section=paper.council)
        first = queries.section_articles(paper.harbour, 1)
        second = queries.section_articles(paper.harbour, 2)
        assert (first.paginator.num_pages, len(first.object_list)) == (2, 20)
        assert slugs(second) == ["story-2", "story-1", "story-0"]
        assert (
            query_count(lambda: everything_a_card_shows(queries.section_articles(paper.harbour, 1)))
            <= 7
        )

    def test_by_author_and_topic(self, paper):
        paper.story(slug="ada")
        paper.story(slug="both", bylines=[(paper.ada, ""), (paper.ben, "photographer")])
        paper.story(slug="topic", topics=[paper.ferries], bylines=[])
        assert set(slugs(queries.author_articles(paper.ada))) == {"ada", "both"}
        assert slugs(queries.author_articles(paper.ben)) == ["both"]
        assert slugs(queries.topic_articles(paper.ferries)) == ["topic"]
        assert slugs(queries.latest(5, topic=paper.ferries, with_body=True)) == ["topic"]
        assert slugs(queries.latest(5, author=paper.ben)) == ["both"]
        assert slugs(queries.latest(5, section=paper.council)) == []

    def test_keyset_pages_meet_without_gap_or_repeat(self, paper):
        for number in range(5):  # all at the same moment: the id decides
            paper.story(slug=f"same-{number}")
        seen: list[str] = []
        cursor = None
        while found := queries.articles_after(cursor, 2):
            seen += slugs(found)
            cursor = (found[-1].first_published_at, found[-1].pk)
        assert seen == [f"same-{number}" for number in (4, 3, 2, 1, 0)]


class TestRelated:
    def test_topics_first_then_section_each_once_never_itself(self, paper):
        strike = actions.save_topic(name="Strike", slug="strike")
        story = paper.story(topics=[paper.ferries, strike])
        paper.story(slug="both", topics=[paper.ferries, strike], section=paper.council)
        paper.story(slug="one", topics=[strike], published_at=MORNING + timedelta(hours=2))
        paper.story(slug="section-only")
        paper.story(slug="elsewhere", section=paper.council)
        paper.story(slug="draft", topics=[strike], live=False)
        assert slugs(queries.related_to(story)) == ["both", "one", "section-only"]
        assert slugs(queries.related_to(story, limit=1)) == ["both"]


class TestSearch:
    def index(self) -> None:
        for article in ArticlePage.objects.all():
            index.insert_or_update_object(article)

    def test_finds_words_of_headline_standfirst_and_text(self, paper):
        paper.story(slug="a", title="Walrus in the harbour")
        paper.story(slug="b", standfirst="A walrus was seen.")
        paper.story(
            slug="c",
            body=[
                {"type": "claim", "value": {"text": "There is a walrus", "speaker": "Mayor"}},
            ],
        )
        paper.story(slug="d", body=[{"type": "html", "value": {"html": "<p>A walrus</p>"}}])
        paper.story(slug="draft", title="Walrus draft", live=False)
        paper.story(slug="other", title="Seal")
        self.index()
        found = queries.search_articles("walrus")
        assert set(slugs(found)) == {"a", "b", "c", "d"}
        assert found.paginator.count == 4

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            '"',
            "walrus*",
            "AND OR NOT",
            "a:b",
            "(",
            "'; DROP TABLE--",
            "NEAR(",
            "x" * 5000,
            "\x00",
            "💥",
            "-walrus",
            "^",
            "{}",
        ],
    )
    def test_survives_whatever_people_type(self, paper, text):
        paper.story(title="Walrus")
        self.index()
        assert queries.search_articles(text).number == 1


class TestTheDesk:
    def test_pictures_without_credit(self, paper):
        paper.picture()
        missing = paper.picture(credit="", title="Missing")
        kept = paper.picture(credit="", title="Kept", allow_unknown_credit=True)
        assert list(queries.without_credit()) == [kept, missing]

    def test_kept_markup(self, paper):
        kept = paper.story(slug="kept", body=[{"type": "html", "value": {"html": "<hr>"}}])
        page = actions.save_page(
            slug="old",
            title="Old",
            body=[{"type": "html", "value": {"html": "<p>x</p>"}}],
            live=True,
        )
        paper.story(
            slug="talks-about-it", body=[{"type": "paragraph", "value": '<p>"type": "html"</p>'}]
        )
        assert {found.pk for found in queries.kept_html()} == {kept.pk, page.pk}


def test_a_story_page_is_loaded_at_once(paper, django_assert_max_num_queries):
    hero = paper.picture()
    body = [{"type": "picture", "value": {"picture": paper.picture().pk}} for _number in range(4)]
    paper.story(hero=hero, body=body, topics=[paper.ferries])
    with django_assert_max_num_queries(8):
        article = queries.prepare(ArticlePage.objects.select_related("hero").get())
        everything_a_card_shows([article])
        _ = [topic.name for topic in article.topics.all()]
        for block in article.body:
            _ = block.value["picture"].prefetched_renditions


def test_an_address_leads_to_its_story_in_few_queries(paper, client, rf):
    paper.story()
    draft = paper.story(slug="draft", live=False)
    paper.front.refresh_from_db()
    request = rf.get("/harbour/ferry-row/")
    with CaptureQueriesContext(connection) as captured:
        found = paper.front.route(request, ["harbour", "ferry-row"])
    assert found.page.slug == "ferry-row"
    assert len(captured) == 1
    assert paper.front.route(request, ["harbour"]).page.slug == "harbour"
    assert client.get("/harbour/ferry-row/").status_code == 200
    for gone in (draft.url, "/council/ferry-row/", "/harbour/ferry-row/more/", "/nowhere/at-all/"):
        assert client.get(gone).status_code == 404
