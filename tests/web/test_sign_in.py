"""Coming to the desk: guessing is slow, letters lead here and nowhere else."""

import pytest
from django.core import mail
from django.test import Client

from broadsheet.web.views import sign_in

pytestmark = pytest.mark.django_db


def test_guessing_passwords_is_slow(reader, editor, monkeypatch):
    monkeypatch.setattr(sign_in, "PASSWORDS", (3, 600))
    editor.set_password("right horse")
    editor.save()
    guesser = reader("Stan", address="192.0.2.66").client
    for _ in range(3):
        answer = guesser.post("/desk/login/", {"username": "erin", "password": "wrong"})
        assert answer.status_code == 200
    sent = {"username": "erin", "password": "right horse"}
    answer = guesser.post("/desk/login/", sent)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "_auth_user_id" not in guesser.session
    elsewhere = reader("Erin", address="192.0.2.67").client
    assert elsewhere.post("/desk/login/", sent).status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "localhost"])
def test_a_letter_for_a_new_password_leads_to_our_own_address(client, editor, settings, host):
    settings.WAGTAILADMIN_BASE_URL = "https://news.example"
    editor.set_password("right horse")
    editor.save()
    answer = client.post(
        "/desk/password_reset/",
        {"email": editor.email},
        HTTP_HOST=host,
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert "https://news.example/desk/password_reset/" in letter.body
    assert "evil" not in letter.body + letter.subject


def test_nobodys_box_is_flooded(client, editor, monkeypatch):
    monkeypatch.setattr(sign_in, "RESETS", (2, 3600))
    answers = [client.post("/desk/password_reset/", {"email": editor.email}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_signing_in_leads_to_the_desk_and_nowhere_else(client, editor, elsewhere):
    editor.set_password("right horse")
    editor.save()
    sent = {"username": "erin", "password": "right horse", "next": elsewhere}
    answer = client.post("/desk/login/", sent)
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize("path", ["/desk/", "/desk/login/", "/desk/password_reset/"])
def test_desk_forms_need_their_token(path):
    answer = Client(enforce_csrf_checks=True).post(path, {"username": "erin"})
    assert answer.status_code in {302, 403}
    assert b"traceback" not in answer.content.lower()
