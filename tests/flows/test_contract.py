"""The JSON calls as a script sees them, held to the words of the public contract."""

import json
import re
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
ARTICLE = {
    *("id", "url", "title", "standfirst", "published_at", "updated_at"),
    *("section", "authors", "comment_count"),
}
COMMENT = {
    *("id", "parent", "depth", "author", "body_html", "created_at", "score"),
    *("replies", "reply_count", "passage"),
}
METER = {
    *("currency", "goal_minor", "raised_minor", "percent", "ticks_minor", "gifts"),
    *("days_left", "deadline_on", "label", "as_of"),
}


class Script:
    """A program without a browser: it sends neither Origin nor Sec-Fetch-Site."""

    def __init__(self, url: str) -> None:
        self.address = urlsplit(url).netloc

    def ask(self, method: str, path: str, body: object = None, **headers: str):
        """The status, the headers in small letters, and what the answer's JSON holds."""
        connection = HTTPConnection(self.address, timeout=20)
        sent = None if body is None else json.dumps(body)
        given = {"Content-Type": "application/json"} if sent is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, "/api/v1/" + path, sent, {**given, **named})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, json.loads(text) if text else None

    def all_of(self, path: str, **query: object) -> list[dict]:
        """Follow the cursors to the end."""
        items: list[dict] = []
        cursor = ""
        while cursor is not None:
            given = urlencode({**query, **({"cursor": cursor} if cursor else {})})
            status, _, page = self.ask("GET", f"{path}?{given}")
            assert status == 200
            items += page["items"]
            cursor = page["next"]
        return items


@pytest.fixture(scope="module")
def script(live) -> Script:
    return Script(live.url)


def is_problem(answer: tuple, status: int) -> dict:
    found, headers, body = answer
    assert found == status, body
    assert headers["content-type"].startswith("application/problem+json")
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_articles_page_by_cursor_without_gap_or_repeat(script):
    at_once = script.all_of("articles/", limit=100)
    step_by_step = script.all_of("articles/", limit=3)
    assert [one["id"] for one in step_by_step] == [one["id"] for one in at_once]
    assert len({one["id"] for one in at_once}) == len(at_once) >= 12
    published = [one["published_at"] for one in at_once]
    assert published == sorted(published, reverse=True)
    for one in at_once:
        assert set(one) >= ARTICLE
        assert MOMENT.fullmatch(one["published_at"])
        assert one["url"].startswith("http://")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=nonsense"])
def test_a_wrong_page_is_a_problem(script, query):
    problem = is_problem(script.ask("GET", f"articles/?{query}"), 422)
    assert problem["errors"][0]["field"] == query.split("=")[0]


def test_an_article_has_its_words_credits_claims_and_corrections(script, live):
    story = live.story(comments=5)
    status, _, article = script.ask("GET", f"articles/{story.id}/")
    assert status == 200
    assert set(article) >= ARTICLE
    assert "<p" in article["body_html"]
    assert article["claims"]
    assert {"credits", "corrections"} <= set(article)


def test_what_is_not_there_is_a_problem(script):
    is_problem(script.ask("GET", "articles/999999/"), 404)
    is_problem(script.ask("GET", "articles/999999/comments/"), 404)
    is_problem(script.ask("GET", "there-is-no-such-call/"), 404)
    is_problem(script.ask("POST", "comments/999999/vote/", {"value": 1}), 404)


@pytest.mark.parametrize("sort", ["oldest", "newest", "most_voted"])
def test_comments_in_every_order(script, live, sort):
    story = live.story(comments=60)
    items = script.all_of(f"articles/{story.id}/comments/", sort=sort, limit=7)
    ids = [one["id"] for one in items]
    assert len(set(ids)) == len(ids)
    keys = {
        "oldest": [(one["created_at"], one["id"]) for one in items],
        "newest": [(one["created_at"], one["id"]) for one in items][::-1],
        "most_voted": [(-one["score"], one["id"]) for one in items],
    }[sort]
    assert keys == sorted(keys)
    for one in items:
        assert set(one) >= COMMENT
        assert one["parent"] is None
        assert one["depth"] == 0
        assert MOMENT.fullmatch(one["created_at"])
    _, _, page = script.ask("GET", f"articles/{story.id}/comments/?limit=1")
    listed = sum((0 if one.get("is_gone") else 1) + one["reply_count"] for one in items)
    assert page["count"] == listed


def test_the_whole_long_thread_is_reached_by_cursors(script, live):
    story = live.story(comments=1200)
    items = script.all_of(f"articles/{story.id}/comments/", limit=100)
    assert len(items) >= 400
    assert sum(1 + one["reply_count"] for one in items) >= story.comments


def test_a_comment_is_posted_once_for_its_key(script, live):
    path = f"articles/{live.story(comments=0).id}/comments/"
    sent = {"name": "Sky Script", "body": "Sent by a program, once."}
    status, _, first = script.ask("POST", path, sent, Idempotency_Key="contract-comment-1")
    assert status in (201, 202), first
    assert {"id", "status", "edit_url"} <= set(first)
    status, _, again = script.ask("POST", path, sent, Idempotency_Key="contract-comment-1")
    assert again["id"] == first["id"]
    other = {**sent, "body": "Another text under the same key."}
    is_problem(script.ask("POST", path, other, Idempotency_Key="contract-comment-1"), 422)


def test_wrong_fields_of_a_comment_are_named(script, live):
    path = f"articles/{live.story(comments=0).id}/comments/"
    problem = is_problem(script.ask("POST", path, {"name": "", "body": ""}), 422)
    assert {"name", "body"} <= {error["field"] for error in problem["errors"]}
    other = live.story(comments=5)
    _, _, page = script.ask("GET", f"articles/{other.id}/comments/?limit=1")
    foreign = {"name": "Ann", "body": "To whom?", "parent": page["items"][0]["id"]}
    is_problem(script.ask("POST", path, foreign), 422)


def test_another_sites_page_cannot_post(script, live):
    path = f"articles/{live.story(comments=0).id}/comments/"
    sent = {"name": "Eve", "body": "From elsewhere."}
    is_problem(script.ask("POST", path, sent, Origin="https://elsewhere.example"), 403)
    is_problem(script.ask("POST", path, sent, Sec_Fetch_Site="cross-site"), 403)


def test_a_vote_counts_once_and_is_taken_back(script, live):
    story = live.story(comments=60)
    _, _, page = script.ask("GET", f"articles/{story.id}/comments/?sort=newest&limit=5")
    comment = page["items"][-1]
    path = f"comments/{comment['id']}/vote/"
    status, headers, vote = script.ask("POST", path, {"value": 1}, User_Agent="contract")
    assert status == 200
    assert (vote["id"], vote["value"]) == (comment["id"], 1)
    assert vote["score"] == comment["score"] + 1
    assert "httponly" in headers["set-cookie"].lower()
    _, _, vote = script.ask("POST", path, {"value": 1}, User_Agent="contract")
    assert vote["score"] == comment["score"] + 1
    _, _, vote = script.ask("POST", path, {"value": 0}, User_Agent="contract")
    assert vote["score"] == comment["score"]
    is_problem(script.ask("POST", path, {"value": 5}, User_Agent="contract"), 422)


def test_the_meter(script, live):
    """At any time: other journeys may have given and taken back before."""
    status, _, meter = script.ask("GET", "meter/")
    assert status == 200
    assert set(meter) >= METER
    [month] = live.get(f"/support/{meter['deadline_on'][:7]}.json")["reports"]
    assert meter["goal_minor"] == month["goal_minor"] == 500_000
    assert meter["raised_minor"] == month["meter_minor"] > 0
    assert meter["raised_minor"] == month["received_minor"] - month["taken_back_minor"]
    assert meter["percent"] == pytest.approx(meter["raised_minor"] / 5_000, abs=0.0501)
    assert meter["percent"] * 10 == pytest.approx(round(meter["percent"] * 10))
    assert meter["gifts"] == month["gifts"]
    assert meter["ticks_minor"][0] == 0
    assert meter["ticks_minor"][-1] == 500_000
    assert meter["days_left"] >= 0
    assert MOMENT.fullmatch(meter["as_of"])


def test_a_gift_is_started_once_for_its_key(script):
    sent = {"amount_minor": 2500, "currency": "USD", "gateway": "bank", "frequency": "once"}
    status, _, first = script.ask("POST", "gifts/", sent, Idempotency_Key="contract-gift-1")
    assert status == 201, first
    assert {"id", "status", "next"} <= set(first)
    assert first["next"]["instructions"]["reference"]
    _, _, again = script.ask("POST", "gifts/", sent, Idempotency_Key="contract-gift-1")
    assert again["id"] == first["id"]
    other = {**sent, "amount_minor": 5000}
    is_problem(script.ask("POST", "gifts/", other, Idempotency_Key="contract-gift-1"), 422)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"amount_minor": 0}, "amount_minor"), ({"gateway": "gold"}, "gateway")],
)
def test_wrong_wishes_for_a_gift_are_named(script, wrong, field):
    sent = {"amount_minor": 2500, "currency": "USD", "gateway": "bank", **wrong}
    problem = is_problem(script.ask("POST", "gifts/", sent), 422)
    assert any(error["field"].startswith(field.split("_")[0]) for error in problem["errors"])


def test_a_body_that_is_no_json_is_a_problem(script):
    connection = HTTPConnection(script.address, timeout=20)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/api/v1/gifts/", b'{"amount', headers)
    answer = connection.getresponse()
    assert answer.status in (400, 422)
    assert answer.getheader("Content-Type").startswith("application/problem+json")
    connection.close()


@pytest.mark.parametrize("path", ["articles/", "meter/"])
def test_a_repeated_question_is_answered_304(script, path):
    _, headers, _ = script.ask("GET", path)
    status, _, body = script.ask("GET", path, If_None_Match=headers["etag"])
    assert status == 304
    assert body is None


def test_the_calls_describe_themselves(script):
    status, _, described = script.ask("GET", "openapi.json")
    assert status == 200
    assert described["openapi"].startswith("3.1")
    paths = {re.sub(r"\{[^}]*\}", "{}", path) for path in described["paths"]}
    assert {
        "/api/v1/articles/",
        "/api/v1/articles/{}/",
        "/api/v1/articles/{}/comments/",
        "/api/v1/comments/{}/vote/",
        "/api/v1/meter/",
        "/api/v1/gifts/",
    } <= paths
