"""A request crosses into a thread and its answer crosses back, whole or in pieces."""

import asyncio
import io
import threading
import time
from typing import Any

import pytest

from broadsheet.core import quiet
from broadsheet.edge import bridge, gathering
from broadsheet.edge.bridge import Bridge
from broadsheet.edge.guard import BODY

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/caf\u00e9/",
    "query_string": b"q=1",
    "http_version": "1.1",
    "scheme": "https",
    "server": ("paper.example", 443),
    "client": ("192.0.2.7", 50000),
    "headers": [
        (b"host", b"paper.example"),
        (b"content-type", b"text/plain"),
        (b"content-length", b"5"),
        (b"accept", b"text/html"),
        (b"accept", b"application/json"),
    ],
}


def ask(application: Any, scope: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """What the bridge sends for one request."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def talk() -> None:
        crossed = Bridge(application, 1)
        try:
            await crossed(scope or SCOPE, None, send)  # type: ignore[arg-type]
        finally:
            crossed.executor.shutdown()

    asyncio.run(talk())
    return sent


def test_the_application_hears_what_was_asked():
    heard: dict[str, Any] = {}

    def application(environ, start):
        heard.update(environ, read=environ["wsgi.input"].read())
        start("204 No Content", [])
        return []

    ask(application, SCOPE | {BODY: io.BytesIO(b"hello")})
    assert heard["read"] == b"hello"
    assert heard["PATH_INFO"].encode("latin-1").decode() == "/caf\u00e9/"
    assert (heard["QUERY_STRING"], heard["wsgi.url_scheme"]) == ("q=1", "https")
    assert (heard["SERVER_NAME"], heard["SERVER_PORT"]) == ("paper.example", "443")
    assert heard["REMOTE_ADDR"] == "192.0.2.7"
    assert (heard["CONTENT_TYPE"], heard["CONTENT_LENGTH"]) == ("text/plain", "5")
    assert heard["HTTP_ACCEPT"] == "text/html,application/json"


def test_work_that_can_wait_knows_of_the_request():
    seen = []

    def application(_environ, start):
        seen.append(quiet.requests.give_way(0))
        start("204 No Content", [])
        return []

    ask(application)
    assert seen == [False]
    assert quiet.requests.give_way(0)


def test_an_answer_is_handed_over_whole():
    def application(_environ, start):
        start("201 Created", [("Content-Type ", "text/plain")])
        return [b"one ", b"two"]

    assert ask(application) == [
        {
            "type": "http.response.start",
            "status": 201,
            "headers": [(b"content-type", b"text/plain")],
        },
        {"type": "http.response.body", "body": b"one two", "more_body": False},
    ]


def test_a_long_answer_goes_in_pieces_and_is_closed(monkeypatch):
    monkeypatch.setattr(bridge, "HELD_BYTES", 10)
    threads: set[int] = set()
    closed: list[bool] = []

    class Pieces:
        def __iter__(self):
            for number in range(5):
                threads.add(threading.get_ident())
                yield b"%d" % number * 6

        def close(self):
            closed.append(True)

    def application(_environ, start):
        start("200 OK", [])
        return Pieces()

    sent = ask(application)
    assert b"".join(one.get("body", b"") for one in sent) == b"000000111111222222333333444444"
    assert [one.get("more_body") for one in sent] == [None, True, True, False]
    assert len(threads) == 1  # what reads rows as it goes keeps its connection to the database
    assert closed == [True]


@pytest.mark.parametrize(
    ("method", "path", "waits"),
    [
        ("POST", "/comments/post/", True),
        ("POST", "/api/v1/articles/12/comments/", True),
        ("POST", "/api/v1/comments/7/vote/", True),
        ("GET", "/comments/7/", False),
        ("POST", "/api/v1/gifts/", False),
        ("POST", "/desk/login/", False),
    ],
)
def test_who_says_something_waits_for_the_end_of_a_rest(monkeypatch, method, path, waits):
    began = time.monotonic()
    handled: list[float] = []

    def application(_environ, start):
        handled.append(time.monotonic() - began)
        start("204 No Content", [])
        return []

    monkeypatch.setattr(gathering.said, "rests_until", began + 0.3)
    ask(application, SCOPE | {"method": method, "path": path})
    assert (handled[0] >= 0.3 - gathering.LEAD_SECONDS) == waits
