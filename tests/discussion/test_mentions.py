"""“@Ada” leads to Ada, if she is of the thread."""

import re

import pytest
from django.core import mail

from broadsheet.core import outbox
from broadsheet.discussion import actions
from broadsheet.discussion.actions import telling
from broadsheet.discussion.mentions import mentioned_in
from broadsheet.discussion.models import Mailbox, Notify, Subscription
from tests.discussion.conftest import BAKERY, FERRY


@pytest.fixture
def people(say):
    return {
        name: say(name=name, email=f"{name.split()[0].lower()}@readers.example").comment
        for name in ("Ada", "Ada Adams", "Zoë <b>", "50% Ben")
    }


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("@Ada is right.", "Ada"),
        ("I agree with @Ada Adams, mostly.", "Ada Adams"),
        ("(@Ada)", "Ada"),
        ("As *@Ada Adams* said", "Ada Adams"),
        ("@Zoë <b>!", "Zoë <b>"),
        ("@50% Ben: yes", "50% Ben"),
    ],
)
def test_a_mention_leads_to_what_somebody_said(say, people, body, name):
    comment = say(name="Cy", body=body).comment
    assert mentioned_in(comment.body_html) == [people[name].pk]
    assert f'href="/comments/{people[name].pk}/" rel="nofollow">@' in comment.body_html


@pytest.mark.parametrize(
    "body",
    [
        "Write to me@Ada or ada@Ada.example",
        "`@Ada` is code",
        "[@Ada](https://example.org)",
        "@Adam is somebody else",
        "@Nobody here",
        '<a class="mention" href="/comments/1/">@Eve</a>',
    ],
)
def test_nothing_else_is_a_mention(say, people, body):
    assert mentioned_in(say(name="Cy", body=body).comment.body_html) == []


def test_who_spoke_elsewhere_cannot_be_mentioned(say):
    say(name="Bea", subject=BAKERY)
    assert mentioned_in(say(name="Cy", body="@Bea, hello").comment.body_html) == []


def test_the_preview_and_an_edit_show_the_same(guest, say, people):
    sent = {"subject": FERRY, "name": "Cy", "body": "@Ada, hello"}
    shown = guest.client.post("/comments/preview/", sent, HTTP_ACCEPT="application/json").json()
    comment = say(name="Cy", body="@Ada, hello").comment
    assert shown["html"] == comment.body_html
    edited = actions.edit_comment(comment_id=comment.pk, body="@Ada Adams, hello").comment
    assert mentioned_in(edited.body_html) == [people["Ada Adams"].pk]


def test_who_is_mentioned_hears_of_it(say, people, clock):
    mailbox = Mailbox.objects.create(email="ada@readers.example", created_at=clock.at)
    Subscription.objects.create(
        mailbox=mailbox,
        subject=FERRY,
        kind=Notify.REPLIES,
        asked_at=clock.at,
        confirmed_at=clock.at,
    )
    say(name="Cy", body="Nothing to do with her.")
    say(name="Cy", body="I agree with @Ada Adams.")
    while outbox.work_once():
        pass
    clock.advance(minutes=5)
    telling.write_due_letters()
    mail.outbox.clear()
    outbox.work_once()
    (message,) = mail.outbox
    assert "I agree with @Ada Adams." in message.body
    assert "Nothing to do with her." not in message.body
    assert re.search(r"1 reply to you", message.subject)
