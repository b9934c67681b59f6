"""The JSON calls, as design and OpenAPI promise them."""

import re

import pytest
from django.test import Client

from broadsheet.discussion import actions, voters
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Comment, Thread
from tests.discussion.conftest import ARTICLE, BAKERY

COMMENTS = "/api/v1/articles/7/comments/"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@pytest.fixture
def script() -> Client:
    """A script: it sends neither Origin nor Sec-Fetch-Site."""
    return Client(HTTP_USER_AGENT="script/1", REMOTE_ADDR="198.51.100.1")


def send(client: Client, path: str = COMMENTS, *, key: str = "", **body: object):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


def hello(**others: object) -> dict[str, object]:
    return {"name": "Gus", "body": "Hello."} | others


@pytest.mark.usefixtures("open_house")
class TestReading:
    def test_comments_come_nested_with_all_their_fields(self, script, say) -> None:
        first = say("Ada", "*Hi*", subject=ARTICLE, email="ada@readers.example").comment
        reply = say("Bob", "Ho", subject=ARTICLE, parent_id=first.pk).comment
        answer = script.get(COMMENTS)
        page = answer.json()
        assert (page["count"], page["next"]) == (2, None)
        item = page["items"][0]
        assert {
            "id": first.pk,
            "parent": None,
            "depth": 0,
            "author": "Ada",
            "body_html": "<p><em>Hi</em></p>",
            "score": 0,
            "reply_count": 1,
            "passage": None,
        }.items() <= item.items()
        assert MOMENT.fullmatch(item["created_at"])
        assert item["url"].endswith(f"/comments/{first.pk}/")
        assert [(one["id"], one["parent"], one["depth"]) for one in item["replies"]] == [
            (reply.pk, first.pk, 1)
        ]
        assert "ada@readers.example" not in answer.content.decode()
        assert not answer.cookies

    @pytest.mark.parametrize("sort", ["oldest", "newest", "most_voted"])
    def test_cursors_lead_through_every_comment(self, script, say, sort) -> None:
        for _ in range(7):
            say(subject=ARTICLE)
        seen, cursor = [], ""
        while cursor is not None:
            page = script.get(COMMENTS, {"sort": sort, "limit": 3, "cursor": cursor}).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
        assert len(seen) == len(set(seen)) == 7
        ids = sorted(seen, reverse=sort == "newest")
        assert seen == ids

    def test_branches_are_cut_at_the_bound_and_counted_in_full(self, script, say) -> None:
        root = say(subject=ARTICLE).comment
        for _ in range(13):
            say(subject=ARTICLE, parent_id=root.pk)
        item = script.get(COMMENTS).json()["items"][0]
        assert len(item["replies"]) == 10
        assert item["reply_count"] == 13

    def test_what_is_gone_shows_nothing(self, script, say) -> None:
        parent = say("Nasty Name", "Nasty words", subject=ARTICLE).comment
        say("Ada", "An answer", subject=ARTICLE, parent_id=parent.pk)
        leaf = say("Nasty Name", "More nasty words", subject=ARTICLE).comment
        actions.remove(comment=parent, by=None, reason="")
        actions.hold(comment=leaf, by=None, reason="")
        answer = script.get(COMMENTS)
        assert "asty" not in answer.content.decode()
        page = answer.json()
        assert page["count"] == 1
        assert [(item["id"], item["is_gone"]) for item in page["items"]] == [(parent.pk, True)]

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"limit": 0}, "limit"),
            ({"limit": 101}, "limit"),
            ({"sort": "best"}, "sort"),
            ({"cursor": "nonsense"}, "cursor"),
        ],
    )
    def test_wrong_parameters_are_named(self, script, asked, field) -> None:
        answer = script.get(COMMENTS, asked)
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert [error["field"] for error in answer.json()["errors"]] == [field]

    @pytest.mark.parametrize("number", [8, 0, 2**64])
    def test_no_article_no_comments(self, script, number) -> None:
        path = f"/api/v1/articles/{number}/comments/"
        assert script.get(path).status_code == 404
        assert send(script, path, **hello()).status_code == 404


@pytest.mark.usefixtures("open_house")
class TestPosting:
    def test_a_published_comment_is_created(self, script) -> None:
        answer = send(script, **hello(email="gus@readers.example", notify="none"))
        said = answer.json()
        assert answer.status_code == 201
        assert said["status"] == "published"
        assert said["edit_url"].startswith("http")
        assert not answer.cookies
        assert Comment.objects.get().pk == said["id"]

    def test_a_held_comment_is_accepted_with_the_reason(self, script) -> None:
        actions.save_rules(hold_first_comments=True)
        answer = send(script, **hello())
        assert answer.status_code == 202
        assert answer.json()["status"] == "held"
        assert answer.json()["reason"]
        assert answer.json()["edit_url"]
        assert script.get(COMMENTS).json() == {"count": 0, "items": [], "next": None}

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, ["body", "name"]),
            ({"name": "Gus", "body": " "}, ["body"]),
            ({"name": "Gus", "body": "x" * 1_000_000}, ["body"]),
            (hello(email="nonsense"), ["email"]),
            (hello(parent=4711), ["parent"]),
            (hello(parent=-1), ["parent"]),
            (hello(parent=2**80), ["parent"]),
            (hello(parent="first"), ["parent"]),
            (hello(body=7), ["body"]),
            (hello(notify="thread"), ["email"]),
            (hello(notify="everything", email="gus@readers.example"), ["notify"]),
            (hello(passage={"block": "a"}), ["passage"]),
        ],
    )
    def test_each_wrong_field_is_named(self, script, sent, wrong) -> None:
        answer = send(script, **sent)
        assert answer.status_code == 422
        assert sorted(error["field"] for error in answer.json()["errors"]) == wrong
        assert not Comment.objects.exists()
        assert not Thread.objects.exists()

    def test_a_parent_from_another_thread_is_refused(self, script, say) -> None:
        elsewhere = say(subject=BAKERY).comment
        assert send(script, **hello(parent=elsewhere.pk)).status_code == 422

    @pytest.mark.parametrize(
        "body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"name": "\\ud800"}']
    )
    def test_what_is_not_json_is_a_clear_4xx(self, script, body) -> None:
        answer = script.post(
            COMMENTS, body, content_type="application/json", CONTENT_TYPE="application/json"
        )
        assert 400 <= answer.status_code < 500
        assert answer["Content-Type"] == "application/problem+json"
        assert not Comment.objects.exists()

    def test_lone_surrogates_and_control_characters_are_cleaned(self, script) -> None:
        raw = b'{"name": "G\\u0007us", "body": "a\\ud800b\\u0000c"}'
        answer = script.post(COMMENTS, raw, content_type="application/json")
        assert answer.status_code in {201, 422}
        assert find_differences() == []

    def test_the_same_key_answers_the_same(self, script) -> None:
        first = send(script, key="k1", **hello())
        again = send(script, key="k1", **hello())
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json()["id"] == again.json()["id"]
        other = send(script, key="k1", **hello(body="Something else."))
        assert other.status_code == 422
        assert Comment.objects.count() == 1

    def test_a_key_of_any_length_is_no_trouble(self, script) -> None:
        assert send(script, key="k" * 201, **hello()).status_code == 422
        assert send(script, key="k" * 200, **hello()).status_code == 201

    def test_a_page_of_another_site_cannot_post(self, script) -> None:
        answer = script.post(
            COMMENTS, hello(), content_type="text/plain", headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code == 403

    def test_limits_answer_with_a_time_to_wait(self, script) -> None:
        answers = [send(script, **hello(body=f"Remark {number}")) for number in range(8)]
        assert answers[-1].status_code == 429
        assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.usefixtures("open_house")
class TestVoting:
    def test_a_vote_counts_and_sets_the_one_cookie(self, script, say) -> None:
        comment = say(subject=ARTICLE).comment
        path = f"/api/v1/comments/{comment.pk}/vote/"
        answer = send(script, path, value=1)
        assert {"id": comment.pk, "score": 1, "value": 1}.items() <= answer.json().items()
        assert list(answer.cookies) == [voters.COOKIE]
        again = send(script, path, value=-1)
        assert again.json()["score"] == -1
        assert not again.cookies
        assert send(script, path, value=0).json()["score"] == 0

    @pytest.mark.parametrize("value", [2, "up", None, 1.5, True])
    def test_other_values_are_refused(self, script, say, value) -> None:
        path = f"/api/v1/comments/{say(subject=ARTICLE).comment.pk}/vote/"
        answer = send(script, path, value=value)
        assert (answer.status_code == 422) == (value is not True)

    def test_what_is_gone_takes_no_vote(self, script, say) -> None:
        comment = say(subject=ARTICLE).comment
        actions.remove(comment=comment, by=None, reason="")
        for number in (comment.pk, 4711, 2**64):
            path = f"/api/v1/comments/{number}/vote/"
            assert send(script, path, value=1).status_code == 404


@pytest.mark.django_db
def test_the_calls_are_described(client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/articles/{article_id}/comments/" in paths
    assert "/api/v1/comments/{comment_id}/vote/" in paths
