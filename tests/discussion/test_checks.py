"""The check names exactly the row that somebody changed by hand."""

import pytest

from broadsheet.core import checks as house_checks
from broadsheet.core.checks import Difference
from broadsheet.discussion import actions
from broadsheet.discussion.models import Comment, OpeningVotes, Thread, Vote
from tests.discussion.conftest import BAKERY, FERRY


@pytest.fixture
def talk(say) -> tuple[Comment, Comment, Comment]:
    root = say().comment
    reply = say(parent_id=root.pk).comment
    deep = say(parent_id=reply.pk).comment
    actions.vote(comment_id=root.pk, voter="a", value=1)
    actions.vote(comment_id=root.pk, voter="b", value=-1)
    return root, reply, deep


def found() -> list[tuple[str, str, str, str]]:
    return [
        (one.what, one.where, one.expected, one.found) for one in house_checks.find_differences()
    ]


def test_nothing_differs(talk) -> None:
    assert found() == []


def test_a_thread_that_counts_wrongly(talk) -> None:
    Thread.objects.filter(subject=FERRY).update(comment_count=9)
    assert found() == [("comment count", f"thread {FERRY}", "3", "9")]


def test_a_branch_that_counts_wrongly(talk) -> None:
    root, reply, _deep = talk
    Comment.objects.filter(pk=root.pk).update(reply_count=0)
    assert found() == [("reply count", f"comment {root.pk}", "2", "0")]
    Comment.objects.filter(pk=root.pk).update(reply_count=2)
    Comment.objects.filter(pk=reply.pk).update(reply_count=1)
    assert found() == [("reply count", f"comment {reply.pk}", "0", "1")]


def test_votes_that_do_not_add_up(talk) -> None:
    root, _reply, deep = talk
    what = "votes (up, down, score)"
    Comment.objects.filter(pk=deep.pk).update(up=5, score=5)
    assert found() == [(what, f"comment {deep.pk}", "0, 0, 0", "5, 0, 5")]
    Comment.objects.filter(pk=deep.pk).update(up=0, score=0)
    OpeningVotes.objects.create(comment=root, up=3, down=1)
    assert found() == [(what, f"comment {root.pk}", "4, 2, 2", "1, 1, 0")]
    OpeningVotes.objects.all().delete()
    Vote.objects.filter(voter="a").update(value=-1)
    assert found() == [(what, f"comment {root.pk}", "0, 2, -2", "1, 1, 0")]


def test_a_comment_out_of_place(talk, say) -> None:
    root, reply, deep = talk
    what = "place in the tree (thread, depth, root)"
    thread = Thread.objects.get(subject=FERRY).pk
    Comment.objects.filter(pk=deep.pk).update(depth=5)
    expected = f"{thread}, 2, {root.pk}"
    assert found() == [(what, f"comment {deep.pk}", expected, f"{thread}, 5, {root.pk}")]
    Comment.objects.filter(pk=deep.pk).update(depth=2, root_id=reply.pk)
    assert (what, f"comment {deep.pk}", expected, f"{thread}, 2, {reply.pk}") in found()


def test_a_state_changed_by_hand(talk) -> None:
    _root, _reply, deep = talk
    Comment.objects.filter(pk=deep.pk).update(state="removed")
    assert {(what, expected) for what, _where, expected, _found in found()} == {
        ("comment count", "2"),
        ("reply count", "1"),
    }


def test_a_reply_in_another_thread_than_its_parent(talk, say) -> None:
    _root, _reply, deep = talk
    other = say(subject=BAKERY).comment.thread
    Comment.objects.filter(pk=deep.pk).update(thread=other)
    assert (
        Difference(
            what="place in the tree (thread, depth, root)",
            where=f"comment {deep.pk}",
            expected=f"{deep.thread_id}, 2, {deep.root_id}",
            found=f"{other.pk}, 2, {deep.root_id}",
        )
        in house_checks.find_differences()
    )
