"""Changes of a page that is made very often are told together; all others at once."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.utils import translation

from broadsheet.core import outbox
from broadsheet.discussion import actions as discussion
from broadsheet.discussion.models import Comment
from broadsheet.edge import gathering, generations, keeping, making, refreshing
from broadsheet.edge.generations import slot_of
from tests.edge.conftest import eventually
from tests.edge.house import STORY, THREADS

MARK = "Marked-by-a-test"


@pytest.fixture
def hot(house, monkeypatch):
    """The story is made very often, and changes of it are told when the test says so."""
    monkeypatch.setattr(refreshing, "WAIT_SECONDS", 60.0)
    monkeypatch.setattr(refreshing, "_is_telling", True)
    monkeypatch.setattr(refreshing, "_told_last", set())
    slots = [slot_of(f"thread:{house.subject}"), slot_of("meter")]
    house.store.generations.heat(slots, 600)
    yield house
    house.store.generations.heat(slots, 0)
    refreshing.tell_round(patience_seconds=0)


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


class Posting(threading.Thread):
    """A reader who posts a comment and then reads the story."""

    def __init__(self, house, mark):
        super().__init__(daemon=True)
        self.house, self.mark = house, mark
        self.status = 0
        self.is_seen = False
        self.start()

    def run(self):
        answer = self.house.post(
            "/comments/post/", subject=self.house.subject, name=self.mark, body=self.mark
        )
        self.status, self.is_seen = answer.status, self.mark in self.house.get().text


def waiting():
    """How many changes wait to be told together."""
    return len(refreshing._round.numbers) if refreshing._round is not None else 0


def post(house, number):
    """So many readers post; given back once all of them wait."""
    before = Comment.objects.count()
    posts = [Posting(house, f"{MARK}-{before + one}") for one in range(number)]
    eventually(lambda: waiting() == number)
    return posts


def test_comments_on_a_hot_page_are_told_together_before_anybody_is_answered(hot, told):
    posts = post(hot, 3)
    assert told == []
    assert [one.status for one in posts] == [0, 0, 0]
    refreshing.tell_round()
    for one in posts:
        one.join(10)
    assert [(one.status, one.is_seen) for one in posts] == [(303, True)] * 3
    assert len(told) == 1


def test_who_waits_to_be_told_keeps_no_thread(hot, told):
    posts = post(hot, THREADS)
    assert hot.get("/search/?q=nobody").status == 200  # by Django, in one of the threads
    assert told == []
    refreshing.tell_round()
    for one in posts:
        one.join(10)
    assert [one.is_seen for one in posts] == [True] * THREADS


def test_nobody_waits_for_ever(hot, told, monkeypatch):
    monkeypatch.setattr(refreshing, "WAIT_SECONDS", 0.1)
    [one] = post(hot, 1)
    one.join(10)
    assert (one.status, told) == (303, [])


@pytest.mark.parametrize(
    ("takes", "changes", "rests"),
    [(0.01, 1, 0.05), (0.08, 1, 0.08), (0.01, 4, 0.2), (0.03, 9, 0.4), (0.5, 1, 0.4)],
)
def test_after_a_telling_there_is_a_pause_for_each_change_in_it(
    hot, monkeypatch, takes, changes, rests
):
    now, slept, end = [1000.0], [], refreshing._end

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    def take_long(found):
        end(found)
        now[0] += takes

    clock = SimpleNamespace(monotonic=lambda: now[0], sleep=sleep, time=time.time)
    monkeypatch.setattr(refreshing, "time", clock)
    monkeypatch.setattr(gathering, "time", clock)
    monkeypatch.setattr(refreshing, "_end", take_long)
    monkeypatch.setattr(gathering.said, "rests_until", 0.0)
    for number in range(3):
        if number == 2:
            now[0] += rests  # nobody changed anything for so long
        for change in range(changes):
            hot.say(f"{MARK}-{number}-{change}")
        refreshing.tell_round()
    assert slept == pytest.approx([0.0, rests, 0.0])


def test_a_change_that_the_worker_names_as_well_counts_once(hot, told, monkeypatch):
    rested, end = [], refreshing._end
    clock = SimpleNamespace(monotonic=lambda: 1000.0, sleep=lambda _: None, time=time.time)

    def end_meanwhile(found):
        outbox.work_once()
        end(found)

    monkeypatch.setattr(refreshing, "time", clock)
    monkeypatch.setattr(refreshing, "_end", end_meanwhile)
    for named_before in (True, False):
        hot.say(f"{MARK}-{named_before}")
        if named_before:
            assert outbox.work_once() > 0
        refreshing.tell_round()
        rested.append(gathering.said.rests_until - 1000.0)
    hot.say(MARK)
    refreshing.tell_round()
    rested.append(gathering.said.rests_until - 1000.0)
    assert len(told) == 3
    assert rested == pytest.approx([0.05] * 3)


def test_what_is_taken_down_is_told_at_once(hot, told):
    comment = hot.say(MARK)
    refreshing.tell_round()
    told.clear()
    discussion.remove(comment=comment, by=None, reason="")
    assert len(told) == 1
    assert MARK not in hot.get().text


def test_a_page_that_is_made_again_and_again_is_hot(house, monkeypatch):
    heated = []
    monkeypatch.setattr(making, "HOT_MAKINGS", 3)
    monkeypatch.setattr(house.store.generations, "heat", lambda slots, _: heated.append(slots))
    for number in range(making.HOT_MAKINGS):
        assert heated == []
        house.say(f"{MARK}-{number}")
        house.get()
    assert [slot_of(f"thread:{house.subject}") in slots for slots in heated] == [True]
    house.keeper.maker.forget_makings()
    house.say(MARK)
    house.get()
    assert len(heated) == 1


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
    outbox.work_once()
    assert told == []
    refreshing.tell_round()
    assert len(told) == 1
    assert MARK in hot.get().text


def test_another_process_leaves_its_change_to_one_with_readers(hot, told, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(refreshing, "_is_telling", False)
        number = outbox.last_number() + 1
        # Another number of the same place: an earlier test has told of this one.
        hot.store.generations.note_told(number + generations.TOLD)
        hot.say(MARK)
    refreshing.tell_round(patience_seconds=0)
    assert told == []
    refreshing.tell_round(has_strays=True, patience_seconds=0)
    assert len(told) == 1
    assert MARK in hot.get().text
    refreshing.tell_round(has_strays=True, patience_seconds=0)
    assert len(told) == 1


def test_another_process_tells_at_once_what_takes_something_away(hot, told, monkeypatch):
    comment = hot.say(MARK)
    refreshing.tell_round()
    monkeypatch.setattr(refreshing, "_is_telling", False)
    discussion.remove(comment=comment, by=None, reason="")
    assert len(told) == 2
    assert MARK not in hot.get().text


def test_a_hot_page_is_made_before_its_change_is_told(hot, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    hot.say(f"{MARK}-first")
    refreshing.tell_round()
    page = hot.store.get(STORY)  # nobody has asked for it since
    assert page is not None
    assert f"{MARK}-first".encode() in page.body
    assert hot.get().text == page.body.decode()


def test_what_two_pages_show_is_made_once_for_both(hot, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    twins = (STORY, hot.other.get_url())
    for path in twins:
        hot.get(path)
    hot.keeper.popular = twins
    asked = []
    fragments = hot.keeper.maker._fragments
    monkeypatch.setattr(
        hot.keeper.maker,
        "_fragments",
        lambda page, seams, seen: asked.extend(seams) or fragments(page, seams, seen),
    )
    refreshing.make_stale("gift.settled", {}, 0)
    refreshing.tell_round()
    assert [seam.name for seam in asked] == ["meter"]
    assert all(hot.store.get(path) is not None for path in twins)


def test_what_changed_between_making_and_telling_is_not_missed(hot, monkeypatch):
    def renew(slots):
        keep = hot.keeper.renew(slots)
        discussion.remove(comment=gone, by=None, reason="")
        return keep

    gone = hot.say(f"{MARK}-gone")
    refreshing.tell_round()
    monkeypatch.setattr(refreshing, "_renewing", [renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    hot.say(f"{MARK}-stays")
    refreshing.tell_round()
    assert hot.store.get(STORY) is None
    text = hot.get().text
    assert f"{MARK}-stays" in text
    assert f"{MARK}-gone" not in text


def test_a_change_waits_for_a_page_that_is_being_made(hot, told, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    monkeypatch.setattr(keeping, "LANDING_SECONDS", 20.0)
    gone = hot.say(f"{MARK}-gone")
    refreshing.tell_round()
    hot.get()
    hot.keeper.popular = (STORY,)
    discussion.remove(comment=gone, by=None, reason="")
    told.clear()
    has_begun, may_end = threading.Event(), threading.Event()
    hot.during.append(lambda: (has_begun.set(), may_end.wait(10)))
    reader = threading.Thread(target=hot.get, daemon=True)
    reader.start()
    assert has_begun.wait(10)
    hot.say(f"{MARK}-stays")
    teller = threading.Thread(target=refreshing.tell_round, daemon=True)
    teller.start()
    teller.join(0.2)
    assert told == []
    may_end.set()
    for thread in (reader, teller):
        thread.join(10)
    assert len(told) == 1
    page = hot.store.get(STORY)  # made ahead of the telling
    assert page is not None
    assert f"{MARK}-stays".encode() in page.body


def test_a_change_does_not_wait_for_ever_for_a_page(hot, told, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    monkeypatch.setattr(keeping, "LANDING_SECONDS", 0.05)
    hot.keeper.popular = (STORY,)
    has_begun, may_end = threading.Event(), threading.Event()
    hot.during.append(lambda: (has_begun.set(), may_end.wait(10)))
    reader = threading.Thread(target=hot.get, daemon=True)
    reader.start()
    assert has_begun.wait(10)
    hot.say(MARK)
    refreshing.tell_round()
    assert len(told) == 1
    may_end.set()
    reader.join(10)
    assert MARK in hot.get().text


def test_a_change_does_not_wait_for_a_page_that_does_not_show_it(hot, told, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    monkeypatch.setattr(keeping, "LANDING_SECONDS", 20.0)
    hot.get("/support/")
    hot.keeper.popular = ("/support/",)
    refreshing.make_stale("goal.changed", {}, 0)
    told.clear()
    has_begun, may_end = threading.Event(), threading.Event()
    hot.during.append(lambda: (has_begun.set(), may_end.wait(10)))
    reader = threading.Thread(target=hot.get, args=["/support/"], daemon=True)
    reader.start()
    assert has_begun.wait(10)
    hot.say(MARK)
    teller = threading.Thread(target=refreshing.tell_round, daemon=True)
    teller.start()
    teller.join(5)
    assert len(told) == 1
    may_end.set()
    reader.join(10)


def test_a_page_made_ahead_does_not_speak_the_language_of_who_changed_it(hot, monkeypatch):
    monkeypatch.setattr(refreshing, "_renewing", [hot.keeper.renew])
    hot.get()
    hot.keeper.popular = (STORY,)
    with translation.override("ar"):
        hot.say(f"{MARK}-first")
        refreshing.tell_round()
    page = hot.store.get(STORY)
    assert page is not None
    assert b"1 comment" in page.body
