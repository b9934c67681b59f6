"""What happens before and after every view."""

from datetime import UTC, datetime

import pytest
from wagtail.users.models import UserProfile

from broadsheet.core.models import Newsroom
from broadsheet.publishing.actions import ensure_front_page, save_article, save_section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["articles/", "openapi.json", "articles/999999/"])
def test_the_api_answers_head_as_it_answers_get(client, path):
    head, get = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert head.status_code == get.status_code
    assert head["Content-Type"] == get["Content-Type"]
    assert head.content == b""


def test_a_call_that_only_takes_posts_does_not_answer_head(client):
    answer = client.head("/api/v1/gifts/")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]


def _schedule_a_story() -> None:
    ensure_front_page(title="A newsroom")
    save_article(
        section=save_section(title="Harbour", slug="harbour"),
        slug="later",
        title="Later",
        standfirst="",
        body=[],
        bylines=[],
        published_at=datetime(2126, 11, 23, 10, 30, tzinfo=UTC),
        live=True,
    )


def _set_up_in(zone: str) -> None:
    room = Newsroom.objects.first() or Newsroom()
    room.time_zone, room.is_set_up = zone, True
    room.save()
    Newsroom.forget()


def test_the_desk_tells_the_newsrooms_time(admin_client):
    _set_up_in("America/Halifax")
    _schedule_a_story()

    assert "23 Nov, 06:30" in admin_client.get("/desk/").content.decode()
    assert not UserProfile.objects.exclude(current_time_zone="").exists()


def test_who_chose_a_zone_for_the_desk_keeps_it(admin_client, admin_user):
    _set_up_in("America/Halifax")
    _schedule_a_story()
    UserProfile.objects.create(user=admin_user, current_time_zone="Asia/Tokyo")

    assert "23 Nov, 19:30" in admin_client.get("/desk/").content.decode()
