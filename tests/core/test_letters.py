"""Letters are composed when they are sent, tried again, and never sent twice."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as house_settings
from django.core import mail
from django.db import connection

from broadsheet.core import clock, letters, outbox
from broadsheet.core.letters import Composed
from broadsheet.core.models import Letter

WORKER = """
import sys, time, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from broadsheet.core import outbox
while True:
    outbox.work_once() or time.sleep(0.02)
"""


@pytest.fixture
def compose(monkeypatch):
    """What the composer of these tests answers; change `said["text"]`."""
    said = {"text": "Three comments"}

    def composed(values):
        if said["text"] is None:
            return None
        return Composed(f"News {values['n']}", said["text"], headers={"List-Id": "<talk>"})

    monkeypatch.setitem(letters._composers, "tests.news", composed)
    return said


def post(n=1, to="ada@readers.example"):
    return letters.post_later(
        key=f"news:{n}", to=to, subject="News", kind="tests.news", values={"n": n}
    )


@pytest.mark.django_db
class TestComposing:
    def test_the_text_is_what_is_true_when_it_is_sent_and_is_not_kept(self, compose):
        assert post() is True
        assert post() is False
        compose["text"] = "Two comments"
        outbox.work_once()
        (message,) = mail.outbox
        assert (message.subject, message.body) == ("News 1", "Two comments")
        assert message.extra_headers["List-Id"] == "<talk>"
        letter = Letter.objects.get()
        assert (letter.state, letter.text, letter.html) == (Letter.State.SENT, "", "")

    def test_where_there_is_nothing_to_say_nothing_is_sent(self, compose):
        post()
        compose["text"] = None
        outbox.work_once()
        assert mail.outbox == []
        assert Letter.objects.get().state == Letter.State.NEEDLESS

    def test_a_letter_that_may_have_gone_waits_for_a_person(self, compose):
        post()
        Letter.objects.update(handed_at=clock.now())
        outbox.work_once()
        assert mail.outbox == []
        letter = Letter.objects.get()
        assert letter.state == Letter.State.UNSURE
        letters.try_again(letter)
        outbox.work_once()
        assert len(mail.outbox) == 1

    def test_the_message_has_the_same_id_at_every_try(self, compose):
        post()
        outbox.work_once()
        Letter.objects.update(state=Letter.State.WAITING, handed_at=None, due_at=clock.now())
        outbox.work_once()
        first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
        assert first == second


class Sink:
    """A mail server that counts; it refuses `nobody@…` and may hold back its answer."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.port = 0
        self.hold_at = 0
        """Holds back its answer to the letter of this number."""
        self.is_holding = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        if self.got.total() == self.hold_at:
            self.is_holding = True
            await asyncio.sleep(3600)
        return "250 OK"


@pytest.fixture
def sink():
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop(no_assert=True)


def wait_for(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.02)


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_is_told_and_not_tried_again(
    compose, sink, settings, monkeypatch
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    told = []
    monkeypatch.setattr(letters, "_told_of_refusals", [told.append])
    post(1, to="nobody@readers.example")
    post(2)
    outbox.work_once()
    refused, sent = Letter.objects.order_by("id")
    assert (refused.state, refused.attempts) == (Letter.State.FAILED, 1)
    assert told == ["nobody@readers.example"]
    assert sent.state == Letter.State.SENT


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_sends_nothing_twice(sink, tmp_path):
    for n in range(8):
        Letter.objects.create(
            key=f"plain:{n}",
            to=f"reader{n}@readers.example",
            subject="Hello",
            text="Hello.\n",
            written_at=clock.now(),
            due_at=clock.now(),
        )

    def worker():
        environment = {
            **{key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}},
            "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
            "BROADSHEET_DATA": str(tmp_path),
            "BROADSHEET_EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        if url := os.environ.get("BROADSHEET_TEST_DATABASE_URL"):
            environment["BROADSHEET_DATABASE_URL"] = url
        name = str(connection.settings_dict["NAME"])
        return subprocess.Popen(
            [sys.executable, "-c", WORKER, name], env=environment, cwd=house_settings.DATA_DIR
        )

    sink.hold_at = 4
    first = worker()
    try:
        wait_for(lambda: sink.is_holding)
    finally:
        first.kill()
        first.wait()
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert states == {Letter.State.SENT: 3, Letter.State.WAITING: 5}
    Letter.objects.filter(handed_at__isnull=False, state=Letter.State.WAITING).update(
        due_at=clock.now()  # the lease of the one that was killed has ended
    )
    second = worker()
    try:
        wait_for(lambda: not Letter.objects.filter(state=Letter.State.WAITING).exists())
    finally:
        second.kill()
        second.wait()
    states = Counter(Letter.objects.values_list("state", flat=True))
    assert states == {Letter.State.SENT: 7, Letter.State.UNSURE: 1}
    assert sorted(sink.got.values()) == [1] * 8
