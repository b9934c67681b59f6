"""Letters at the desk."""

import pytest
from django.core.mail import EmailMultiAlternatives

from broadsheet.core.models import Letter
from broadsheet.web import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.LETTERS_DIR = tmp_path / "mail"
    return tmp_path / "mail"


def _letter(clock, **more) -> Letter:
    values = {
        "key": "a",
        "to": "dora@readers.example",
        "subject": "Your gift <b>",
        "text": "Thank you.\n",
        "written_at": clock.at,
        "due_at": clock.at,
    }
    return Letter.objects.create(**(values | more))


def test_letters_of_the_folder_can_be_read(client, publisher, newsroom, folder):
    message = EmailMultiAlternatives("Grüße <b>", "Line one\n\nLine two", to=["ada@example.org"])
    message.attach_alternative("<p>Line one</p>", "text/html")
    message.send()
    found = queries.stored_letters()
    assert [(one.subject, one.to) for one in found] == [("Grüße <b>", "ada@example.org")]
    assert found[0].text == "Line one\n\nLine two"
    client.force_login(publisher)
    listed = client.get("/desk/letters/").content.decode()
    assert "Grüße &lt;b&gt;" in listed
    shown = client.get(f"/desk/letters/folder/{found[0].name}/").content.decode()
    assert "Line two" in shown


@pytest.mark.parametrize("name", ["nothing.log", "..%2Fsecret-key", "%2E%2E"])
def test_nothing_outside_the_folder_can_be_read(client, publisher, newsroom, folder, name):
    folder.mkdir()
    (folder.parent / "secret-key").write_text("To: x\n\nsecret")
    client.force_login(publisher)
    assert client.get(f"/desk/letters/folder/{name}/").status_code == 404


def test_a_file_that_is_no_letter_is_left_out(folder):
    folder.mkdir()
    (folder / "notes.txt").write_bytes(b"\xff\xfe\x00 not a letter")
    assert queries.stored_letters() == []


def test_where_mail_is_sent_no_folder_is_shown(settings, folder):
    folder.mkdir()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert queries.stored_letters() == []
    assert queries.stored_letter("a.log") is None


def test_a_letter_that_was_given_up_can_be_tried_again(client, publisher, newsroom, clock):
    letter = _letter(clock, state=Letter.State.FAILED, attempts=10, last_error="no route")
    client.force_login(publisher)
    assert "could not be sent" in client.get("/desk/").content.decode()
    assert "no route" in client.get(f"/desk/letters/{letter.pk}/").content.decode()
    client.post(f"/desk/letters/{letter.pk}/try-again/")
    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING


def test_letters_name_people_and_are_not_for_everybody(client, reporter, newsroom, clock):
    letter = _letter(clock)
    client.force_login(reporter)
    for path in ("/desk/letters/", f"/desk/letters/{letter.pk}/"):
        assert client.get(path).status_code in {302, 403}
