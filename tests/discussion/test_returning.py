"""“My comments”: the way in by mail, and what can be done there."""

import json
import re

import pytest
from django.core import mail

from broadsheet.core import outbox
from broadsheet.core.models import Letter
from broadsheet.discussion import actions, doors, queries
from broadsheet.discussion.actions import returning
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, Mailbox, State, Subscription, Wording
from tests.discussion.conftest import FERRY
from tests.discussion.test_views import article

ADA = "ada@readers.example"


@pytest.fixture
def way_in(say, clock):
    """The path to the comments of an address."""

    def way_in(email: str = ADA) -> str:
        mailbox, _ = Mailbox.objects.get_or_create(email=email, defaults={"created_at": clock.at})
        return doors.mine_path(mailbox)

    return way_in


def work() -> None:
    while outbox.work_once():
        pass


def test_the_answer_is_the_same_and_only_a_known_address_gets_a_letter(guest, say):
    say(email=ADA)
    said = set()
    for email in ("Ada@Readers.example", "nobody@readers.example"):
        answer = guest.client.post("/comments/mine/", {"email": email})
        said.add((answer.status_code, answer.content.decode().replace(email, "…")))
    assert len(said) == 1
    work()
    (message,) = mail.outbox
    assert message.to == [ADA]
    path = re.search(r"http://localhost:8000(/comments/mine/\S+)", message.body)[1]
    assert path in message.alternatives[0].content
    assert guest.client.get(path).status_code == 200


def test_asking_is_limited_by_address_and_by_network(reader, say, monkeypatch, clock):
    say(email=ADA)
    for n in range(10):
        clock.advance(minutes=10)
        reader("Stan", address=f"192.0.2.{n}").client.post("/comments/mine/", {"email": ADA})
        work()
    assert len(mail.outbox) == returning.LETTERS_PER_DAY
    monkeypatch.setattr(returning, "ASKED_PER_HOUR", 1)
    stan = reader("Stan", address="198.51.100.1").client
    assert stan.post("/comments/mine/", {"email": ADA}).status_code == 200
    assert stan.post("/comments/mine/", {"email": ADA}).status_code == 429


def test_it_lists_what_was_written_in_every_state(guest, say, way_in, moderator):
    say(email=ADA, body="Seen by all.")
    removed = say(email="Ada@readers.example", body="Taken away.").comment
    actions.remove(comment=removed, by=moderator)
    say(email="ben@readers.example", body="Not hers.")
    page = guest.client.get(way_in())
    html = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "Seen by all." in html
    assert "Taken away." in html
    assert "Not hers." not in html
    assert html.count("/edit/") == 1


def test_the_way_in_closes_after_a_day(guest, way_in, monkeypatch):
    from django.core import signing

    path = way_in()
    later = signing.time.time() + 24 * 3600 + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    answer = guest.client.get(path)
    assert answer.status_code == 410
    assert 'action="/comments/mine/"' in answer.content.decode()
    assert guest.client.get(f"{path}export/").status_code == 410


def test_a_deleted_comment_leaves_a_tombstone_where_others_answered(guest, say, way_in):
    mine = say(name="Ada Adams", email=ADA, body="My regretted words.").comment
    say(name="Ben", parent_id=mine.pk, body="An answer to that.")
    edited = actions.edit_comment(comment_id=mine.pk, body="My regretted words, edited.")
    assert edited.comment.pk == mine.pk
    path = f"{way_in()}erase/{mine.pk}/"
    assert "Delete this comment?" in guest.client.get(path).content.decode()
    assert guest.client.post(path).status_code == 303
    html = article()
    assert "This comment was deleted by its author." in html
    assert "An answer to that." in html
    for gone in ("regretted", "Ada Adams"):
        assert gone not in html
    row = Comment.objects.get(pk=mine.pk)
    assert row.state == State.ERASED
    kept = (row.name, row.email, row.body, row.body_html, row.visitor_key, row.fingerprint)
    assert kept == ("",) * 6
    assert not Wording.objects.exists()
    assert find_differences() == []
    assert guest.client.get(path).status_code == 404
    assert guest.client.post(path).status_code == 303


def test_an_unanswered_comment_goes_without_a_trace(guest, say, way_in):
    mine = say(email=ADA, body="My regretted words.").comment
    guest.client.post(f"{way_in()}erase/{mine.pk}/")
    assert queries.discussion_page(FERRY).comments == []
    assert queries.discussion_page(FERRY).count == 0


def test_nobody_deletes_what_others_wrote(guest, say, way_in):
    other = say(email="ben@readers.example").comment
    path = f"{way_in()}erase/{other.pk}/"
    assert guest.client.get(path).status_code == 404
    guest.client.post(path)
    other.refresh_from_db()
    assert other.is_published


def test_everything_can_be_taken_along_and_deleted(guest, say, way_in, clock, moderator):
    comment = say(email=ADA, body="One *thing*.").comment
    actions.edit_comment(comment_id=comment.pk, body="Another *thing*.")
    path = way_in()
    mailbox = Mailbox.objects.get()
    Subscription.objects.create(
        mailbox=mailbox, subject=FERRY, kind="thread", asked_at=clock.at, confirmed_at=clock.at
    )
    answer = guest.client.get(f"{path}export/")
    assert "attachment" in answer["Content-Disposition"]
    found = json.loads(answer.content)
    assert found["email"] == ADA
    (one,) = found["comments"]
    assert (one["body"], one["about"]) == ("Another *thing*.", "The ferry stays in port")
    assert one["earlier"][0]["body"] == "One *thing*."
    assert found["letters"]["subscriptions"][0]["notify"] == "thread"

    assert "1 comment was written" in guest.client.get(f"{path}erase/").content.decode()
    assert "1 comment was deleted" in guest.client.post(f"{path}erase/").content.decode()
    assert not Mailbox.objects.exists()
    assert not Subscription.objects.exists()
    assert not Comment.objects.filter(email=ADA).exists()
    assert guest.client.get(path).status_code == 410


def test_letters_to_moderators_forget_an_erased_text(say, moderator):
    actions.save_rules(hold_first_comments=True)
    held = say(name="Ada", email=ADA, body="My regretted words.").comment
    work()
    assert Letter.objects.filter(text__contains="regretted").exists()
    actions.erase(comment_id=held.pk)
    assert not Letter.objects.filter(text__contains="regretted").exists()


def test_letters_can_be_stopped_and_slowed_there(guest, way_in, clock):
    path = way_in()
    mailbox = Mailbox.objects.get()
    row = Subscription.objects.create(
        mailbox=mailbox, subject=FERRY, kind="thread", asked_at=clock.at, confirmed_at=clock.at
    )
    guest.client.post(f"{path}letters/", {"pace": "daily"})
    mailbox.refresh_from_db()
    assert mailbox.pace == "daily"
    guest.client.post(f"{path}letters/", {"subscription": str(row.pk)})
    assert not Subscription.objects.exists()


def test_an_import_does_not_bring_back_what_was_deleted(say, clock):
    made = actions.import_comment(
        subject=FERRY, parent=None, name="Ada", email=ADA, created_at=clock.at, body="Old words."
    )
    actions.erase(comment_id=made.pk)
    made.refresh_from_db()
    again = actions.import_comment(
        subject=FERRY,
        parent=None,
        name="Ada",
        email=ADA,
        created_at=clock.at,
        body="Old words.",
        comment=made,
    )
    again.refresh_from_db()
    assert (again.state, again.body, again.name) == (State.ERASED, "", "")


class TestAfterPosting:
    def send(self, guest, **others):
        sent = {"subject": FERRY, "name": "Gus", "body": "Hello.", "without_script": "1"}
        return guest.client.post("/comments/post/", sent | others)

    def test_a_browser_without_scripts_gets_a_page_to_mend_it(self, guest, say):
        parent = say(name="Ada", body="A question.").comment
        answer = self.send(guest, parent=parent.pk)
        assert answer.status_code == 303
        page = guest.client.get(answer["Location"])
        html = page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert html.index("A question.") < html.index("Hello.")
        assert 'class="comment-replies"' in html
        edit = re.search(r'href="(/comments/\d+/edit/[^"]+)"', html)[1]
        assert guest.client.get(edit).status_code == 200
        erase = re.search(r'href="(/comments/\d+/erase/[^"]+)"', html)[1]
        assert "Delete this comment?" in guest.client.get(erase).content.decode()
        assert "1 comment was deleted" in guest.client.post(erase).content.decode()
        assert guest.client.get(edit).status_code == 410
        # Its address leads to where the comment stands, or stood.
        assert guest.client.get(answer["Location"]).status_code == 302

    def test_nobody_guesses_the_page_of_another(self, guest, say, stranger):
        comment = say().comment
        answer = stranger.client.get(f"/comments/{comment.pk}/posted/x/")
        assert answer.status_code == 302
        assert "/edit/" not in article()

    def test_the_address_of_one_comment_opens_no_other(self, guest, say):
        mine, other = say().comment, say().comment
        token = doors.posted_path(mine.pk, "none").split("/")[-2]
        assert guest.client.get(f"/comments/{other.pk}/posted/{token}/").status_code == 302


def test_an_edit_keeps_the_earlier_wording_for_moderators(say, client, moderator):
    comment = say(body="I saw *two* boats.").comment
    actions.edit_comment(comment_id=comment.pk, body="I saw three boats.")
    assert Wording.objects.get().body == "I saw *two* boats."
    client.force_login(moderator)
    html = client.get(f"/desk/discussion/comments/{comment.pk}/").content.decode()
    assert "I saw *two* boats." in html
    assert "two" not in article()
