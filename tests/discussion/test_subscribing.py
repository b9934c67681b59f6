"""Subscriptions: asked for by anybody, confirmed by one, stopped with one click."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from broadsheet.core import limits, outbox
from broadsheet.core.models import Letter
from broadsheet.discussion import actions, doors, letters
from broadsheet.discussion.actions import subscribing, telling
from broadsheet.discussion.models import (
    Mailbox,
    News,
    Notify,
    Pace,
    Subscription,
    Suppression,
)
from tests.discussion.conftest import BAKERY, FERRY

ADA = "ada@readers.example"


def ask(guest, **others):
    sent = {"subject": FERRY, "notify": "thread", "email": ADA} | others
    return guest.client.post("/comments/subscribe/", sent)


def work() -> None:
    while outbox.work_once():
        pass


def link(message, name: str) -> str:
    found = re.search(rf"http://localhost:8000(/comments/{name}/[^\s]+)", message.body)
    assert found, message.body
    return found[1]


@pytest.fixture
def follow(say, clock):
    """Subscribes an address, confirmed: `follow(ADA, Notify.REPLIES)`."""

    def follow(email: str = ADA, kind: str = Notify.THREAD, subject: str = FERRY) -> Mailbox:
        mailbox, _ = Mailbox.objects.get_or_create(email=email, defaults={"created_at": clock.at})
        row = Subscription.objects.create(
            mailbox=mailbox, subject=subject, kind=kind, asked_at=clock.at
        )
        actions.confirm(row)
        return mailbox

    return follow


@pytest.fixture
def tell(clock):
    """Lets time pass until news is told, and gives the letters."""

    def tell(**duration: float):
        work()
        clock.advance(**(duration or {"seconds": telling.QUIET.total_seconds()}))
        telling.write_due_letters()
        mail.outbox.clear()
        work()
        return list(mail.outbox)

    return tell


@pytest.mark.django_db
class TestOptIn:
    def test_a_post_on_the_page_in_the_letter_confirms_and_a_visit_does_not(self, guest):
        answer = ask(guest)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        work()
        (message,) = mail.outbox
        assert message.to == [ADA]
        path = link(message, "subscriptions")
        page = guest.client.get(path)
        assert "new follow-up comments" in page.content.decode()
        assert "The ferry stays in port" in page.content.decode()
        assert Subscription.objects.get().confirmed_at is None
        guest.client.post(path)
        assert Subscription.objects.get().confirmed_at is not None
        guest.client.post(path)
        assert Subscription.objects.count() == 1

    def test_the_letter_is_in_plain_text_and_html_and_holds_nothing_that_was_typed(self, guest):
        guest.client.post(
            "/comments/post/",
            {"subject": FERRY, "name": "Buy pills", "body": "Cheap", "email": ADA}
            | {"notify": "thread"},
        )
        work()
        letter = next(one for one in mail.outbox if one.to == [ADA])
        html = letter.alternatives[0].content
        for text in (letter.subject, letter.body, html):
            assert "pills" not in text
            assert "Cheap" not in text
        assert "subscriptions" in html

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"email": "no address"}, 422),
            ({"email": ""}, 422),
            ({"notify": "none"}, 422),
            ({"notify": ""}, 422),
            ({"subject": "story:77"}, 404),
            ({"website": "http://spam.example"}, 422),
        ],
    )
    def test_errors_are_told_and_store_nothing(self, guest, sent, status):
        answer = ask(guest, **sent)
        assert answer.status_code == status
        work()
        assert mail.outbox == []
        assert not Mailbox.objects.exists()

    def test_nobody_can_be_flooded(self, reader, clock):
        for number in range(12):
            clock.advance(minutes=10)
            ask(reader("Stan", address=f"192.0.2.{number}"), notify="thread")
            ask(reader("Stan", address=f"192.0.2.{number}"), subject=BAKERY)
            work()
        assert len(mail.outbox) == subscribing.CONFIRMATIONS_PER_DAY

    def test_one_network_asks_so_often_and_no_more(self, guest, monkeypatch):
        monkeypatch.setattr(subscribing, "ASKED_PER_HOUR", 2)
        answers = [ask(guest, email=f"a{n}@readers.example").status_code for n in range(3)]
        assert answers == [200, 200, 429]

    def test_the_answer_tells_nothing_about_an_address(self, guest, follow):
        follow(ADA)
        actions.suppress("never@readers.example")
        said = set()
        for email in (ADA, "new@readers.example", "never@readers.example"):
            answer = ask(guest, email=email)
            said.add((answer.status_code, answer.content.decode().replace(email, "…")))
        assert len(said) == 1

    def test_who_wants_no_letters_gets_none_ever(self, guest):
        ask(guest)
        work()
        path = link(mail.outbox.pop(), "subscriptions")
        answer = guest.client.post(path, {"never": "1"})
        assert answer.status_code == 200
        assert not Mailbox.objects.exists()
        assert ADA not in Suppression.objects.get().email_hash
        ask(guest, email="ADA@Readers.example")
        work()
        assert mail.outbox == []
        assert guest.client.get(path).status_code == 410
        assert actions.lift_suppression("Ada@readers.example")
        ask(guest)
        work()
        assert len(mail.outbox) == 1

    def test_what_nobody_confirms_is_forgotten(self, guest, clock):
        ask(guest)
        work()
        path = link(mail.outbox[0], "subscriptions")
        clock.advance(days=7, minutes=1)
        subscribing.forget_unconfirmed()
        assert not Mailbox.objects.exists()
        assert guest.client.get(path).status_code == 410

    @pytest.mark.parametrize("token", ["x", "MQ:1abc:zzz"])
    def test_a_forged_address_opens_nothing(self, guest, token):
        for name in ("subscriptions", "letters", "mine"):
            assert guest.client.get(f"/comments/{name}/{token}/").status_code == 410

    def test_a_commenter_is_asked_in_the_language_of_the_page(self, guest, settings):
        settings.LANGUAGES = [("en", "English"), ("de", "German")]
        ask(guest)
        work()
        assert Mailbox.objects.get().language == "en"

    def test_a_held_comment_asks_too_and_asking_again_is_one_subscription(self, guest):
        sent = {"subject": FERRY, "name": "Gus", "email": ADA, "notify": "replies"}
        answer = guest.client.post("/comments/post/", sent | {"body": "First."})
        assert answer.status_code == 202
        assert "confirm there" in answer.content.decode()
        guest.client.post("/comments/post/", sent | {"body": "Second."})
        work()
        row = Subscription.objects.get()
        assert (row.kind, row.mailbox.email) == (Notify.REPLIES, ADA)


@pytest.mark.usefixtures("open_house")
class TestNews:
    def test_a_burst_is_one_letter_in_both_forms(self, say, follow, tell):
        follow()
        for n in range(5):
            say(name="Ben", body=f"Number *{n}* & more.")
        (message,) = tell()
        assert message.subject == "5 new comments on “The ferry stays in port”"
        html = message.alternatives[0].content
        assert '<html lang="en">' in html
        for n in range(5):
            assert f"Number *{n}* & more." in message.body
            assert f"Number {n} &amp; more." in html
        assert tell(minutes=30) == []

    def test_one_click_stops_it(self, say, follow, tell, guest):
        follow()
        say()
        (message,) = tell()
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = message.extra_headers["List-Unsubscribe"].strip("<>")
        path = address.removeprefix("http://localhost:8000")
        assert guest.client.get(path).status_code == 200
        assert Subscription.objects.exists()
        # As a mail provider sends it: no cookie, no origin, another agent.
        answer = guest.client.post(
            path, {"List-Unsubscribe": "One-Click"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert answer.status_code == 200
        assert not Subscription.objects.exists()
        say()
        assert tell(minutes=30) == []
        assert guest.client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    def test_replies_go_to_whom_they_answer_and_nobody_hears_of_themselves(self, say, follow, tell):
        follow(ADA, Notify.REPLIES)
        follow("ben@readers.example", Notify.THREAD)
        asked = say(name="Ada", email="Ada@Readers.example").comment
        say(name="Cy")
        say(name="Ada", email=ADA, parent_id=asked.pk)
        say(name="Ben", email="ben@readers.example", parent_id=asked.pk, body="An answer.")
        to = {message.to[0]: message for message in tell()}
        assert set(to) == {ADA, "ben@readers.example"}
        assert to[ADA].subject == "1 reply to you on “The ferry stays in port”"
        assert to["ben@readers.example"].subject.startswith("3 new comments")
        assert "An answer." not in to["ben@readers.example"].body

    def test_nothing_leaves_that_is_not_public_when_it_is_sent(
        self, say, follow, tell, moderator, clock
    ):
        follow()
        kept = say(body="This stays.").comment
        removed = say(body="Precious secret.").comment
        erased = say(body="Regretted words.").comment
        work()
        clock.advance(minutes=2)
        telling.write_due_letters()  # the letter is posted, and waits for the mail server
        actions.remove(comment=removed, by=moderator, reason="Insult")
        actions.erase(comment_id=erased.pk)
        work()
        (message,) = [one for one in mail.outbox if one.to == [ADA]]
        both = message.body + message.alternatives[0].content
        assert "This stays." in both
        assert "Precious secret." not in both
        assert "Regretted words." not in both
        assert "1 new comment on" in message.subject
        stored = Letter.objects.get(to=ADA)
        assert "stays" not in stored.text + stored.html
        assert kept.is_published

    def test_a_letter_with_nothing_left_is_not_sent(self, say, follow, tell, moderator):
        follow()
        only = say().comment
        work()
        actions.hold(comment=only, by=moderator)
        assert tell() == []

    def test_a_held_comment_is_told_when_it_is_approved_and_only_once(
        self, say, follow, tell, moderator
    ):
        follow()
        actions.save_rules(hold_first_comments=True)
        held = say(name="Newcomer").comment
        assert tell() == []
        actions.approve(comment=held, by=moderator)
        assert len(tell()) == 1
        actions.remove(comment=held, by=moderator)
        actions.restore(comment=held, by=moderator)
        assert tell(minutes=30) == []

    def test_letters_keep_their_distance(self, say, follow, tell, clock):
        follow()
        say()
        assert len(tell()) == 1
        say()
        assert tell() == []
        say()
        (message,) = tell(seconds=telling.GAP.total_seconds())
        assert message.subject.startswith("2 new comments")

    def test_a_day_is_one_letter_at_seven(self, say, follow, tell, clock):
        actions.set_pace(mailbox=follow(), pace=Pace.DAILY)
        follow(subject=BAKERY)
        say(body="Before dinner.")
        assert tell(hours=3) == []
        say(subject=BAKERY, body="After dinner.")
        work()
        assert Mailbox.objects.get().due_at == telling.next_digest(clock.at)
        (message,) = tell(hours=16)
        assert "Before dinner." in message.body
        assert "After dinner." in message.body
        assert message.subject == "2 new comments"

    def test_so_many_letters_a_day_and_no_more(self, say, follow, tell, monkeypatch, clock):
        monkeypatch.setattr(telling, "LETTERS_PER_DAY", 2)
        follow()
        sent = 0
        for _ in range(4):
            say()
            sent += len(tell(minutes=15))
        assert sent == 2
        (message,) = tell(hours=24)
        assert message.subject.startswith("2 new comments")

    def test_a_repeated_announcement_tells_nothing_twice(self, say, follow, tell):
        follow()
        comment = say().comment
        for _ in range(3):
            telling.note_news(comment_id=comment.pk)
        assert News.objects.count() == 1
        assert len(tell()) == 1

    def test_a_long_letter_counts_the_rest(self, say, follow, tell, monkeypatch):
        monkeypatch.setattr(letters, "SHOWN", 3)
        follow()
        for _ in range(7):
            say()
        (message,) = tell()
        assert message.subject.startswith("7 new comments")
        assert "And 4 more comments." in message.body

    def test_a_hidden_story_tells_nothing_and_a_forgotten_one_ends_it(
        self, say, follow, tell, stories
    ):
        follow()
        say()
        work()
        stories.hide(FERRY)
        assert tell() == []
        from broadsheet.discussion.actions import forget_thread

        forget_thread(subject=FERRY)
        work()
        assert not Subscription.objects.exists()

    def test_an_address_that_bounces_is_not_written_to_again(self, follow):
        follow()
        from broadsheet.core import letters as house_letters

        for tell_refused in house_letters._told_of_refusals:
            tell_refused(ADA)
        assert Suppression.objects.get().why == Suppression.Why.REFUSED
        assert not Mailbox.objects.exists()

    def test_a_name_cannot_add_a_header_or_markup(self, say, follow, tell):
        follow()
        say(name='Eve\r\nBcc: all@x.example <img src="//x">', body="<script>x</script>\n\n-- \nhi")
        (message,) = tell()
        assert "\n" not in message.subject
        html = message.alternatives[0].content
        assert "<script>x" not in html
        assert "<img" not in html
        assert "Bcc" not in {name.title() for name in message.extra_headers}


def test_the_page_of_letters_changes_the_pace_and_stops_one_or_all(guest, follow):
    mailbox = follow()
    follow(subject=BAKERY)
    path = doors.letters_path(mailbox, FERRY)
    html = guest.client.get(path).content.decode()
    assert "Stop letters on “The ferry stays in port”" in html
    guest.client.post(path, {"act": "pace", "pace": "daily"})
    mailbox.refresh_from_db()
    assert mailbox.pace == Pace.DAILY
    guest.client.post(path, {"act": "pace", "pace": "hourly"})
    guest.client.post(path, {"act": "stop"})
    assert [row.subject for row in Subscription.objects.all()] == [BAKERY]
    guest.client.post(path, {"act": "stop_all"})
    assert not Subscription.objects.exists()
    guest.client.post(path, {"act": "never"})
    assert subscribing.is_suppressed(ADA)


@pytest.mark.django_db
def test_limits_of_the_worker_do_not_stop_the_outbox(guest, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise limits.TooMany(60)

    ask(guest)
    monkeypatch.setattr(limits, "take", refuse)
    work()
    assert mail.outbox == []
    assert not Subscription.objects.exists()


def test_old_news_is_forgotten(say, follow, tell, clock):
    follow()
    say()
    tell()
    clock.advance(days=telling.NEWS_KEPT.days + 1)
    telling.forget_told()
    assert not News.objects.exists()
    assert timedelta(days=60) < telling.NEWS_KEPT
