"""Importing: one by one and whole threads, with the same result, safe to repeat."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from broadsheet.core.models import Announcement
from broadsheet.discussion import actions
from broadsheet.discussion.actions import ImportedComment
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Act, Comment, OpeningVotes, Pingback, State, Thread
from tests.discussion.conftest import BAKERY, FERRY
from tests.discussion.trees import Conversation, conversations

WHEN = datetime(2019, 5, 1, 12, tzinfo=UTC)


def bring(**others: object) -> Comment:
    fields: dict = {"subject": FERRY, "parent": None, "name": "Ada", "created_at": WHEN}
    return actions.import_comment(**fields | {"body": "Old."} | others)


def shape(subject: str) -> list[tuple]:
    rows = Comment.objects.filter(thread__subject=subject).select_related("parent", "root")
    return sorted(
        (
            row.body,
            row.parent.body if row.parent else "",
            row.root.body if row.root else "",
            row.depth,
            row.state,
            row.score,
            row.reply_count,
            row.created_at,
        )
        for row in rows
    )


@pytest.mark.django_db
def test_html_is_cleaned_and_the_time_kept() -> None:
    comment = bring(body="", body_html='<p onclick="x()">Hi <script>bad()</script><b>you</b></p>')
    assert comment.body_html == "<p>Hi you</p>"
    assert comment.created_at == WHEN


@pytest.mark.django_db
def test_a_nameless_comment_is_anonymous_and_a_long_name_is_cut() -> None:
    assert bring(name=" \x00").name == "Anonymous"
    assert len(bring(name="x" * 300).name) == 80


@pytest.mark.django_db
def test_repeating_changes_nothing_and_announces_nothing() -> None:
    comment = bring(up=3, state=State.HELD)
    before = (shape(FERRY), Announcement.objects.count(), comment.decisions.count())
    again = bring(up=3, state=State.HELD, comment=Comment.objects.get(pk=comment.pk))
    assert again.pk == comment.pk
    assert before == (shape(FERRY), Announcement.objects.count(), comment.decisions.count())


@pytest.mark.django_db
def test_what_changed_elsewhere_is_brought_up_to_date() -> None:
    comment = bring(state=State.HELD, up=1)
    bring(comment=comment, body="New.", state=State.PUBLISHED, up=5, down=2, is_pinned=True)
    comment.refresh_from_db()
    assert (comment.body, comment.state, comment.score) == ("New.", State.PUBLISHED, 3)
    assert comment.is_pinned
    assert find_differences() == []


@pytest.mark.django_db
def test_a_decision_made_here_outlives_the_next_import(moderator) -> None:
    comment = bring()
    actions.remove(comment=comment, by=moderator, reason="Insult")
    moderator.delete()
    bring(comment=comment, state=State.PUBLISHED)
    comment.refresh_from_db()
    assert comment.state == State.REMOVED


@pytest.mark.django_db
def test_a_parent_of_another_thread_is_an_error() -> None:
    with pytest.raises(ValueError, match="another thread"):
        bring(parent=bring(subject=BAKERY))


@pytest.mark.django_db
def test_what_came_held_has_an_entry_in_the_log() -> None:
    for state in (State.HELD, State.REMOVED):
        logged = [(one.act, one.to_state) for one in bring(state=state).decisions.all()]
        assert logged == [(Act.IMPORT, state)]


@pytest.mark.django_db
def test_pingbacks_stay_apart() -> None:
    sent = {"subject": FERRY, "title": "A blog", "url": "https://b.example", "excerpt": "…"}
    pingback = actions.import_pingback(**sent, created_at=WHEN)
    actions.import_pingback(**sent, created_at=WHEN, pingback=pingback)
    assert Pingback.objects.count() == 1
    assert Thread.objects.get(subject=FERRY).comment_count == 0


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(conversations())
def test_a_thread_at_once_is_the_thread_one_by_one(talk: Conversation) -> None:
    for subject in (FERRY, BAKERY):
        actions.forget_thread(subject=subject)
    actions.import_thread(subject=FERRY, comments=talk.comments[::-1])
    made: dict[str, Comment] = {}
    for one in talk.comments:
        made[one.key] = actions.import_comment(
            subject=BAKERY,
            parent=made.get(one.parent_key),
            name=one.name,
            body=one.body,
            created_at=one.created_at,
            state=one.state,
            up=one.up,
            down=one.down,
            is_pinned=one.is_pinned,
        )
    assert shape(FERRY) == shape(BAKERY)
    assert find_differences() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "parents", [{"a": "b", "b": "a"}, {"a": "nowhere"}, {"a": "a"}], ids=["circle", "lost", "self"]
)
def test_a_tree_that_is_none_writes_nothing(parents: dict[str, str]) -> None:
    comments = [
        ImportedComment(key=key, parent_key=parent, name="Ada", body="x", created_at=WHEN)
        for key, parent in parents.items()
    ]
    with pytest.raises(ValueError, match="parent"):
        actions.import_thread(subject=FERRY, comments=comments)
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_key_that_comes_twice_is_an_error() -> None:
    one = ImportedComment(key="a", name="Ada", body="x", created_at=WHEN)
    with pytest.raises(ValueError, match="twice"):
        actions.import_thread(subject=FERRY, comments=[one, one])


@pytest.mark.django_db
def test_a_thread_of_great_depth_is_no_trouble() -> None:
    comments = [
        ImportedComment(
            key=str(number),
            parent_key=str(number - 1) if number else "",
            name="Ada",
            body=f"{number}",
            created_at=WHEN + timedelta(seconds=number),
        )
        for number in range(1500)
    ]
    made = actions.import_thread(subject=FERRY, comments=comments)
    assert made["1499"].depth == 1499
    assert find_differences() == []


@pytest.mark.django_db
def test_forgetting_a_thread_takes_everything_with_it() -> None:
    bring(up=2)
    assert actions.forget_thread(subject=FERRY)
    assert not actions.forget_thread(subject=FERRY)
    assert not Comment.objects.exists()
    assert not OpeningVotes.objects.exists()
