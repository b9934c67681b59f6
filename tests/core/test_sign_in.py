"""A one-time link works once, for a day, for somebody who may come in."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User

from broadsheet.core import sign_in
from broadsheet.core.models import SignInLink

pytestmark = pytest.mark.django_db


def token_of(path: str) -> str:
    return parse_qs(urlsplit(path).query)["key"][0]


def test_the_first_person_is_made_once():
    publisher = sign_in.first_person()
    assert publisher.is_superuser
    assert not publisher.has_usable_password()
    assert sign_in.first_person() == publisher
    assert User.objects.count() == 1


def test_an_address_finds_its_person_in_any_spelling(editor):
    assert sign_in.person_with(editor.email.upper()) == editor


def test_in_an_empty_desk_an_address_makes_the_publisher():
    assert sign_in.person_with("paula@newsroom.example").is_superuser


def test_nobody_else_is_made_by_an_address(editor):
    with pytest.raises(sign_in.NobodyThere, match=r"eve@elsewhere\.example"):
        sign_in.person_with("eve@elsewhere.example")


def test_a_link_is_spent_by_using_it_and_not_by_looking(editor):
    token = token_of(sign_in.make_link(editor))
    assert sign_in.is_good(token)
    assert sign_in.is_good(token)
    assert sign_in.use_link(token) == editor
    assert not sign_in.is_good(token)
    with pytest.raises(sign_in.LinkIsSpent):
        sign_in.use_link(token)


def test_a_link_ends_after_a_day(editor, clock):
    token = token_of(sign_in.make_link(editor))
    clock.advance(hours=sign_in.LINK_HOURS, seconds=-1)
    assert sign_in.is_good(token)
    clock.advance(seconds=2)
    with pytest.raises(sign_in.LinkIsSpent):
        sign_in.use_link(token)


def test_whoever_left_does_not_come_in(editor):
    token = token_of(sign_in.make_link(editor))
    editor.is_active = False
    editor.save()
    with pytest.raises(sign_in.LinkIsSpent):
        sign_in.use_link(token)


@pytest.mark.parametrize("token", ["", "nonsense", "\x00", "\ud800", "x" * 10_000])
def test_nonsense_opens_nothing(token):
    with pytest.raises(sign_in.LinkIsSpent):
        sign_in.use_link(token)


def test_the_token_itself_is_kept_nowhere(editor):
    token = token_of(sign_in.make_link(editor))
    assert token not in str(SignInLink.objects.values())


def test_old_links_are_cleared_away(editor, clock):
    sign_in.make_link(editor)
    clock.advance(days=2)
    sign_in.make_link(editor)
    assert SignInLink.objects.count() == 1
