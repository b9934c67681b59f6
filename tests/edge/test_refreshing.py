"""Changes of a page that very many read are told together; all others at once."""

import threading
import time

import pytest
from django.utils import translation

from broadsheet.core import outbox
from broadsheet.discussion import actions as discussion
from broadsheet.edge import background, refreshing
from broadsheet.edge.generations import slot_of
from tests.edge.conftest import eventually
from tests.edge.house import STORY

MARK = "Marked-by-a-test"


@pytest.fixture
def hot(house, monkeypatch):
    """The story's discussion is read very often, and a tick lasts long enough to see it."""
    monkeypatch.setattr(refreshing, "TICK_SECONDS", 0.4)
    refreshing.set_hot([slot_of(f"thread:{house.subject}")])
    yield house
    refreshing.set_hot([])


@pytest.fixture
def told(monkeypatch):
    """Which tags were told together, in order."""
    found = []
    tell = refreshing._tell

    def noted(tags, *others):
        found.append(set(tags))
        tell(tags, *others)

    monkeypatch.setattr(refreshing, "_tell", noted)
    return found


def test_comments_on_a_hot_page_are_told_together_before_anybody_is_answered(hot, told):
    answers = []

    def post(number):
        answer = hot.post(
            "/comments/post/", subject=hot.subject, name=f"Reader {number}", body=f"{MARK}-{number}"
        )
        answers.append((answer.status, f"{MARK}-{number}" in hot.get().text))

    time.sleep(0.4 - time.time() % 0.4)
    threads = [threading.Thread(target=post, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(303, True)] * 3 or answers == [(302, True)] * 3
    assert 1 <= len(told) < 3


def test_what_is_taken_down_is_told_at_once(hot, told):
    comment = hot.say(MARK)
    told.clear()
    discussion.remove(comment=comment, by=None, reason="")
    assert len(told) == 1
    assert MARK not in hot.get().text


def test_elsewhere_everything_is_told_at_once(house, told):
    house.say(MARK)
    assert len(told) == 1
    assert MARK in house.get().text


def test_the_background_does_not_wait(hot, told, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("broadsheet.core.freshness._at_once", [])
        hot.say(MARK)
    newest = outbox.last_number()
    monkeypatch.setattr(
        "broadsheet.edge.generations.Generations.is_told", lambda _self, number: number != newest
    )
    worked = []

    def turn():
        worked.append((outbox.work_once(), list(told)))
        loop.stop()
        return False

    time.sleep(0.4 - time.time() % 0.4)
    loop = background.Loop("test", turn, pause_seconds=1)
    loop.start()
    loop.join(5)
    assert [told_then for _number, told_then in worked] == [[]]
    eventually(lambda: told)
    assert MARK in hot.get().text


def test_a_hot_page_is_made_before_its_change_is_told(hot, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    hot.say(f"{MARK}-first")
    page = hot.store.get(STORY)  # nobody has asked for it since
    assert page is not None
    assert f"{MARK}-first".encode() in page.body
    assert hot.get().text == page.body.decode()


def test_what_changed_between_making_and_telling_is_not_missed(hot, monkeypatch):
    def renew(slots):
        keep = hot.keeper.renew(slots)
        discussion.remove(comment=gone, by=None, reason="")
        return keep

    gone = hot.say(f"{MARK}-gone")
    monkeypatch.setattr(refreshing, "_renewing", [renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    hot.say(f"{MARK}-stays")
    assert hot.store.get(STORY) is None
    text = hot.get().text
    assert f"{MARK}-stays" in text
    assert f"{MARK}-gone" not in text


def test_a_page_made_ahead_does_not_speak_the_language_of_who_changed_it(hot, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    with translation.override("ar"):
        hot.say(f"{MARK}-first")
    page = hot.store.get(STORY)
    assert page is not None
    assert b"1 comment" in page.body
