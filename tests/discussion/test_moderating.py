"""What moderators do: states, sums, the log."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.core.models import Announcement
from broadsheet.discussion import actions
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Act, Comment, Decision, State, Thread
from broadsheet.discussion.refusals import WrongState
from tests.discussion.conftest import FERRY
from tests.discussion.trees import conversations

ACTS = {
    "approve": actions.approve,
    "hold": actions.hold,
    "remove": actions.remove,
    "restore": actions.restore,
}
ALLOWED = {
    ("approve", State.HELD): State.PUBLISHED,
    ("hold", State.PUBLISHED): State.HELD,
    ("remove", State.PUBLISHED): State.REMOVED,
    ("remove", State.HELD): State.REMOVED,
    ("restore", State.REMOVED): State.PUBLISHED,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_fits_its_states_and_no_others(say, moderator, act, state) -> None:
    comment = say().comment
    if state == State.HELD:
        actions.hold(comment=comment, by=None)
    if state == State.REMOVED:
        actions.remove(comment=comment, by=None)
    if state == State.ERASED:
        actions.erase(comment_id=comment.pk)
    count = Decision.objects.count()
    expected = ALLOWED.get((act, state))
    if expected is None:
        with pytest.raises(WrongState):
            ACTS[act](comment=comment, by=moderator, reason="Because")
        assert Decision.objects.count() == count
        assert Comment.objects.get().state == state
    else:
        ACTS[act](comment=comment, by=moderator, reason="Because")
        assert Comment.objects.get().state == expected
        last = Decision.objects.latest("id")
        assert (last.act, last.by, last.by_name) == (act, moderator, "Mona Moderator")
        assert (last.reason, last.from_state, last.to_state) == ("Because", state, expected)
    published = Comment.objects.filter(state=State.PUBLISHED).count()
    assert Thread.objects.get(subject=FERRY).comment_count == published
    assert find_differences() == []


def test_two_moderators_at_once_decide_once(say, moderator, editor) -> None:
    comment = say().comment
    actions.hold(comment=comment, by=None)
    seen_by_both = Comment.objects.get(pk=comment.pk)
    actions.remove(comment=comment, by=moderator, reason="Insult")
    with pytest.raises(WrongState):
        actions.approve(comment=seen_by_both, by=editor)
    assert Comment.objects.get().state == State.REMOVED


def test_the_log_is_never_rewritten(say, moderator) -> None:
    actions.hold(comment=say().comment, by=moderator)
    decision = Decision.objects.get()
    decision.reason = "Something nicer"
    with pytest.raises(TypeError):
        decision.save()


def test_the_log_outlives_the_moderator(say, moderator) -> None:
    actions.hold(comment=say().comment, by=moderator, reason="Insult")
    moderator.delete()
    assert str(Decision.objects.get()) == "held by Mona Moderator"


def test_pins_are_for_the_top_level(say, moderator) -> None:
    root = say().comment
    reply = say(parent_id=root.pk).comment
    assert actions.pin(comment=root, by=moderator).is_pinned
    actions.pin(comment=root, by=moderator)
    assert not actions.pin(comment=reply, by=moderator).is_pinned
    assert not actions.unpin(comment=root, by=moderator).is_pinned
    assert [one.act for one in Decision.objects.all()] == [Act.PIN, Act.UNPIN]


@pytest.mark.parametrize("act", ["hold", "remove"])
def test_hiding_is_announced(say, act) -> None:
    comment = say().comment
    ACTS[act](comment=comment, by=None)
    topic = {"hold": "comment.hidden", "remove": "comment.removed"}[act]
    assert Announcement.objects.get(topic=topic).values["comment"] == comment.pk


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    conversations(max_size=12),
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 11))),
)
def test_sums_are_right_after_any_decisions(db, talk, decisions) -> None:
    actions.forget_thread(subject=FERRY)
    actions.import_thread(subject=FERRY, comments=talk.comments)
    rows = list(Comment.objects.order_by("id"))
    for act, number in decisions:
        if number < len(rows):
            try:
                ACTS[act](comment=rows[number], by=None)
            except WrongState:
                continue
    assert find_differences() == []
