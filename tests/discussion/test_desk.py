"""The moderators' screens."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from broadsheet.discussion import actions
from broadsheet.discussion.models import Comment, Decision, State, Thread
from broadsheet.discussion.passages.choosing import Chosen
from tests.discussion.conftest import BAKERY, FERRY

HELD = "/desk/discussion/"
ALL = "/desk/discussion/comments/"
THREADS = "/desk/discussion/threads/"


@pytest.fixture
def desk(moderator) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


@pytest.fixture
def held(db) -> list[Comment]:
    return [
        actions.post_comment(
            subject=FERRY, name=f"Reader {n}", body=f"Remark {n}", email=f"r{n}@readers.example"
        ).comment
        for n in range(3)
    ]


def html(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_shows_what_waits_with_reasons(desk, held) -> None:
    page = html(desk, HELD)
    assert "3 comments wait" in page
    assert "First comments are read" in page
    assert "r1@readers.example" in page
    assert page.index("Remark 0") < page.index("Remark 2")


def test_a_comment_comes_with_what_it_is_about(desk, say, stories) -> None:
    stories.write(FERRY, a="The ferry stays in port until Monday, he said.")
    first = say("Ben", passage=Chosen(exact="stays in port until Monday")).comment
    say("Cy", parent_id=first.pk)
    page = html(desk, ALL)
    assert 'dir="auto">stays in port until Monday</blockquote>' in page
    assert f'in reply to <a href="{ALL}{first.pk}/"><bdi>Ben</bdi></a>' in page


def test_an_empty_queue_says_so(desk) -> None:
    assert "Nothing waits" in html(desk, HELD)


def test_a_decision_is_carried_out_logged_and_leads_back(desk, moderator, held) -> None:
    path = reverse("discussion_desk:decide", args=[held[0].pk])
    answer = desk.post(path, {"act": "approve", "reason": "Fine", "next": HELD})
    assert answer["Location"] == HELD
    held[0].refresh_from_db()
    assert held[0].state == State.PUBLISHED
    last = Decision.objects.latest("id")
    assert (last.by, last.reason) == (moderator, "Fine")
    history = html(desk, f"{ALL}{held[0].pk}/")
    assert "Mona Moderator" in history
    assert "the automatic checks" in history
    assert "Fine" in history


def test_a_decision_that_came_too_late_is_told(desk, held) -> None:
    actions.remove(comment=held[0], by=None)
    path = reverse("discussion_desk:decide", args=[held[0].pk])
    answer = desk.post(path, {"act": "approve"}, follow=True)
    assert "Nothing was changed" in answer.content.decode()
    held[0].refresh_from_db()
    assert held[0].state == State.REMOVED


def test_nobody_is_led_off_the_site(desk, held) -> None:
    path = reverse("discussion_desk:decide", args=[held[0].pk])
    answer = desk.post(path, {"act": "approve", "next": "https://evil.example/"})
    assert answer["Location"] == HELD


@pytest.mark.parametrize("act", ["", "delete", "publish"])
def test_an_act_that_does_not_exist_is_not_found(desk, held, act) -> None:
    path = reverse("discussion_desk:decide", args=[held[0].pk])
    assert desk.post(path, {"act": act}).status_code == 404
    assert desk.get(path).status_code == 405


def test_many_are_approved_at_once(desk, held) -> None:
    actions.remove(comment=held[2], by=None)
    sent = {"comment": [str(one.pk) for one in held] + ["nonsense", "999999"]}
    answer = desk.post(reverse("discussion_desk:approve_many"), sent, follow=True)
    assert "2 comments approved" in answer.content.decode()
    assert Comment.objects.filter(state=State.PUBLISHED).count() == 2


def test_all_comments_can_be_narrowed(desk, held, say) -> None:
    say("Zoe", "Quite another thing", subject=BAKERY)
    assert "4 comments" in html(desk, ALL)
    assert "1 comment<" in html(desk, ALL, state="published")
    assert "Remark 1" in html(desk, ALL, q="remark 1")
    assert "Remark 2" not in html(desk, ALL, q="remark 1")
    assert "Remark 2" in html(desk, ALL, q="r2@readers")
    bakery = html(desk, ALL, subject=BAKERY)
    assert "Quite another thing" in bakery
    assert "Remark" not in bakery
    assert "A bakery reopens" in bakery
    assert "No comment fits" in html(desk, ALL, q="nobody wrote this")


def test_pages_of_the_search_keep_the_search(desk, say) -> None:
    for number in range(31):
        say("Ada", f"Word {number}")
    assert "q=word" in html(desk, ALL, q="word")
    assert "Page 2 of 2" in html(desk, ALL, q="word", p="2")
    assert "Page 2 of 2" in html(desk, ALL, q="word", p="77")


def test_threads_are_closed_and_reopened(desk, say) -> None:
    say()
    thread = Thread.objects.get()
    path = reverse("discussion_desk:open_or_close", args=[thread.pk])
    desk.post(path, {"act": "close", "reason": "Everything is said."})
    thread.refresh_from_db()
    assert thread.is_closed
    assert "Everything is said." in html(desk, THREADS)
    desk.post(path, {"act": "reopen"})
    thread.refresh_from_db()
    assert not thread.is_closed


def test_comments_under_what_is_not_public_can_still_be_found(desk, held, stories) -> None:
    stories.hide(FERRY)
    assert "Remark 1" in html(desk, HELD)
    assert FERRY in html(desk, THREADS)


def test_whoever_may_not_moderate_sees_nothing(reporter, held) -> None:
    client = Client()
    client.force_login(reporter)
    decide = reverse("discussion_desk:decide", args=[held[0].pk])
    for path in (HELD, ALL, THREADS, f"{ALL}{held[0].pk}/"):
        assert client.get(path).status_code == 302
    client.post(decide, {"act": "approve"})
    client.post(reverse("discussion_desk:approve_many"), {"comment": str(held[0].pk)})
    assert not Comment.objects.filter(state=State.PUBLISHED).exists()
    assert "Held comments" not in html(client, "/desk/")
    reporter.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    assert client.get(HELD).status_code == 200


def test_a_form_of_another_site_decides_nothing(moderator, held) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    path = reverse("discussion_desk:decide", args=[held[0].pk])
    assert client.post(path, {"act": "approve"}).status_code == 403


def test_the_rules_are_set_at_the_desk(publisher) -> None:
    client = Client()
    client.force_login(publisher)
    path = reverse("wagtailsettings:edit", args=["discussion", "discussionrules"])
    page = client.get(path, follow=True).content.decode()
    assert "hold the first comment of a new guest" in page.lower()


def test_markup_of_a_comment_stays_markup_at_the_desk(desk, db) -> None:
    actions.post_comment(subject=FERRY, name="<b>Bold</b>", body="<script>x</script>")
    page = html(desk, HELD)
    assert "<script>x</script>" not in page
    assert "<b>Bold" not in page
