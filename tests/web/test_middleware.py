"""What happens before and after every view."""

import pytest

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
