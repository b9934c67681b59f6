"""Real discussions and real votes, a part of each; `python -m bench.real_talk` plays the whole."""

import pytest

from bench import real_talk
from broadsheet.core import subjects
from broadsheet.discussion import actions
from broadsheet.discussion.checks import find_differences

PART = 250


@pytest.fixture(autouse=True)
def anything_goes(db, monkeypatch) -> None:
    monkeypatch.setattr(subjects, "_resolvers", {})
    real_talk.stand_on_anything()
    actions.save_rules(hold_first_comments=False, link_limit=1000, max_length=real_talk.LONGEST)


@pytest.mark.parametrize("name", ["decide-madrid", *real_talk.THREAD_FILES])
def test_a_real_discussion_has_the_same_tree_here(test_data, clock, name) -> None:
    if name == "decide-madrid":
        whole = real_talk.decide_madrid(test_data)
        removed = [one.thread for one in whole if not one.text][:1]
        talk = [one for one in whole if one.thread in removed][:PART]
    else:
        talk = real_talk.wikipedia(test_data, name)[:PART]
    assert len(talk) > 50
    made = real_talk.play(talk, clock.set)
    assert real_talk.differences(talk, made) == []
    assert find_differences() == []


@pytest.mark.parametrize("name", real_talk.VOTE_FILES)
def test_real_votes_come_to_the_same_tallies(test_data, clock, name) -> None:
    authors, rows = real_talk.votes(test_data, name)
    own = [one.comment for one in rows if authors[one.comment] == one.voter]
    few = set(own[:6])
    authors = {key: author for key, author in authors.items() if key in few}
    rows = [one for one in rows if one.comment in few][:PART]
    ids = real_talk.play_votes(authors, rows, "polis:part", clock.set)
    assert any(authors[one.comment] == one.voter for one in rows)
    assert real_talk.tally_differences(real_talk.tallies(authors, rows), ids) == []
    assert find_differences() == []
