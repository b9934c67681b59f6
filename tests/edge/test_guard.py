"""What the guard lets through, and what it refuses with nothing stored."""

import json

import pytest

from broadsheet.edge import guard

HEAD = b"POST /comments/ HTTP/1.1\r\nHost: here\r\n"


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_whole_body_reaches_the_application(edge):
    answer = edge.talk(HEAD + b"Content-Length: 5\r\n\r\nhe", b"llo")
    assert status(answer) == 200
    assert edge.bodies == [b"hello"]


def test_a_large_body_passes_through_the_disk_unchanged(edge):
    body = bytes(range(256)) * 4000
    answer = edge.talk(HEAD + b"Content-Length: %d\r\n\r\n" % len(body), body)
    assert status(answer) == 200
    assert edge.bodies == [body]


def test_a_chunked_body_is_put_together(edge):
    answer = edge.talk(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"
    )
    assert status(answer) == 200
    assert edge.bodies == [b"abcde"]


@pytest.mark.parametrize(
    "piece",
    [b"Content-Length: 10\r\n\r\nhello", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel"],
)
def test_a_cut_off_body_is_refused_and_never_seen(edge, piece):
    answer = edge.talk(HEAD + piece, half_close=True)
    assert status(answer) == 400
    assert b"nothing was stored" in answer
    assert b"connection: close" in answer.lower()
    assert edge.bodies == []


def test_a_script_is_refused_with_a_problem_document(edge):
    head = b"POST /api/v1/gifts/ HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{"
    answer = edge.talk(head, half_close=True)
    assert b"application/problem+json" in answer
    problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert problem["status"] == 400
    assert edge.bodies == []


def test_whoever_only_stops_sending_still_gets_an_answer(edge):
    answer = edge.talk(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", half_close=True)
    assert status(answer) == 200


@pytest.mark.parametrize("framing", ["announced", "chunked"])
def test_a_body_beyond_the_limit_is_refused(edge, framing):
    body = b"x" * (guard.PUBLIC_BODY_MAX_BYTES + 1)
    if framing == "announced":
        head = b"Content-Length: %d\r\n\r\n" % len(body)
    else:
        head, body = (
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
        )
    answer = edge.talk(HEAD + head, body)
    assert status(answer) == 413
    assert b"too large" in answer
    assert edge.bodies == []


def test_a_client_that_asks_first_is_told_before_it_sends(edge):
    answer = edge.talk(HEAD + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
    assert status(answer) == 413


def test_the_desk_takes_larger_bodies(edge):
    body = b"x" * (guard.PUBLIC_BODY_MAX_BYTES + 1)
    head = b"POST /desk/images/add/ HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n"
    assert status(edge.talk(head % len(body), body)) == 200


def test_a_header_cannot_pose_as_another_one(edge):
    edge.talk(b"GET / HTTP/1.1\r\nHost: here\r\nX_Forwarded_For: 1.2.3.4\r\n\r\n")
    assert "HTTP_X_FORWARDED_FOR" not in edge.environs[0]


def test_proxy_headers_of_strangers_are_not_believed(edge):
    edge.talk(
        b"GET / HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: 1.2.3.4\r\n"
        b"X-Forwarded-Proto: https\r\n\r\n"
    )
    assert edge.environs[0]["REMOTE_ADDR"] == "127.0.0.1"
    assert edge.environs[0]["wsgi.url_scheme"] == "http"


def test_an_address_beyond_ascii_is_refused(edge):
    """Browsers write such addresses in percent signs; WSGI could not carry the bytes."""
    answer = edge.talk("GET /search/?q=Zürich HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    assert status(answer) == 400
    assert edge.environs == []


def test_two_lengths_are_refused(edge):
    answer = edge.talk(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")
    assert status(answer) == 400
    assert edge.bodies == []


def test_length_and_chunks_together_are_refused(edge):
    answer = edge.talk(
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET"
    )
    assert status(answer) == 400
    assert edge.bodies == []
