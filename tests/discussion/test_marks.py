"""Page marks: the pages of a long thread, whatever happens in it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.discussion import actions, marks, queries
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, Order, PageMark, State, Thread
from broadsheet.discussion.ranking import Sort
from tests.discussion.conftest import FERRY
from tests.discussion.test_ranking import expected
from tests.discussion.trees import START, Conversation, conversations

PER_PAGE = 5


@pytest.fixture
def short_stretches(monkeypatch, open_house) -> None:
    """Marks as in a thread of thousands, in one of some twenty."""
    monkeypatch.setattr(marks, "STRETCH", 3)
    monkeypatch.setattr(marks, "MARKED_FROM", 4)
    monkeypatch.setattr(marks, "LOOKED_AT_EVERY", 2)
    actions.save_rules(comments_per_page=PER_PAGE)


def bring(talk: Conversation) -> None:
    actions.forget_thread(subject=FERRY)
    actions.import_thread(subject=FERRY, comments=talk.comments)


def pages(sort: Sort) -> list[int]:
    """The top level, page after page."""
    found: list[int] = []
    number, last = 1, 1
    while number <= last:
        page = queries.discussion_page(FERRY, sort=sort, page=number)
        assert page is not None
        assert page.page == number
        last = page.pages
        top = [one.id for one in page.comments if one.level == 0]
        assert len(top) == PER_PAGE or number == last
        found += top
        number += 1
    return found


def pins_first(order: list[int]) -> list[int]:
    pinned = set(Comment.objects.filter(is_pinned=True).values_list("pk", flat=True))
    return [pk for pk in order if pk in pinned] + [pk for pk in order if pk not in pinned]


def assert_right() -> None:
    for sort in Sort:
        assert pages(sort) == pins_first(expected(sort))
    for number in range(1, 20):
        page = queries.discussion_page(FERRY, sort="oldest", page=number)
        assert page is not None
        if page.page != number:
            break
        for one in page.comments:
            found = Comment.objects.select_related("thread", "root").get(pk=one.id)
            assert queries.position_of(found) == number
    assert find_differences() == []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "post",
                "post",
                "reply",
                "up",
                "up",
                "down",
                "remove",
                "hold",
                "restore",
                "pin",
                "unpin",
            ]
        ),
        st.integers(0, 30),
    ),
    max_size=25,
)


def act(what: str, number: int, spoken: int) -> None:
    """Do one of the acts to one of the comments; what the house refuses is not done."""
    comments = list(Comment.objects.select_related("thread").order_by("pk"))
    comment = comments[number % len(comments)] if comments else None
    said = {"subject": FERRY, "name": "Ada", "body": f"Remark {spoken} of today."}
    if what == "post" or comment is None:
        actions.post_comment(**said)
        return
    try:
        if what == "reply":
            actions.post_comment(**said, parent_id=comment.pk)
        elif what in ("up", "down"):
            value = 1 if what == "up" else -1
            actions.vote(comment_id=comment.pk, voter=f"voter {spoken}", value=value)
        elif what == "restore":
            back = actions.approve if comment.state == State.HELD else actions.restore
            back(comment=comment, by=None)
        else:
            getattr(actions, what)(comment=comment, by=None)
    except actions.Refused:
        pass


@pytest.mark.django_db
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(conversations(max_size=30), ACTS)
def test_pages_are_the_order_after_anything_that_happens(short_stretches, talk, acts) -> None:
    bring(talk)
    for spoken, (what, number) in enumerate(acts):
        act(what, number, spoken)
    assert_right()


@pytest.mark.django_db
def test_a_thread_gets_marks_by_growing_and_cuts_its_stretches(short_stretches, say) -> None:
    for _ in range(20):
        say()
    assert Thread.objects.get().is_marked
    for order in Order:
        counts = PageMark.objects.filter(order=order).values_list("count", flat=True)
        assert sum(counts) == 20
        assert max(counts) <= 2 * marks.STRETCH
    assert_right()


@pytest.mark.django_db
def test_an_earlier_comment_and_another_time_find_their_stretch(short_stretches) -> None:
    made = [
        actions.import_comment(
            subject=FERRY,
            parent=None,
            name="Ada",
            body=str(n),
            created_at=START + timedelta(days=n),
        )
        for n in range(20)
    ]
    early = {"name": "Ada", "body": "early", "created_at": START - timedelta(days=9)}
    actions.import_comment(subject=FERRY, parent=None, **early)
    actions.import_comment(subject=FERRY, parent=None, **early, up=4, comment=made[7])
    assert_right()


@pytest.mark.django_db
def test_the_check_finds_a_wrong_count_and_missing_marks(short_stretches, say) -> None:
    for _ in range(20):
        say()
    mark = PageMark.objects.filter(order=Order.VOTES).order_by("value", "comment_number")[0]
    PageMark.objects.filter(pk=mark.pk).update(count=mark.count + 1)
    PageMark.objects.filter(order=Order.TIME).delete()
    found = {one.what for one in find_differences()}
    assert found == {"comments of a stretch of pages", "page marks"}


@pytest.mark.django_db
def test_a_long_thread_asks_few_questions_on_every_page(
    short_stretches, say, django_assert_max_num_queries
) -> None:
    for _ in range(60):
        say()
    for sort in Sort:
        for number in (1, 2, 12):
            with django_assert_max_num_queries(12):
                queries.discussion_page(FERRY, sort=sort, page=number)


@pytest.mark.django_db
@pytest.mark.parametrize("sort", Sort)
def test_a_page_reads_no_more_of_a_long_thread_than_it_shows(short_stretches, say, sort) -> None:
    """Nothing without a limit goes through the whole thread, pinned or not."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the tables, which are small here.")
    for _ in range(20):
        say()
    with CaptureQueriesContext(connection) as asked:
        queries.discussion_page(FERRY, sort=sort, page=2)
    about_comments = [one["sql"] for one in asked if 'FROM "discussion_comment"' in one["sql"]]
    assert about_comments
    for sql in about_comments:
        with connection.cursor() as cursor:
            plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
        wide = [step for step in plan if step.endswith("(thread_id=? AND parent_id=?)")]
        assert "LIMIT" in sql or not [step for step in wide if "comment_pinned" not in step], sql
        assert not [step for step in plan if "SCAN" in step], sql


@pytest.mark.django_db
def test_pins_are_counted_apart(short_stretches, say, moderator: User) -> None:
    made = [say().comment for _ in range(16)]
    for one in made[3:10]:
        actions.pin(comment=one, by=moderator)
    assert_right()
    actions.remove(comment=made[4], by=moderator)
    actions.unpin(comment=made[5], by=moderator)
    actions.pin(comment=made[4], by=moderator)
    actions.restore(comment=made[4], by=moderator)
    assert_right()
