"""The page behind a one-time link: looking changes nothing, the button opens the desk."""

import pytest
from django.test import Client

from broadsheet.core import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(editor) -> str:
    return sign_in.make_link(editor)


def press(client: Client, link: str, **headers: str):
    path, key = link.split("?key=")
    return client.post(path, {"key": key}, **headers)


def test_looking_shows_a_button_and_changes_nothing(link):
    for _scanner in range(3):
        page = Client().get(link)
        assert page.status_code == 200
        assert b"<button" in page.content
        assert page["Cache-Control"] == "private, no-store"
        assert not page.cookies


def test_the_button_opens_the_desk_once(link, editor):
    client = Client(HTTP_SEC_FETCH_SITE="same-origin")
    answer = press(client, link)
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(editor.pk)
    again = press(Client(HTTP_SEC_FETCH_SITE="same-origin"), link)
    assert again.status_code == 410
    assert "sessionid" not in again.cookies
    assert Client().get(link).status_code == 410


def test_another_sites_page_cannot_press_it(link):
    answer = press(Client(), link, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 403
    assert Client().get(link).status_code == 200


def test_a_wrong_link_says_how_to_get_a_new_one():
    page = Client().get("/desk/sign-in/?key=nonsense")
    assert page.status_code == 410
    assert b"broadsheet sign-in" in page.content
