"""Kept pages on the wire: the shortcut says what the long way says, and no trick gets between."""

import gzip
import http.client
import socket
import threading
import time
from itertools import product

import brotli
import pytest

from broadsheet.discussion import actions as discussion
from broadsheet.edge import access_log, server
from broadsheet.publishing.models import ArticlePage
from tests.edge.conftest import eventually
from tests.edge.house import STORY

NEVER_COMPARED = {b"date", b"server"}


def request(target=STORY, *lines, method="GET", version="1.1", close=True):
    """The bytes of a request."""
    head = [f"{method} {target} HTTP/{version}", "Host: here", *lines]
    if close:
        head.append("Connection: close")
    return "\r\n".join([*head, "", ""]).encode()


def parsed(answer):
    """Status line, headers in the order of their names, body."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    headers = sorted(tuple(line.split(b": ", 1)) for line in lines)
    return first, [header for header in headers if header[0] not in NEVER_COMPARED], body


def split(stream):
    """The answers of one connection, by their lengths."""
    found = []
    while stream:
        head, _, rest = stream.partition(b"\r\n\r\n")
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(lines.get(b"content-length", 0))
        found.append((head.split(b"\r\n")[0], rest[:length]))
        stream = rest[length:]
    return found


def test_both_ways_say_the_same(house):
    house.raw(request())  # it is kept from now on
    for coding, method, version in product(
        ["", "gzip", "br", "gzip, br;q=0.5", "identity"], ["GET", "HEAD"], ["1.0", "1.1"]
    ):
        ask = request(STORY, f"Accept-Encoding: {coding}", method=method, version=version)
        short = parsed(house.raw(ask))
        # One character in percent signs, and the server leaves it to the application.
        long = parsed(house.raw(ask.replace(b"/harbour/", b"/%68arbour/")))
        assert short == long
        assert short[0].startswith(b"HTTP/1.1 200 ")
        assert bool(short[2]) is (method == "GET")
    assert house.made == [STORY]


def test_both_ways_answer_in_short_what_is_known(house):
    for coding in ("", "gzip", "br"):
        got = house.get(Accept_Encoding=coding)
        lines = [f"Accept-Encoding: {coding}", f"If-None-Match: W/{got.headers['etag']}"]
        short = parsed(house.raw(request(STORY, *lines)))
        long = parsed(house.raw(request("/%68arbour/ferry/", *lines)))
        assert short == long
        assert short[0] == b"HTTP/1.1 304 Not Modified"
        assert short[2] == b""
        names = {name for name, _value in short[1]}
        assert {b"etag", b"cache-control", b"vary", b"content-security-policy"} <= names


def test_the_first_answer_and_the_kept_one_are_the_same(house):
    assert parsed(house.raw(request())) == parsed(house.raw(request()))
    assert house.made == [STORY]


def test_an_etag_of_before_the_change_is_not_known(house):
    etag = house.get().headers["etag"]
    house.say("A change.")
    got = house.get(If_None_Match=etag)
    assert got.status == 200
    assert got.headers["etag"] != etag


def test_an_etag_of_another_coding_is_not_known(house):
    etag = house.get(Accept_Encoding="br").headers["etag"]
    assert house.get(Accept_Encoding="gzip", If_None_Match=etag).status == 200


def test_twins_of_accept_encoding_get_their_own_bytes(house):
    plain = house.get()
    assert brotli.decompress(house.get(Accept_Encoding="gzip, br").body) == plain.body
    assert gzip.decompress(house.get(Accept_Encoding="gzip").body) == plain.body
    assert house.get(Accept_Encoding="br;q=0").body == plain.body
    assert plain.headers["vary"] == "Accept-Encoding"
    assert house.made == [STORY]


def test_the_date_is_there(house):
    house.get()
    assert "GMT" in house.get().headers["date"]


# Connections ----------------------------------------------------------------------------------


def test_requests_in_one_packet_are_answered_in_order(house):
    house.get()
    house.get("/harbour/crane/")
    answers = split(
        house.raw(
            request(STORY, close=False)
            + request("/no/such/page/", close=False)
            + request("/harbour/crane/", close=False)
            + request("/healthz", close=False)
            + request(STORY)
        )
    )
    assert [status.split(b" ")[1] for status, _body in answers] == [
        b"200",
        b"404",
        b"200",
        b"200",
        b"200",
    ]
    assert b"Ferries stay in port" in answers[0][1]
    assert b"A crane brakes" in answers[2][1]
    assert answers[4][1] == answers[0][1]


def test_http_1_0_is_answered_and_closed(house):
    house.get()
    answer = house.raw(request(version="1.0", close=False))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nconnection: close\r\n" in answer
    assert b"transfer-encoding" not in answer


def test_a_slow_reader_gets_every_byte_and_holds_little(house):
    house.get()
    page = house.get().body
    times = 200
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as connection:
        connection.sendall(request(close=False) * (times - 1) + request())
        stream = b""
        while chunk := connection.recv(4096):
            stream += chunk
    answers = split(stream)
    assert len(answers) == times
    assert {body for _status, body in answers} == {page}


def test_whoever_only_stops_sending_gets_the_answer(house):
    page = house.get().body
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as connection:
        connection.sendall(request(close=False))
        connection.shutdown(socket.SHUT_WR)
        stream = b""
        while chunk := connection.recv(65_536):
            stream += chunk
    assert parsed(stream)[2] == page


@pytest.fixture
def hasty(monkeypatch):
    """A connection on which nothing is asked is closed after a moment."""
    monkeypatch.setattr(server, "KEEP_ALIVE_SECONDS", 0.3)


@pytest.mark.parametrize("last", [STORY, "/%68arbour/ferry/"])
def test_a_connection_on_which_nothing_is_asked_is_closed(hasty, house, last):
    house.get()
    began = time.monotonic()
    stream = house.raw(request(close=False) * 3 + request(last, close=False))
    assert len(split(stream)) == 4
    assert 0.3 <= time.monotonic() - began < 5


def test_a_connection_that_is_used_stays_open(hasty, house):
    page = house.get().body
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for target in (STORY, "/%68arbour/ferry/", STORY, STORY, "/healthz", STORY):
        threading.Event().wait(0.15)
        connection.request("GET", target)
        body = connection.getresponse().read()
        assert body == page or target == "/healthz"
    assert connection.sock.getsockname()[1] == port
    connection.close()


def test_a_request_in_pieces_is_answered_once(house):
    page = house.get().body
    whole = request()
    with socket.create_connection(("127.0.0.1", house.port), timeout=20) as connection:
        for position in range(0, len(whole), 7):
            connection.sendall(whole[position : position + 7])
        stream = b""
        while chunk := connection.recv(65_536):
            stream += chunk
    assert [body for _status, body in split(stream)] == [page]


def test_a_get_with_a_body_is_read_to_its_end(house):
    house.get()
    two = request(STORY, "Content-Length: 5", close=False) + b"hello" + request("/harbour/crane/")
    answers = split(house.raw(two))
    assert [status for status, _body in answers] == [b"HTTP/1.1 200 OK"] * 2
    assert b"A crane brakes" in answers[1][1]


# Tricks ---------------------------------------------------------------------------------------


TRICKS = [
    ["Host: evil.example"],
    ["Host: evil.example:1234"],
    ["X-Forwarded-Host: evil.example"],
    ["X-Forwarded-Proto: https", "X-Forwarded-For: 1.2.3.4"],
    ["X-Original-URL: /desk/", "X-Rewrite-URL: /desk/"],
    ["X-HTTP-Method-Override: POST"],
    ["Accept-Language: de", "User-Agent: evil<script>"],
    ["Cookie: broadsheet_voter=evil; theme=dark"],
    ["Range: bytes=0-3"],
    ["Accept: text/plain", "Referer: https://evil.example/"],
    ["Forwarded: host=evil.example", "X-Forwarded-Port: 1234"],
]


@pytest.mark.parametrize("path", [STORY, "/feed.xml"])
def test_whatever_the_first_reader_sends_all_others_get_the_clean_page(house, path):
    clean = parsed(house.raw(request(path)))
    for lines in TRICKS:
        house.store.discard(path)
        head = request(path, *lines)
        if lines[0].startswith("Host:"):
            head = head.replace(b"Host: here\r\n", b"")
        poisoned = parsed(house.raw(head))
        after = house.raw(request(path))
        assert poisoned[0] == b"HTTP/1.1 200 OK"
        assert b"evil" not in after
        # The meter says when it was read, to the second.
        assert len(parsed(after)[2]) == len(clean[2]) == len(poisoned[2])


def test_an_absolute_target_is_the_same_page(house):
    page = house.get().body
    answer = house.raw(request(f"http://evil.example{STORY}"))
    assert parsed(answer)[2] == page


def test_what_no_page_reads_is_dropped(house):
    page = house.get().body
    for query in (
        "utm_source=x",
        "x=x&fbclid=y",
        "amp;sort=newest",
        "Sort=newest",
        "sort[]=newest",
    ):
        assert house.get(f"{STORY}?{query}").body == page
    assert house.made == [STORY]
    assert len(house.store) == 1


def test_a_campaign_name_comes_first_and_the_clean_page_is_kept(house):
    first = house.get(f"{STORY}?utm_source=evil")
    assert house.get().body == first.body
    assert "evil" not in first.text
    assert house.made == [STORY]


def test_order_and_spelling_of_parameters_do_not_matter(house):
    for number in range(30):
        house.say(f"Remark {number}.", name=f"Reader {number}")
    one = house.get(f"{STORY}?sort=newest&page=2")
    for twin in ("page=2&sort=newest", "page=2&x=1&sort=newest", "%70age=2&sort=newes%74"):
        assert house.get(f"{STORY}?{twin}").body == one.body
    assert house.made == [f"{STORY}?sort=newest&page=2"]
    assert house.get().body != one.body


UNUSUAL = [
    "sort=evil",
    "sort=newest&sort=oldest",
    "page=01",
    "page=1&page=1",
    "page=0",
    "page=x",
    "sort=",
    "sort=newest%00",
    "q=evil",
    "x=1&" * 30,
    "page=99999999999",
]


def test_unusual_parameters_are_never_kept(house):
    for query in UNUSUAL:
        house.get(f"{STORY}?{query}")
        house.get(f"{STORY}?{query}")
        assert len(house.store) == 0, query


def test_a_parameter_that_this_page_does_not_read_is_not_kept(house):
    for path in ("/?page=2", "/?sort=newest", "/harbour/?sort=newest"):
        assert house.get(path).status == 200
        assert len(house.store) == 0, path


NOT_FOR_KEEPING = [
    "/no/such/page/",
    "/harbour/ferry",
    "/harbour/ferry/x.css",
    "/harbour/ferry/%00",
    "/harbour/ferry/%3Fsort=newest",
    "/harbour/ferry/%3fsort=newest",
    "/harbour/ferry/;x",
    "/harbour/./ferry/",
    "/harbour/../harbour/ferry/",
    "/harbour/%2e%2e/harbour/ferry/",
    "//harbour/ferry/",
    "/HARBOUR/ferry/",
    "/harbour/ferry/%ff",
    f"{STORY}?page=2",
    "/desk/login/",
    "/support/gifts/x/",
    "/api/v1/articles/999999/",
    "/api/v1/articles/?limit=0",
    "/search/?q=ferry",
    "/comments/1/",
    "/healthz",
]


def test_what_is_unknown_private_or_always_new_is_never_kept(house):
    for path in NOT_FOR_KEEPING:
        house.get(path)
        house.get(path)
        assert len(house.store) == 0, path


def test_a_question_mark_in_percent_signs_is_no_query(house):
    house.get(f"{STORY}?sort=newest")
    assert house.get("/harbour/ferry/%3Fsort=newest").status == 404
    assert house.get("/harbour/ferry/%3Fsort%3Dnewest").status == 404
    assert len(house.store) == 1


def test_percent_twins_are_one_page(house):
    page = house.get().body
    assert house.get("/%68arbour/f%65rry/").body == page
    assert len(house.store) == 1
    assert house.made == [STORY]


def test_other_methods_are_neither_kept_nor_served(house):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        house.store.discard(STORY)
        house.get(method=method)
        assert len(house.store) == 0
        house.get()
        assert "Ferries stay in port" not in house.get(method=method).text


def test_the_desk_passes_by_the_store(house):
    house.get()
    for headers in (
        {"Cookie": "broadsheet_desk=abc"},
        {"Cookie": "a=b; broadsheet_desk=abc"},
        {"Authorization": "Basic abc"},
    ):
        house.made.clear()
        house.get(**headers)
        house.get(**headers)
        assert house.made == [STORY, STORY]


def test_what_the_desk_is_shown_is_never_kept(house):
    house.get(Cookie="broadsheet_desk=abc")
    assert len(house.store) == 0


def test_a_form_with_errors_and_a_held_comment_are_never_kept(house):
    discussion.save_rules(hold_first_comments=True)
    house.post("/comments/post/", subject=house.subject, name="", body="")
    house.post("/comments/post/", subject=house.subject, name="Gus", body="Hold me.")
    assert len(house.store) == 0


def test_a_draft_is_never_kept(house):
    never = {"live": False, "first_published_at": None, "last_published_at": None}
    ArticlePage.objects.filter(pk=house.story.pk).update(**never)
    assert house.get().status == 404
    assert len(house.store) == 0


def test_every_answer_is_in_the_log(house, caplog):
    def lines():
        return [one.getMessage() for one in caplog.records if one.name == "broadsheet.access"]

    access_log.flush()
    caplog.clear()
    with caplog.at_level("INFO", logger="broadsheet.access"):
        for _thrice in range(3):
            house.get(f"{STORY}?utm_source=secret")
        # The long way is logged when it has ended.
        eventually(lambda: access_log.flush() or lines())
        access_log.flush()
    assert lines()[0].startswith(f"GET {STORY} 200 ")
    assert lines()[1:] == [f"GET {STORY} 200 kept ×2"]
