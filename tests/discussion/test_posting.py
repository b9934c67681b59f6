"""Posting: what is published, held, refused and recognised as sent before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.core.limits import TooMany
from broadsheet.core.models import Announcement
from broadsheet.discussion import actions, editing
from broadsheet.discussion.actions import posting, repeats
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Act, Comment, SentOnce, State, Thread
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.refusals import (
    EditingOver,
    EmailMissing,
    KeyReused,
    KeyTooLong,
    NameMissing,
    NameTooLong,
    NoSuchSubject,
    NotifyUnknown,
    ParentElsewhere,
    ParentGone,
    RepliesClosed,
    TextMissing,
    ThreadClosed,
    TooLong,
    TrapFilled,
)
from tests.discussion.conftest import BAKERY, FERRY

LONG = "Forty characters are enough to know a text again by."


@pytest.fixture(autouse=True)
def _sums_are_right(db):
    """Whatever a test does, the counters are right at its end."""
    yield
    assert find_differences() == []


def test_a_comment_is_published_and_announced(say) -> None:
    posted = say("Ada", "Good *news*.")
    assert posted.created
    assert posted.comment.state == State.PUBLISHED
    assert posted.comment.body_html == "<p>Good <em>news</em>.</p>"
    assert Thread.objects.get(subject=FERRY).comment_count == 1
    told = Announcement.objects.get(topic="comment.published")
    assert told.values == {"subject": FERRY, "comment": posted.comment.pk}


def test_a_reply_knows_its_place(say) -> None:
    first = say().comment
    second = say(parent_id=first.pk).comment
    third = say(parent_id=second.pk).comment
    assert (third.root_id, third.depth) == (first.pk, 2)
    first.refresh_from_db()
    assert first.reply_count == 2


def test_names_and_texts_lose_what_no_page_can_show(say) -> None:
    comment = say(" Ada\u202e\n Lovelace ", "a\x07b\r\n\u202ec").comment
    assert comment.name == "Ada Lovelace"
    assert comment.body == "ab\nc"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"subject": "story:77"}, NoSuchSubject),
        ({"body": "  \n "}, TextMissing),
        ({"body": "\u200b\u2060"}, TextMissing),
        ({"body": "x" * 5001}, TooLong),
        ({"body": "x" * 1_000_000}, TooLong),
        ({"name": " "}, NameMissing),
        ({"name": "\u200b\u3164"}, NameMissing),
        ({"name": "x" * 81}, NameTooLong),
        ({"trap": "http://spam.example"}, TrapFilled),
        ({"parent_id": 4711}, ParentElsewhere),
        ({"notify": "thread"}, EmailMissing),
        ({"notify": "everything"}, NotifyUnknown),
    ],
)
def test_what_is_refused_leaves_nothing_behind(say, sent, error) -> None:
    with pytest.raises(error):
        say(**sent)
    assert not Comment.objects.exists()
    assert not Announcement.objects.filter(topic__startswith="comment").exists()


def test_a_parent_of_another_thread_is_refused(say) -> None:
    elsewhere = say(subject=BAKERY).comment
    with pytest.raises(ParentElsewhere):
        say(parent_id=elsewhere.pk)


@pytest.mark.parametrize("act", [actions.hold, actions.remove])
def test_nobody_answers_what_is_gone(say, act) -> None:
    parent = say().comment
    act(comment=parent, by=None, reason="")
    with pytest.raises(ParentGone):
        say(parent_id=parent.pk)


def test_a_closed_branch_takes_no_replies_at_any_depth(say) -> None:
    root = say().comment
    child = say(parent_id=root.pk).comment
    Comment.objects.filter(pk=root.pk).update(replies_closed=True)
    for parent in (root, child):
        with pytest.raises(RepliesClosed):
            say(parent_id=parent.pk)


def test_a_closed_subject_says_why(say, stories) -> None:
    stories.close(FERRY, "We cannot watch this thread tonight.")
    with pytest.raises(ThreadClosed, match="tonight"):
        say()


def test_a_closed_thread_says_why_and_can_reopen(say, moderator) -> None:
    say()
    actions.close_thread(subject=FERRY, by=moderator, reason="Everything is said.")
    with pytest.raises(ThreadClosed, match="has closed this discussion: Everything is said"):
        say()
    actions.reopen_thread(subject=FERRY, by=moderator)
    assert say().created
    acts = list(Thread.objects.get(subject=FERRY).decisions.values_list("act", "by_name"))
    assert acts == [(Act.CLOSE, "Mona Moderator"), (Act.REOPEN, "Mona Moderator")]


def test_a_thread_closes_by_age(say, clock) -> None:
    actions.save_rules(close_after_days=30)
    say()
    clock.advance(days=29)
    say()
    clock.advance(days=31)
    with pytest.raises(ThreadClosed):
        say()


def test_the_same_within_ten_minutes_is_the_same_comment(say, clock) -> None:
    first = say("Ada", "Hello there.")
    again = say("Ada", "hello   THERE.")
    assert not again.created
    assert again.comment == first.comment
    assert say("Bob", "Hello there.").created
    assert say("Ada", "Hello there.", subject=BAKERY).created
    clock.advance(minutes=11)
    assert say("Ada", "Hello there.").created


def test_the_same_words_to_two_people_are_two_comments(say) -> None:
    first, second = say("Ben", "One.").comment, say("Cy", "Two.").comment
    thanks = say("Ada", "Thanks!", parent_id=first.pk)
    assert say("Ada", "Thanks!", parent_id=second.pk).created
    assert say("Ada", "Thanks!").created
    again = say("Ada", "Thanks!", parent_id=first.pk)
    assert (again.created, again.comment) == (False, thanks.comment)


def test_the_same_words_about_two_passages_are_two_comments(say, stories) -> None:
    stories.write(FERRY, a="The ferry stays in port.", b="Trams run every ten minutes.")
    asked = say("Ada", "Who says so?", passage=Chosen(exact="stays in port"))
    assert say("Ada", "Who says so?", passage=Chosen(exact="every ten minutes")).created
    again = say("Ada", "Who says so?", passage=Chosen(exact="stays in port"))
    assert (again.created, again.comment) == (False, asked.comment)


def test_a_twin_from_elsewhere_gets_no_address_to_edit(say) -> None:
    say("Ada", "Hello.", visitor_key="a")
    assert say("Ada", "Hello.", visitor_key="b").edit_path == ""
    assert say("Ada", "Hello.", visitor_key="a").edit_path != ""


def test_a_key_answers_the_same_again_and_never_two_things(say, clock) -> None:
    first = say("Ada", "Hello.", idempotency_key="k1")
    clock.advance(minutes=30)
    again = say("Ada", "Hello.", idempotency_key="k1")
    assert (again.created, again.comment) == (False, first.comment)
    with pytest.raises(KeyReused):
        say("Ada", "Something else.", idempotency_key="k1")
    with pytest.raises(KeyReused):
        say("Ada", "Hello.", subject=BAKERY, idempotency_key="k1")
    clock.advance(days=2)
    repeats.forget_old_keys()
    assert not SentOnce.objects.exists()


def test_a_key_is_remembered_also_for_a_twin(say) -> None:
    say("Ada", "Hello.")
    say("Ada", "Hello.", idempotency_key="k2")
    with pytest.raises(KeyReused):
        say("Ada", "Something else.", idempotency_key="k2")


def test_a_key_has_a_longest_length(say) -> None:
    with pytest.raises(KeyTooLong):
        say(idempotency_key="k" * 201)
    assert say(idempotency_key="k" * 200).created


def test_first_comments_are_held_by_default(db) -> None:
    posted = actions.post_comment(subject=FERRY, name="Ada", body="Hello.", visitor_key="a")
    assert posted.comment.state == State.HELD
    assert "First comments" in posted.reason
    assert posted.edit_path
    assert Thread.objects.get(subject=FERRY).comment_count == 0
    actions.approve(comment=posted.comment, by=None)
    known = actions.post_comment(subject=FERRY, name="Ada", body="Again.", visitor_key="a")
    assert known.comment.state == State.PUBLISHED
    borrowed = actions.post_comment(subject=FERRY, name="Ada", body="Me too.", visitor_key="b")
    assert borrowed.comment.state == State.HELD


def test_many_links_are_held(say) -> None:
    body = "See https://a.example, www.b.example and [c](https://c.example)"
    posted = say("Ada", body)
    assert posted.comment.state == State.HELD
    assert "2 links" in posted.reason


def test_a_long_text_sent_before_is_held_and_a_short_one_is_not(say, clock) -> None:
    say("Ada", LONG)
    say("Ada", "Thank you!")
    clock.advance(minutes=20)
    assert say("Bob", LONG, subject=BAKERY).comment.state == State.HELD
    assert say("Bob", "Thank you!").comment.state == State.PUBLISHED
    clock.advance(days=2)
    assert say("Cleo", LONG).comment.state == State.PUBLISHED


def test_the_newsroom_is_never_held(db, editor) -> None:
    posted = actions.post_comment(subject=FERRY, name="Erin", body=LONG, staff=editor)
    assert posted.comment.state == State.PUBLISHED
    assert posted.comment.staff == editor


def test_a_browser_and_an_address_have_a_limit(say, clock) -> None:
    for _ in range(posting.PER_MINUTE):
        say(visitor_key="v", address_key="a")
    with pytest.raises(TooMany):
        say(visitor_key="v", address_key="a")
    assert say(visitor_key="w", address_key="a").created
    clock.advance(minutes=1)
    assert say(visitor_key="v", address_key="a").created


def test_an_author_mends_a_comment_for_a_while(say, clock) -> None:
    comment = say("Ada", "Helo.").comment
    token = editing.edit_path(comment).split("/")[-2]
    assert editing.editable(comment.pk, token) == comment
    assert editing.editable(comment.pk + 1, token) is None
    assert editing.editable(comment.pk, token + "x") is None
    clock.advance(minutes=5)
    edited = actions.edit_comment(comment_id=comment.pk, body="Hello.").comment
    assert (edited.body_html, edited.edited_at) == ("<p>Hello.</p>", clock.at)
    assert [decision.act for decision in edited.decisions.all()] == [Act.EDIT]
    clock.advance(minutes=11)
    assert editing.editable(comment.pk, token) is None
    with pytest.raises(EditingOver):
        actions.edit_comment(comment_id=comment.pk, body="Too late.")


def test_an_edit_is_judged_like_a_comment(say) -> None:
    comment = say("Ada", "Hello.").comment
    with pytest.raises(TextMissing):
        actions.edit_comment(comment_id=comment.pk, body=" ")
    spam = "https://a.example https://b.example https://c.example"
    posted = actions.edit_comment(comment_id=comment.pk, body=spam)
    assert posted.comment.state == State.HELD
    assert "links" in posted.reason
    harmless = actions.edit_comment(comment_id=comment.pk, body="Hello again.")
    assert harmless.comment.state == State.HELD
    assert Announcement.objects.filter(topic="comment.held").count() == 1


def test_an_edit_of_a_removed_comment_is_refused(say) -> None:
    comment = say().comment
    actions.remove(comment=comment, by=None, reason="")
    with pytest.raises(EditingOver):
        actions.edit_comment(comment_id=comment.pk, body="Hello.")


def test_editing_time_does_not_start_again_with_a_new_address(say, clock) -> None:
    comment = say().comment
    clock.advance(minutes=14)
    assert editing.edit_path(comment)
    clock.advance(minutes=1)
    assert editing.edit_path(comment) == ""
    assert timedelta(minutes=15) == editing.EDIT_TIME


def test_a_post_looks_at_no_more_rows_in_a_long_thread(open_house):
    """Whatever it asks for lies in an index: nothing is scanned, nothing sorted."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the tables, which are small here.")
    first = actions.post_comment(subject=FERRY, name="Ada", body="First of many.")
    with CaptureQueriesContext(connection) as asked:
        actions.post_comment(
            subject=FERRY,
            name="Ada",
            body="Another remark, long enough to be compared with those of the whole day.",
            visitor_key="b",
            address_key="c",
            parent_id=first.comment.pk,
        )
    for one in asked.captured_queries:
        if not one["sql"].startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            plan = [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}").fetchall()]
        assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], one["sql"]
        wide = ("(thread_id=?)", "(thread_id=? AND created_at>?)")
        assert not [step for step in plan if step.endswith(wide)], one["sql"]


def test_a_post_takes_few_statements(open_house, django_assert_max_num_queries):
    def post(number: int):
        return actions.post_comment(
            subject=FERRY,
            name="Ada",
            body=f"Remark number {number}, long enough to be compared with those of the day.",
            visitor_key=f"visitor {number}",
            address_key=f"address {number}",
            idempotency_key=f"key {number}",
        )

    post(1)
    # The subject, begin, the key, limits, thread, the same comment, the same text, the comment,
    # its thread's sum, the announcement, the key, end.
    with django_assert_max_num_queries(12):
        post(2)
