"""The log tells what was asked, never by whom or for what in particular."""

import pytest

from broadsheet.edge import access_log
from tests.edge.conftest import eventually


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (
            "/politics/the-harbour-is-to-be-sold-again/",
            "/politics/the-harbour-is-to-be-sold-again/",
        ),
        ("/comments/edit/eyJpZCI6MX0:1vQ8aB:x-Yz/", "/comments/edit/…/"),
        ("/letters/stop/Qy3_m4itS017oBHfMzvabw", "/letters/stop/…"),
        ("/a\r\nb\u2028/", "/a??b?/"),
    ],
)
def test_tokens_and_line_breaks_are_taken_out(path, kept):
    assert access_log.public_path(path) == kept


def test_a_long_path_is_cut():
    assert len(access_log.public_path("/" + "a" * 5000)) == 200


def test_a_request_leaves_no_address_and_no_query(edge, caplog):
    with caplog.at_level("INFO", logger="broadsheet.access"):
        edge.talk(b"GET /search/?q=secret HTTP/1.1\r\nHost: here\r\n\r\n")
        eventually(lambda: access_log.flush() or "GET /search/ 200" in caplog.text)
    assert "secret" not in caplog.text
    assert "127.0.0.1" not in caplog.text
