"""Letters about one passage alone: asked for beside it, confirmed, told, stopped by themselves."""

import json

import pytest
from django.core import mail

from broadsheet.discussion import actions, queries
from broadsheet.discussion.models import Comment, Mailbox, Notify, Subscription
from broadsheet.discussion.passages.choosing import Chosen
from tests.discussion.conftest import BAKERY, FERRY
from tests.discussion.test_subscribing import ADA, ask, link, work
from tests.discussion.test_subscribing import tell as tell

HARBOUR = "stays in port until Monday"
TRAMS = "Trams run every ten minutes"


@pytest.fixture(autouse=True)
def written(stories):
    stories.write(FERRY, a=f"The ferry {HARBOUR}, he said.", b=f"{TRAMS}, and later at night.")


@pytest.fixture
def harbour(say) -> Comment:
    """What Ben said about the words on the harbour."""
    return say("Ben", passage=Chosen(exact=HARBOUR)).comment


@pytest.fixture
def trams(say) -> Comment:
    """What Cy said about the words on the trams."""
    return say("Cy", passage=Chosen(exact=TRAMS)).comment


def follow(guest, about: Comment) -> None:
    """Ada asks for letters about a passage, and confirms."""
    mail.outbox.clear()
    answer = ask(guest, notify="passage", passage=about.passage_id)
    assert answer.status_code == 200
    work()
    guest.client.post(link(mail.outbox[-1], "subscriptions"))
    mail.outbox.clear()


@pytest.mark.usefixtures("open_house")
class TestAsking:
    def test_the_page_of_a_passage_asks_for_it_alone(self, guest, harbour):
        page = guest.client.get(f"/comments/passages/{harbour.passage_id}/").content.decode()
        assert 'action="/comments/subscribe/"' in page
        assert f'name="passage" value="{harbour.passage_id}"' in page
        assert '<option value="passage"' in page
        assert (
            '<option value="passage"'
            not in guest.client.get(f"/comments/{harbour.pk}/reply/").content.decode()
        )

    def test_letter_and_page_say_which_words(self, guest, harbour):
        ask(guest, notify="passage", passage=harbour.passage_id)
        work()
        (message,) = mail.outbox
        path = link(message, "subscriptions")
        for text in (
            message.body,
            message.alternatives[0].content,
            guest.client.get(path).content.decode(),
            guest.client.post(path).content.decode(),
        ):
            assert HARBOUR in text
            assert "new comments on this passage" in text
        assert Subscription.objects.get().confirmed_at is not None

    @pytest.mark.parametrize(
        "sent",
        [
            {"notify": "passage"},
            {"notify": "passage", "passage": "999999"},
            {"notify": "passage", "passage": "x"},
            {"notify": "passage", "subject": BAKERY},
        ],
    )
    def test_a_passage_has_to_be_one_of_the_discussion(self, guest, harbour, sent):
        if "subject" in sent:
            sent = sent | {"passage": harbour.passage_id}
        answer = ask(guest, **sent)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode() or "field-error" in answer.content.decode()
        assert not Mailbox.objects.exists()

    def test_an_error_keeps_the_words(self, guest, harbour):
        answer = ask(guest, notify="passage", passage=harbour.passage_id, email="no address")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert HARBOUR in page
        assert f'name="passage" value="{harbour.passage_id}"' in page

    def test_a_comment_asks_for_its_own_passage_and_a_reply_for_that_of_the_top(self, say, harbour):
        say("Ada", email=ADA, notify="passage", passage=Chosen(exact=HARBOUR))
        say("Eve", email="eve@readers.example", notify="passage", parent_id=harbour.pk)
        work()
        rows = Subscription.objects.values_list("kind", "passage")
        assert list(rows) == [(Notify.PASSAGE, harbour.passage_id)] * 2

    def test_a_comment_on_the_whole_cannot_ask_for_a_passage(self, guest, harbour):
        sent = {"subject": FERRY, "name": "Ada", "body": "Hm.", "email": ADA, "notify": "passage"}
        answer = guest.client.post("/comments/post/", sent)
        assert answer.status_code == 422
        reply = guest.client.post("/comments/post/", sent | {"parent": harbour.pk})
        assert reply.status_code == 303

    def test_twice_is_once_and_another_passage_is_another(self, guest, harbour, trams):
        follow(guest, harbour)
        ask(guest, notify="passage", passage=harbour.passage_id)
        work()
        assert mail.outbox == []
        follow(guest, trams)
        assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 2


@pytest.mark.usefixtures("open_house")
class TestNews:
    def test_only_these_words_are_told(self, guest, say, tell, harbour, trams):
        follow(guest, harbour)
        say("Dan", body="On the whole.")
        say("Dan", body="On the trams.", parent_id=trams.pk)
        assert tell() == []
        say("Dan", body="On the harbour.", passage=Chosen(exact=HARBOUR))
        say("Eve", body="An answer to Ben.", parent_id=harbour.pk)
        say("Eve", body="Trams again.", passage=Chosen(exact=TRAMS))
        (message,) = tell()
        assert message.subject == "2 new comments on “The ferry stays in port”"
        for text in (message.body, message.alternatives[0].content):
            assert "On the harbour." in text
            assert "An answer to Ben." in text
            assert "rams again" not in text
            assert HARBOUR in text

    def test_who_follows_all_hears_of_each_comment_once(self, guest, say, tell, harbour):
        follow(guest, harbour)
        ask(guest, notify="thread")
        work()
        guest.client.post(link(mail.outbox[-1], "subscriptions"))
        mail.outbox.clear()
        say("Dan", passage=Chosen(id=harbour.passage_id))
        (message,) = tell()
        assert message.subject.startswith("1 new comment")

    def test_a_reply_to_the_reader_elsewhere_is_not_told(self, guest, say, tell, harbour):
        follow(guest, harbour)
        own = say("Ada", email=ADA).comment
        say("Dan", parent_id=own.pk)
        assert tell() == []

    def test_words_that_are_gone_are_still_followed(self, guest, say, tell, stories, harbour):
        follow(guest, harbour)
        stories.write(FERRY, b="Nothing of it is left.")
        actions.carry_passages(subject=FERRY)
        say("Dan", parent_id=harbour.pk, body="Why did it go?")
        (message,) = tell()
        assert "Why did it go?" in message.body


@pytest.mark.usefixtures("open_house")
class TestStopping:
    def test_one_passage_is_stopped_and_the_other_stays(self, guest, say, tell, harbour, trams):
        follow(guest, harbour)
        follow(guest, trams)
        first, second = Subscription.objects.order_by("pk")
        say("Dan", passage=Chosen(id=harbour.passage_id))
        (message,) = tell()
        path = link(message, "letters")
        page = guest.client.get(path).content.decode()
        assert HARBOUR in page
        assert TRAMS in page
        guest.client.post(path, {"act": "stop_one", "subscription": str(first.pk)})
        assert Subscription.objects.get() == second
        guest.client.post(path, {"act": "stop_one", "subscription": "x"})
        assert Subscription.objects.get() == second

    def test_one_click_stops_it(self, guest, say, tell, harbour):
        follow(guest, harbour)
        say("Dan", passage=Chosen(id=harbour.passage_id))
        (message,) = tell()
        path = message.extra_headers["List-Unsubscribe"].strip("<>").partition(":8000")[2]
        guest.client.post(path, {"List-Unsubscribe": "One-Click"})
        assert not Subscription.objects.exists()

    def test_one_click_stops_what_the_letter_was_sent_for_and_nothing_else(
        self, guest, say, tell, harbour
    ):
        follow(guest, harbour)
        mailbox = Mailbox.objects.get()
        own = say("Ada", email=ADA).comment
        replies = Subscription.objects.create(
            mailbox=mailbox, subject=FERRY, kind=Notify.REPLIES, asked_at=own.created_at
        )
        actions.confirm(replies)
        say("Dan", passage=Chosen(id=harbour.passage_id))
        (message,) = tell()
        for text in (message.body, message.alternatives[0].content):
            assert "because you asked for new comments on this passage, and confirmed" in text
        path = message.extra_headers["List-Unsubscribe"].strip("<>").partition(":8000")[2]
        guest.client.post(path, {"List-Unsubscribe": "One-Click"})
        assert Subscription.objects.get() == replies
        guest.client.post(path, {"List-Unsubscribe": "One-Click"})
        assert Subscription.objects.get() == replies

        say("Dan", parent_id=own.pk, passage=None)
        (message,) = tell(minutes=11)
        assert "because you asked for new replies to my comments, and" in message.body
        guest.client.post(link(message, "letters"), {"act": "stop"})
        assert not Subscription.objects.exists()

    def test_one_click_on_the_daily_letter_stops_all(self, guest, say, tell, harbour):
        follow(guest, harbour)
        mailbox = Mailbox.objects.get()
        actions.set_pace(mailbox=mailbox, pace="daily")
        other = Subscription.objects.create(
            mailbox=mailbox, subject=BAKERY, kind=Notify.THREAD, asked_at=harbour.created_at
        )
        actions.confirm(other)
        say("Dan", passage=Chosen(id=harbour.passage_id))
        (message,) = tell(days=1)
        path = message.extra_headers["List-Unsubscribe"].strip("<>").partition(":8000")[2]
        guest.client.post(path, {"List-Unsubscribe": "One-Click"})
        assert not Subscription.objects.exists()

    def test_nobody_stops_what_is_anothers(self, guest, harbour):
        follow(guest, harbour)
        row = Subscription.objects.get()
        other = Mailbox.objects.create(email="eve@readers.example", created_at=row.asked_at)
        actions.stop(mailbox=other, subscription_id=row.pk)
        assert Subscription.objects.get() == row

    def test_it_is_among_what_the_owner_sees_and_takes_along(self, guest, harbour):
        follow(guest, harbour)
        mailbox = Mailbox.objects.get()
        (own,) = queries.own_subscriptions(mailbox)
        assert (own.kind, own.quote) == ("passage", HARBOUR)
        assert own.path == f"/comments/passages/{harbour.passage_id}/"
        export = json.loads(json.dumps(queries.everything_of(mailbox)))
        (told,) = export["letters"]["subscriptions"]
        assert (told["notify"], told["passage"]) == ("passage", HARBOUR)
