"""The joined API: its description, and one kind of error."""

import pytest

from tests.web.conftest import speak

pytestmark = pytest.mark.django_db

CALLS = {
    "/api/v1/articles/": {"get"},
    "/api/v1/articles/{article_id}/": {"get"},
    "/api/v1/articles/{article_id}/comments/": {"get", "post"},
    "/api/v1/articles/{article_id}/annotations/": {"get"},
    "/api/v1/articles/{article_id}/pulse/": {"get"},
    "/api/v1/comments/{comment_id}/vote/": {"post"},
    "/api/v1/meter/": {"get"},
    "/api/v1/gifts/": {"post"},
}


def test_the_description_names_every_call(client):
    found = client.get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert {path: set(calls) for path, calls in found["paths"].items()} == CALLS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing/", 404),
        ("get", "/api/v1/articles/999999/", 404),
        ("delete", "/api/v1/meter/", 405),
        ("get", "/api/v1/articles/?limit=0", 422),
        ("get", "/api/v1/articles/?limit=many", 422),
    ],
)
def test_errors_are_problem_documents(client, method, path, status):
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]


def test_a_wrong_field_is_named(client):
    errors = client.get("/api/v1/articles/?limit=many").json()["errors"]
    assert [error["field"] for error in errors] == ["limit"]


def test_stories_come_with_their_number_of_comments(client, paper, newsroom):
    story = paper.story()
    speak(story, 2)
    assert client.get("/api/v1/articles/").json()["items"][0]["comment_count"] == 2


def test_the_same_answer_is_not_sent_twice(client, paper, newsroom):
    paper.story()
    first = client.get("/api/v1/articles/")
    again = client.get("/api/v1/articles/", HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
