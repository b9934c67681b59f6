"""What is relied on of uvicorn's protocol class, and what is mended in it."""

from importlib.metadata import version

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from broadsheet.edge import protocol
from tests.edge.conftest import eventually


def test_the_version_is_the_one_that_was_read():
    assert version("uvicorn") == "0.54.0", "read uvicorn's httptools_impl.py again, then pin it"


def test_the_names_that_are_used_exist():
    for name in (
        "connection_made",
        "connection_lost",
        "data_received",
        "eof_received",
        "on_message_begin",
        "on_headers_complete",
    ):
        assert name in vars(HttpToolsProtocol)
    fields = RequestResponseCycle.__init__.__code__.co_names
    assert {"more_body", "keep_alive", "response_complete", "message_event"} <= set(fields)


def test_two_requests_on_one_connection(edge):
    one = b"GET /one/ HTTP/1.1\r\nHost: here\r\n\r\n"
    two = b"GET /two/ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
    edge.talk(one + two)
    edge.talk(one)

    def paths():
        return [environ["PATH_INFO"] for environ in edge.environs]

    eventually(lambda: "/two/" in paths())
    assert paths()[0] == "/one/"


def test_endless_headers_are_refused(edge):
    line = b"X-Filler: " + b"x" * 4000 + b"\r\n"
    enough = protocol.HEAD_MAX_BYTES // len(line) + 1
    answer = edge.talk(b"GET / HTTP/1.1\r\nHost: here\r\n", *[line] * enough)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert edge.environs == []


def test_a_head_that_never_ends_is_dropped(edge, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_SECONDS", 0.05)
    assert edge.talk(b"GET / HTTP/1.1\r\nHost:") == b""


def test_what_is_no_http_is_refused(edge):
    assert edge.talk(b"\x16\x03\x01\x00\xa5 hello\r\n\r\n").startswith(b"HTTP/1.1 400 ")
