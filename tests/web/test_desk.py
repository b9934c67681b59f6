"""The desk's home."""

import pytest
from django.contrib.auth.models import Group, User

from broadsheet.core.models import Newsroom
from broadsheet.publishing.actions import ensure_front_page, save_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    Newsroom.objects.create(title="A newsroom", is_set_up=True)
    Newsroom.forget()
    ensure_front_page(title="A newsroom")
    return save_section(title="Harbour", slug="harbour")


def _home_of(client, group: str) -> str:
    user = User.objects.create_user("ada")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client.get("/desk/").content.decode()


def test_who_writes_finds_the_way_to_a_new_story(client, section):
    path = f"/desk/pages/add/publishing/articlepage/{section.pk}/"

    assert f'href="{path}"' in _home_of(client, "Editors")
    assert client.get(path).status_code == 200


def test_who_counts_gifts_is_not_asked_for_a_story(client, section):
    assert "Write a story" not in _home_of(client, "Treasurers")


@pytest.mark.parametrize("path", ["letters/", "letters/1/", "set-up/"])
def test_who_may_not_open_a_screen_is_led_home_and_told(client, section, path):
    _home_of(client, "Moderators")

    answer = client.get(f"/desk/{path}", follow=True)

    assert answer.redirect_chain == [("/desk/", 302)]
    assert "you do not have permission" in answer.content.decode()
