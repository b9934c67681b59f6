"""Votes: one for each reader, revocable, never for oneself; totals that always add up."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.core.limits import TooMany
from broadsheet.discussion import actions
from broadsheet.discussion.actions import voting
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, State, Vote
from broadsheet.discussion.refusals import BadVote, KeyReused, NoSuchComment, OwnComment
from tests.discussion.conftest import FERRY


def sums(comment: Comment) -> tuple[int, int, int]:
    comment.refresh_from_db()
    return comment.up, comment.down, comment.score


def test_a_vote_is_counted_changed_and_taken_back(say) -> None:
    comment = say().comment
    actions.vote(comment_id=comment.pk, voter="v", value=1)
    actions.vote(comment_id=comment.pk, voter="v", value=1)
    assert sums(comment) == (1, 0, 1)
    actions.vote(comment_id=comment.pk, voter="v", value=-1)
    assert sums(comment) == (0, 1, -1)
    actions.vote(comment_id=comment.pk, voter="v", value=0)
    actions.vote(comment_id=comment.pk, voter="v", value=0)
    assert sums(comment) == (0, 0, 0)
    assert not Vote.objects.exists()


def test_many_readers_behind_one_address_each_count(say) -> None:
    comment = say().comment
    for number in range(5):
        actions.vote(comment_id=comment.pk, voter=f"v{number}", value=1, visitor_key="office")
    assert sums(comment) == (5, 0, 5)


def test_without_a_cookie_the_same_browser_counts_once(say) -> None:
    comment = say().comment
    for number in range(3):
        actions.vote(
            comment_id=comment.pk,
            voter=f"new{number}",
            value=1,
            visitor_key="same",
            is_new_voter=True,
        )
    assert sums(comment) == (1, 0, 1)
    actions.vote(comment_id=comment.pk, voter="new2", value=0, visitor_key="same")
    assert sums(comment) == (0, 0, 0)


def test_nobody_votes_for_themselves(say) -> None:
    comment = say(visitor_key="me").comment
    with pytest.raises(OwnComment):
        actions.vote(comment_id=comment.pk, voter="v", value=1, visitor_key="me")
    assert sums(comment) == (0, 0, 0)


@pytest.mark.parametrize("value", [2, -2, 100])
def test_only_three_votes_exist(say, value) -> None:
    with pytest.raises(BadVote):
        actions.vote(comment_id=say().comment.pk, voter="v", value=value)


def test_what_nobody_sees_takes_no_votes(say, stories) -> None:
    held, removed, hidden = (say().comment for _ in range(3))
    actions.hold(comment=held, by=None, reason="")
    actions.remove(comment=removed, by=None, reason="")
    for pk in (held.pk, removed.pk, 4711, 2**70):
        with pytest.raises(NoSuchComment):
            actions.vote(comment_id=pk, voter="v", value=1)
    stories.hide(FERRY)
    with pytest.raises(NoSuchComment):
        actions.vote(comment_id=hidden.pk, voter="v", value=1)
    assert not Vote.objects.exists()


def test_a_key_votes_once_and_for_one_thing(say) -> None:
    comment, other = say().comment, say().comment
    for _ in range(2):
        actions.vote(comment_id=comment.pk, voter="v", value=1, idempotency_key="k")
    actions.vote(comment_id=comment.pk, voter="v", value=0)
    actions.vote(comment_id=comment.pk, voter="v", value=1, idempotency_key="k")
    assert sums(comment) == (0, 0, 0)
    for pk, value in ((comment.pk, -1), (other.pk, 1)):
        with pytest.raises(KeyReused):
            actions.vote(comment_id=pk, voter="v", value=value, idempotency_key="k")


def test_an_address_has_a_limit(say, monkeypatch) -> None:
    monkeypatch.setattr(voting, "PER_MINUTE", 3)
    comment = say().comment
    for number in range(3):
        actions.vote(comment_id=comment.pk, voter=f"{number}", value=1, address_key="a")
    with pytest.raises(TooMany):
        actions.vote(comment_id=comment.pk, voter="9", value=1, address_key="a")


def test_imported_totals_stay_below_the_votes_cast_here(db) -> None:
    from datetime import UTC, datetime

    comment = actions.import_comment(
        subject=FERRY,
        parent=None,
        name="Ada",
        body="Old.",
        created_at=datetime(2020, 1, 1, tzinfo=UTC),
        up=10,
        down=4,
    )
    actions.vote(comment_id=comment.pk, voter="v", value=1)
    assert sums(comment) == (11, 4, 7)
    assert find_differences() == []


def test_the_database_itself_refuses_a_second_row(say, clock) -> None:
    comment = say().comment
    row = {"comment": comment, "voter": "v", "value": 1, "created_at": clock.at}
    Vote.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(**row)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    votes=st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from([1, 0, -1])), min_size=1, max_size=12
    )
)
def test_the_last_vote_of_each_reader_is_what_counts(say, votes) -> None:
    comment = say("Ada", "").comment
    for voter, value in votes:
        actions.vote(comment_id=comment.pk, voter=voter, value=value)
    last = dict(votes)
    up = sum(value == 1 for value in last.values())
    down = sum(value == -1 for value in last.values())
    assert sums(comment) == (up, down, up - down)


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted_once() -> None:
    actions.save_rules(hold_first_comments=False)
    comment = actions.post_comment(subject=FERRY, name="Ada", body="Hello.").comment
    assert comment.state == State.PUBLISHED

    def cast(number: int) -> None:
        try:
            actions.vote(comment_id=comment.pk, voter=f"v{number % 6}", value=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as readers:
        for result in [readers.submit(cast, number) for number in range(24)]:
            result.result()
    assert sums(comment) == (6, 0, 6)
    assert find_differences() == []
