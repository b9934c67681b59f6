"""What somebody changed is on the very next page, and what was taken down is on none."""

import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from broadsheet.core import clock, outbox
from broadsheet.core.models import Announcement, Newsroom
from broadsheet.discussion import actions as discussion
from broadsheet.discussion.models import DiscussionRules
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.edge import making
from broadsheet.edge.generations import TOLD
from broadsheet.fundraising import actions as fundraising
from broadsheet.publishing import actions as publishing
from broadsheet.publishing.models import Author, SectionPage
from tests.edge.conftest import eventually
from tests.edge.house import STORY

MARK = "Marked-by-a-test"


def give(amount_minor):
    return fundraising.record_transfer(
        amount_minor=amount_minor, currency="USD", received_at=clock.now(), by=None
    )


def test_a_page_is_made_once(house):
    first, second = house.get(), house.get()
    assert first.status == second.status == 200
    assert first.body == second.body
    assert house.made == [STORY]


PUBLIC = [
    "/",
    "/harbour/",
    STORY,
    f"{STORY}?sort=newest",
    "/authors/ada-quay/",
    "/topics/ferries/",
    "/feed.xml",
    "/harbour/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/robots.txt",
]


def test_every_public_page_is_kept_and_the_same_for_all(house):
    for path in PUBLIC:
        house.made.clear()
        first, second = house.get(path), house.get(path)
        assert (first.status, second.status) == (200, 200)
        assert house.made == [path]
        assert "set-cookie" not in first.headers
        assert first.body == second.body


# What is seen by the next reader --------------------------------------------------------------


def test_a_comment_is_seen(house):
    assert MARK not in house.get().text
    house.say(f"I was there. {MARK}")
    assert MARK in house.get().text


def test_who_posts_a_comment_finds_it_on_the_next_page(house):
    house.get()
    posted = house.post("/comments/post/", subject=house.subject, name="Gus", body=MARK)
    assert posted.status in (302, 303), posted.text
    assert MARK in house.get().text


def test_a_comment_moves_the_numbers_elsewhere(house):
    before = {path: house.get(path).body for path in ("/", "/harbour/", "/harbour/crane/")}
    house.say("One more.")
    for path, body in before.items():
        assert house.get(path).body != body, path


def test_the_views_of_passages_are_kept_and_fresh(house):
    about = Chosen(exact="moved on Friday")
    passage = house.say("A comment on some words.", passage=about).passage
    block = f"/comments/inline/{house.subject}/{passage.block}/"
    addresses = [f"{STORY}?show=inline", f"/comments/passages/{passage.pk}/", block]
    before = {}
    for address in addresses:
        house.made.clear()
        first, second = house.get(address), house.get(address)
        assert (first.status, first.body) == (200, second.body)
        assert len(house.made) == 1, address
        assert "set-cookie" not in first.headers
        before[address] = first.body
    house.say(f"Another. {MARK}", passage=about)
    for address in addresses:
        assert house.get(address).body != before[address], address
    assert MARK in house.get(addresses[0]).text
    assert MARK in house.get(addresses[1]).text
    discussion.close_thread(subject=house.subject, by=None, reason="Enough was said.")
    for address in addresses:
        assert "Enough was said." in house.get(address).text


def test_a_comment_leaves_other_discussions_alone(house):
    comment = house.say("One.")
    house.get("/harbour/crane/")
    house.made.clear()
    discussion.vote(comment_id=comment.pk, voter="v1", value=1, visitor_key="k")
    house.get("/harbour/crane/")
    assert house.made == []


def test_an_edited_comment_is_seen(house):
    comment = house.say("Before.")
    house.get()
    discussion.edit_comment(comment_id=comment.pk, body=f"After. {MARK}")
    assert MARK in house.get().text


def test_a_vote_is_seen(house):
    comment = house.say("Vote for me.")
    before = house.get().body
    discussion.vote(comment_id=comment.pk, voter="v1", value=1, visitor_key="k")
    assert house.get().body != before


@pytest.mark.parametrize("act", [discussion.remove, discussion.hold])
def test_what_is_taken_down_is_gone_and_comes_back(house, act):
    comment = house.say(MARK)
    addresses = [STORY, f"{STORY}?sort=newest", f"{STORY}?sort=most_voted&page=1", "/"]
    assert MARK in house.get().text
    for address in addresses:
        house.get(address)
    act(comment=comment, by=None, reason="")
    for address in addresses:
        for coding in ("", "gzip", "br"):
            assert MARK not in house.get(address, Accept_Encoding=coding).body.decode("latin-1")
    back = discussion.restore if act is discussion.remove else discussion.approve
    comment.refresh_from_db()
    back(comment=comment, by=None, reason="")
    assert MARK in house.get().text


def test_a_held_comment_never_appears(house):
    discussion.save_rules(hold_first_comments=True)
    house.get()
    house.say(MARK)
    assert MARK not in house.get().text


def test_a_pin_a_closing_and_a_reopening_are_seen(house):
    comment = house.say("Pin me.")
    changes = [
        lambda: discussion.pin(comment=comment, by=None, reason=""),
        lambda: discussion.close_thread(subject=house.subject, by=None, reason=MARK),
        lambda: discussion.reopen_thread(subject=house.subject, by=None, reason=""),
    ]
    for change in changes:
        before = house.get().body
        change()
        assert house.get().body != before


@pytest.mark.parametrize("path", ["/", STORY])
def test_a_gift_and_its_correction_are_seen(house, path):
    assert "1,234" not in house.get(path).text
    gift = give(123_400)
    assert "1,234" in house.get(path).text
    fundraising.correct_gift(gift=gift, reason="twice", by=None)
    assert "1,234" not in house.get(path).text


def test_a_goal_is_seen(house):
    assert "7,777" not in house.get("/").text
    fundraising.ensure_campaign(goal_minor=777_700, currency="USD")
    assert "7,777" in house.get("/").text


def test_an_edited_story_is_seen_wherever_it_is_told(house):
    paths = ["/", "/harbour/", STORY, "/feed.xml", "/authors/ada-quay/", "/topics/ferries/"]
    for path in [*paths, "/harbour/crane/"]:
        assert MARK not in house.get(path).text
    house.story.title = MARK
    house.story.save_revision().publish()
    for path in [*paths, "/harbour/crane/"]:
        assert MARK in house.get(path).text, path


def test_a_draft_makes_nothing_old(house):
    house.get()
    house.story.title = MARK
    house.story.save_revision()
    assert MARK not in house.get().text
    assert house.made == [STORY]


def test_a_story_that_is_taken_down_is_gone(house):
    assert house.get().status == 200
    house.story.unpublish()
    answer = house.get()
    assert answer.status == 410
    assert "Nothing moved on Friday" not in answer.text
    assert "Ferries stay in port" not in house.get("/").text


def test_that_a_story_was_taken_down_is_kept_until_it_is_back(house):
    house.story.unpublish()
    answer = house.get()
    assert (answer.status, house.made) == (410, [STORY])
    assert "This story was taken down" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate, s-maxage=1"
    assert house.get(If_None_Match=answer.headers["etag"]).status == 410
    assert house.made == [STORY]
    assert len([one for one in house.store._pages if one == STORY]) == 1
    house.story.get_latest_revision().publish()
    assert house.get().status == 200
    assert "Nothing moved on Friday" in house.get().text


def test_taking_down_is_announced(house):
    house.get()
    before = Announcement.objects.count()
    house.story.unpublish()
    topics = Announcement.objects.order_by("pk").values_list("topic", flat=True)[before:]
    assert "article.unpublished" in topics


def _restrict(story):
    story.unpublish()
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)


def _schedule(story):
    story.unpublish()
    story.go_live_at = clock.now() + timedelta(days=1)
    story.save_revision().publish()


@pytest.mark.parametrize("hide", [_restrict, _schedule, lambda story: story.delete()])
def test_of_what_nobody_may_know_nothing_is_said(house, hide):
    hide(house.story)
    assert house.get().status == 404
    assert house.store.get(STORY) is None


def test_a_draft_that_was_never_public_is_not_there(house):
    draft = publishing.save_article(
        section=SectionPage.objects.get(),
        slug="draft",
        title="A draft",
        standfirst="",
        body=[],
        bylines=[],
        live=False,
        published_at=clock.now() - timedelta(days=1),
    )
    assert draft.first_published_at is not None
    assert house.get("/harbour/draft/").status == 404


def test_an_old_address_of_a_story_that_was_taken_down_leads_on(house):
    house.story.unpublish()
    assert house.get().status == 410
    Redirect.add_redirect(STORY, redirect_to="/")
    assert house.get().status == 301


def test_a_deleted_story_is_gone(house):
    house.get()
    house.get("/")
    house.story.delete()
    assert house.get().status == 404
    assert "Ferries stay in port" not in house.get("/").text


def test_a_new_story_is_seen(house):
    house.get("/")
    assert house.get("/harbour/new/").status == 404
    publishing.save_article(
        section=house.section,
        slug="new",
        title=MARK,
        standfirst="",
        body=[],
        bylines=[],
        published_at=clock.now(),
        live=True,
    )
    assert house.get("/harbour/new/").status == 200
    assert MARK in house.get("/").text


def test_a_story_that_moves_leaves_a_redirect(house):
    house.get()
    house.story.slug = "boats"
    house.story.save_revision().publish()
    assert house.get().status == 301
    assert house.get().headers["location"] == "/harbour/boats/"
    assert house.get("/harbour/boats/").status == 200


def test_a_redirect_written_at_the_desk_is_seen_and_kept(house, monkeypatch):
    monkeypatch.setattr(making, "UNSETTLED_LIFE_SECONDS", 30.0)
    assert house.get("/old/").status == 404
    redirect = Redirect.add_redirect("/old/", redirect_to=house.story)
    assert house.get("/old/").status == 301
    house.made.clear()
    assert house.get("/old/").headers["location"] == STORY
    assert house.made == []
    redirect.delete()
    assert house.get("/old/").status == 404


def test_a_story_behind_a_password_is_not_for_all(house):
    house.get()
    PageViewRestriction.objects.create(
        page=house.story, restriction_type=PageViewRestriction.PASSWORD, password="open"
    )
    assert "Nothing moved on Friday" not in house.get().text
    assert "Nothing moved on Friday" not in house.get().text
    assert house.store.get(STORY) is None


def _rename_the_newsroom():
    room = Newsroom.objects.get()
    room.title = MARK
    room.save()


def _rename_a_section():
    section = SectionPage.objects.get()
    section.title = MARK
    section.save_revision().publish()


def _rename_an_author():
    author = Author.objects.get()
    author.name = MARK
    author.save()


def _add_a_page():
    publishing.save_page(slug="about", title=MARK, body=[], live=True)


@pytest.mark.parametrize(
    "change", [_rename_the_newsroom, _rename_a_section, _rename_an_author, _add_a_page]
)
def test_what_stands_on_every_page_is_seen_at_once(house, change):
    assert MARK not in house.get().text
    change()
    assert MARK in house.get().text


def test_rules_saved_at_the_desk_are_seen(house):
    for number in range(3):
        house.say(f"Remark {number}.", name=f"Reader {number}")
    house.get()
    rules = DiscussionRules.load()
    rules.comments_per_page = 2
    rules.save()
    assert "Remark 2." not in house.get().text
    assert "Remark 2." in house.get(f"{STORY}?page=2").text


# Changes while a page is made, and many at once -----------------------------------------------


def test_a_change_during_the_making_asks_for_another(house):
    house.during.append(lambda: house.say(MARK))
    assert MARK not in house.get().text  # was asked for before
    assert MARK in house.get().text


def test_a_removal_during_the_making_is_never_undone(house):
    comment = house.say(MARK)
    house.during.append(lambda: discussion.remove(comment=comment, by=None, reason=""))
    house.get()
    for _again in range(3):
        assert MARK not in house.get().text


def test_many_who_ask_at_once_have_it_made_once(house):
    house.get("/")  # warm
    house.made.clear()
    found = []
    threads = [threading.Thread(target=lambda: found.append(house.get().body)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert house.made == [STORY]


# Time -----------------------------------------------------------------------------------------


@pytest.fixture
def settled(monkeypatch):
    """Nothing was set at the desk a moment ago; pages are kept for their full time."""
    monkeypatch.setattr(making, "UNSETTLED_SECONDS", 0.0)


def lives_for(house, clock) -> float:
    """How many seconds after the present moment the story's page ends."""
    return round(house.store.latest(STORY).expires_at - clock.at.timestamp(), 3)


def test_a_page_is_kept_for_an_hour_at_most_and_its_meter_for_ten_minutes(house, settled, clock):
    house.get()
    page = house.store.latest(STORY)
    lives = {part.facts.expires_at - clock.at.timestamp() for part in page.parts}
    assert lives == {600, 3600}
    assert lives_for(house, clock) == 600


def test_a_page_ends_at_midnight_in_the_newsroom(house, settled, clock):
    room = Newsroom.objects.get()
    room.time_zone = "Asia/Kathmandu"
    room.save()
    clock.set(datetime(2026, 11, 22, 18, 14, 30, tzinfo=UTC))  # 23:59:30 there
    assert "8 days left" in house.get().text
    assert lives_for(house, clock) == 30
    clock.advance(seconds=30)
    house.store.discard(STORY)
    assert "7 days left" in house.get().text


def test_a_page_ends_when_its_discussion_closes_by_age(house, settled, clock):
    discussion.save_rules(close_after_days=30)
    house.say("The last word.")
    clock.advance(days=30, seconds=-20)
    house.get()
    assert lives_for(house, clock) == 20
    clock.advance(seconds=21)
    house.store.discard(STORY)
    assert "closed by itself" in house.get().text


# Fragments ------------------------------------------------------------------------------------


def parts_made(house) -> list[str]:
    """The names of the fragments of the story's page that were made since `forget`."""
    return [part.seam.name for part in house.store.latest(STORY).parts if part.seam]


def unchanged(before, after) -> list[str]:
    """Which parts of a page are the very same objects as before."""
    names = {id(part): part.seam.name if part.seam else "around" for part in before.parts}
    return [names[id(part)] for part in after.parts if id(part) in names]


def test_a_page_is_composed_of_fragments(house):
    house.get()
    assert parts_made(house) == ["meter", "related", "discussion"]


def test_a_comment_makes_its_discussion_anew_and_nothing_else(house, settled):
    house.get()
    before = house.store.latest(STORY)
    house.say(MARK)
    assert MARK in house.get().text
    assert unchanged(before, house.store.latest(STORY)) == [
        "around",
        "meter",
        "around",
        "related",
        "around",
        "around",
    ]


def test_a_gift_makes_the_meter_anew_and_nothing_else(house, settled):
    house.get()
    before = house.store.latest(STORY)
    give(12_300)
    assert "123" in house.get().text
    assert "meter" not in unchanged(before, house.store.latest(STORY))
    assert "discussion" in unchanged(before, house.store.latest(STORY))


def test_a_mended_page_is_the_page_made_whole(house, settled, clock):
    for path in (STORY, f"{STORY}?sort=newest", "/"):
        house.get(path)
    house.say(MARK)
    give(500)
    for path in (STORY, f"{STORY}?sort=newest", "/"):
        mended = house.get(path).text
        house.store.discard(path)
        assert house.get(path).text == mended, path


def test_no_mark_of_a_seam_is_ever_sent(house):
    for path in (STORY, "/", "/harbour/", f"{STORY}?page=9", "/no/such/page/"):
        assert b"\0" not in house.get(path).body
        assert b"\0" not in house.get(path, Cookie="sessionid=desk").body


def test_a_story_elsewhere_leaves_a_page_alone_but_for_what_it_lists(house, settled):
    house.get()
    before = house.store.latest(STORY)
    publishing.save_article(
        section=house.section,
        slug="new",
        title=MARK,
        standfirst="",
        body=[],
        bylines=[],
        published_at=clock.now(),
        live=True,
    )
    assert MARK in house.get().text
    assert unchanged(before, house.store.latest(STORY)) == [
        "around",
        "meter",
        "around",
        "around",
        "discussion",
        "around",
    ]


# The pulse ------------------------------------------------------------------------------------


def pulse_of(house):
    return f"/api/v1/articles/{house.story.pk}/pulse/"


def test_the_pulse_tells_of_news(house, settled):
    first = json.loads(house.get(pulse_of(house)).body)
    assert (first["comments"], first["newest_id"]) == (0, None)
    days_left = clock.days_left(clock.today())
    assert first["meter"] == {"raised_minor": 0, "percent": 0.0, "days_left": days_left}
    comment = house.say("News.")
    give(1000)
    eventually(lambda: json.loads(house.get(pulse_of(house)).body)["comments"] == 1)
    second = json.loads(house.get(pulse_of(house)).body)
    assert second["newest_id"] == comment.pk
    assert second["edition"] > first["edition"]
    assert second["meter"]["raised_minor"] == 1000


def test_the_pulse_is_kept_and_known_by_its_etag(house, settled):
    first = house.get(pulse_of(house))
    house.made.clear()
    again = house.get(pulse_of(house), If_None_Match=first.headers["etag"])
    assert (again.status, again.body, house.made) == (304, b"", [])


def test_the_pulse_changes_four_times_a_second_at_most(house, settled):
    house.get(pulse_of(house))
    house.made.clear()
    ends_at = time.monotonic() + 1.0
    while time.monotonic() < ends_at:
        house.say("Quick.", name=f"Reader {time.monotonic_ns()}")
        house.get(pulse_of(house))
    assert 1 <= len(house.made) <= 5


def test_the_pulse_of_a_story_taken_down_is_gone(house):
    house.get(pulse_of(house))
    house.story.unpublish()
    assert house.get(pulse_of(house)).status == 404


@pytest.mark.parametrize(
    "act",
    [
        lambda comment: discussion.hold(comment=comment, by=None, reason=""),
        lambda comment: discussion.remove(comment=comment, by=None, reason=""),
        lambda comment: discussion.erase(comment_id=comment.pk),
        lambda comment: discussion.edit_comment(comment_id=comment.pk, body="Another word."),
    ],
    ids=["hold", "remove", "erase", "edit"],
)
def test_the_pulse_quotes_nothing_that_was_taken_away(house, settled, act):
    comment = house.say(MARK)
    assert MARK in house.get(pulse_of(house)).text
    act(comment)
    assert MARK not in house.get(pulse_of(house)).text


# What a killed process left untold ------------------------------------------------------------


def say_and_die(house, monkeypatch):
    """Commit a comment in a process that is killed before it can tell."""
    with monkeypatch.context() as killed:
        killed.setattr("broadsheet.core.freshness._at_once", [])
        house.say(MARK)
    for row in Announcement.objects.all():  # ids come again when a test's tables are emptied
        house.store.generations.note_told(row.pk + TOLD)


def test_what_was_committed_and_not_told_is_told_by_the_worker(house, settled, monkeypatch):
    house.get()
    say_and_die(house, monkeypatch)
    assert MARK not in house.get().text
    outbox.work_once()
    assert MARK in house.get().text


def test_what_was_not_told_is_told_before_the_first_answer(house, settled, monkeypatch):
    house.get()
    say_and_die(house, monkeypatch)
    outbox.tell_all_again()
    assert MARK in house.get().text


def test_what_was_told_is_not_told_twice(house, settled):
    house.say(MARK)
    seen = house.store.generations.now()
    outbox.tell_all_again()
    assert house.store.generations.now() == seen
