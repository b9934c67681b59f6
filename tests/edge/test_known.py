"""Requests that are known word for word: answered without reading them, and no less right."""

import socket
import time
from contextlib import ExitStack

import pytest

from broadsheet.edge import access_log, serve
from broadsheet.edge.page import Part, facts, make_page
from tests.edge.conftest import eventually
from tests.edge.house import STORY
from tests.edge.test_serve import parsed, request

CHANGED = "A change."


class Line:
    """One connection on which one thing is asked after the other."""

    def __init__(self, house, *, buffer_bytes=0):
        self.socket = socket.socket()
        if buffer_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        self.socket.settimeout(20)
        self.rest = b""
        self.socket.connect(("127.0.0.1", house.port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def ask(self, asked):
        """Send one request and read one whole answer."""
        self.socket.sendall(asked)
        return self.read(has_body=not asked.startswith(b"HEAD"))

    def read(self, *, has_body=True, piece=65_536):
        """Read one whole answer; what comes behind it waits for the next call."""
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.socket.recv(piece)
        head, _, body = self.rest.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        length = 0
        if has_body and b" 304 " not in first:
            length = int(dict(line.split(b": ", 1) for line in lines)[b"content-length"])
        while len(body) < length:
            body += self.socket.recv(piece)
        self.rest = body[length:]
        return head + b"\r\n\r\n" + body[:length]


def many_bytes(house, path="/many/", size=200_000):
    """Keep a long page, as if Django had made it."""
    page = make_page(
        status=200,
        headers=[(b"content-type", b"text/plain")],
        parts=[
            Part(
                bytes(range(256)) * (size // 256),
                facts(["site"], seen=house.store.generations.now(), expires_at=time.time() + 60),
            )
        ],
    )
    house.store.put(path, page)
    return path


def test_the_second_answer_is_the_first_one(house):
    long = many_bytes(house)
    etag = house.get().headers["etag"]
    for asked in (
        request(close=False),
        request(STORY, "Accept-Encoding: br", close=False),
        request(STORY, f"If-None-Match: {etag}", close=False),
        request(STORY, method="HEAD", close=False),
        request(f"{STORY}?utm_source=x", close=False),
        request(long, close=False),
        request(long, method="HEAD", close=False),
    ):
        with Line(house) as line:
            answers = [line.ask(asked) for _ in range(4)]
        assert {parsed(answer)[0] for answer in answers} == {parsed(answers[0])[0]}
        assert len({str(parsed(answer)) for answer in answers}) == 1
        assert all(b"\r\ndate: " in answer for answer in answers)


def test_a_change_is_in_the_next_answer(house):
    with Line(house) as line:
        for number in range(5):
            line.ask(request(close=False))
            said = f"{CHANGED} {number}"
            house.say(said)
            assert said.encode() in line.ask(request(close=False))


def test_an_etag_that_became_old_gets_the_page(house):
    asked = request(STORY, f"If-None-Match: {house.get().headers['etag']}", close=False)
    with Line(house) as line:
        assert line.ask(asked).startswith(b"HTTP/1.1 304 ")
        assert line.ask(asked).startswith(b"HTTP/1.1 304 ")
        house.say(CHANGED)
        assert line.ask(asked).startswith(b"HTTP/1.1 200 ")


def test_known_and_unknown_take_turns(house):
    house.get()
    kinds = [
        (request(close=False), b"200"),
        (request("/healthz", close=False), b"200"),
        (request("/no/such/page/", close=False), b"404"),
        (request("/%68arbour/ferry/", close=False), b"200"),
        (request(STORY, "Content-Length: 2", close=False) + b"hi", b"200"),
        (request(STORY, "Transfer-Encoding: chunked", close=False) + b"0\r\n\r\n", b"200"),
    ]
    with Line(house) as line:
        for _ in range(3):
            for asked, status in kinds:
                for _ in range(2):
                    answer = line.ask(asked)
                    assert answer.split(b" ")[1] == status


def test_pieces_and_packets_are_read_not_known(house):
    page = house.get().body
    whole = request(close=False)
    with Line(house) as line:
        line.ask(whole)
        line.ask(whole)
        # The end of one request, and the whole of a known one behind it.
        line.socket.sendall(whole[:10])
        time.sleep(0.05)
        line.socket.sendall(whole[10:] + whole)
        assert [parsed(line.read())[2] for _ in range(2)] == [page, page]
        line.socket.sendall(b"\r\n")
        assert parsed(line.ask(whole))[2] == page


def test_a_known_request_as_a_body_is_a_body(house):
    known = request(close=False)
    head = request(STORY, f"Content-Length: {len(known)}", close=False)
    with Line(house) as line:
        line.ask(known)
        line.ask(known)
        line.socket.sendall(head)
        line.socket.sendall(known)
        line.read()
        line.socket.settimeout(0.2)
        try:
            more = line.socket.recv(10)
        except TimeoutError:
            more = b""
        assert more == b""


def test_cookies_and_the_desk_are_not_remembered(house):
    remembered = house.pages.known
    with Line(house) as line:
        for _ in range(3):
            line.ask(request(STORY, "Cookie: broadsheet_voter=abc", close=False))
            line.ask(request(STORY, "Cookie: broadsheet_desk=abc", close=False))
            line.ask(request(STORY, "Authorization: Basic abc", close=False))
    assert remembered == {}


def test_what_is_remembered_is_bounded(house, monkeypatch):
    monkeypatch.setattr(serve, "REMEMBERED_MAX", 10)
    remembered = house.pages.known
    with Line(house) as line:
        for number in range(50):
            line.ask(request(STORY, f"X-Number: {number}", close=False))
            assert len(remembered) <= 10
        line.ask(request(STORY, "X-Long: " + "x" * serve.REMEMBERED_BYTES_MAX, close=False))
        assert max(map(len, remembered)) <= serve.REMEMBERED_BYTES_MAX


def test_a_slow_reader_gets_every_byte_of_a_file(house):
    path = many_bytes(house, size=1_000_000)
    asked = request(path, close=False)
    with Line(house, buffer_bytes=4096) as line:
        first = line.ask(asked)
        line.socket.sendall(asked)
        time.sleep(0.1)
        # Another page asked for in the same breath stays behind the long one.
        line.socket.sendall(request(STORY, close=False))
        assert parsed(line.read(piece=4096)) == parsed(first)
        assert b"Ferries stay in port" in line.read()


def test_whoever_leaves_in_the_middle_harms_nobody(house):
    path = many_bytes(house, size=1_000_000)
    asked = request(path, close=False)
    for _ in range(5):
        with Line(house, buffer_bytes=4096) as line:
            line.ask(asked)
            line.socket.sendall(asked)
    assert house.get(path).status == 200


def test_files_are_closed_when_the_second_is_over(house):
    path = many_bytes(house)
    pages = house.pages
    with Line(house) as line:
        for _ in range(3):
            line.ask(request(path, close=False))
        files = [asked.ready.file for asked in pages.known.values() if asked.ready is not None]
        assert len(files) == 1
        assert files[0] >= 0

        def is_renewed():
            line.ask(request(STORY, close=False))
            return pages.known[request(path, close=False)].ready is None

        eventually(is_renewed)


def test_without_room_for_files_answers_are_written(house, monkeypatch):
    path = many_bytes(house)

    def no_room(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(serve.os, "memfd_create", no_room)
    with Line(house) as line:
        answers = {line.ask(request(path, close=False)) for _ in range(3)}
    assert len({parsed(answer)[2] for answer in answers}) == 1


def test_beyond_the_room_for_a_second_answers_are_put_together_anew(house, monkeypatch):
    monkeypatch.setattr(serve, "READY_BYTES_MAX", 100)
    page = house.get().body
    with Line(house) as line:
        for _ in range(4):
            assert parsed(line.ask(request(close=False)))[2] == page


# Waiting for an old page ----------------------------------------------------------------------


@pytest.fixture
def line(house):
    """Opens connections, and closes them afterwards."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Line(house))


def known_and_old(house, connection):
    """A connection that asked twice, so that the page is known to it, and then gets old."""
    asked = request(close=False)
    for _again in range(2):
        connection.socket.sendall(asked)
        connection.read()
    house.say("Something new.")
    house.made.clear()
    return asked


def test_who_asks_for_an_old_page_waits_for_the_new_one(house, line):
    connection = line()
    connection.socket.sendall(known_and_old(house, connection))
    assert b"Something new." in connection.read()
    assert house.made == [STORY]


def test_many_who_wait_have_it_made_once(house, line):
    connections = [line() for _one in range(8)]
    for connection in connections:
        asked = request(close=False)
        for _again in range(2):
            connection.socket.sendall(asked)
            connection.read()
    house.during.append(lambda: time.sleep(0.2))
    house.say("Something new.")
    house.made.clear()
    for connection in connections:
        connection.socket.sendall(asked)
    assert len({connection.read() for connection in connections}) == 1
    assert house.made == [STORY]


def test_what_comes_behind_a_waiting_request_is_answered_after_it(house, line):
    connection = line()
    asked = known_and_old(house, connection)
    house.during.append(lambda: time.sleep(0.2))
    connection.socket.sendall(asked)
    time.sleep(0.05)
    connection.socket.sendall(request("/robots.txt", close=False))
    connection.socket.sendall(request("/no/such/", close=False))
    assert b"Something new." in connection.read()
    assert b"User-agent" in connection.read()
    assert b" 404 " in connection.read()


def test_who_waits_and_sends_no_more_is_answered_and_let_go(house, line):
    connection = line()
    asked = known_and_old(house, connection)
    house.during.append(lambda: time.sleep(0.2))
    connection.socket.sendall(asked)
    connection.socket.shutdown(socket.SHUT_WR)
    assert b"Something new." in connection.read()
    assert connection.socket.recv(1) == b""


def test_who_waits_and_leaves_harms_nobody(house, line):
    connection = line()
    asked = known_and_old(house, connection)
    house.during.append(lambda: time.sleep(0.2))
    connection.socket.sendall(asked)
    connection.socket.close()
    assert "Something new." in house.get().text


def test_a_page_that_is_gone_is_said_by_django(house, line):
    connection = line()
    asked = known_and_old(house, connection)
    house.story.delete()
    connection.socket.sendall(asked)
    assert b" 404 " in connection.read()


def test_a_page_that_was_taken_down_is_known_to_be(house, line):
    connection = line()
    asked = known_and_old(house, connection)
    house.story.unpublish()
    for _ in range(3):
        connection.socket.sendall(asked)
        assert b" 410 Gone" in connection.read()


def test_a_page_that_cannot_be_made_is_djangos_to_answer(house, line, monkeypatch):
    connection = line()
    asked = known_and_old(house, connection)
    monkeypatch.setattr(house.keeper.maker, "make", lambda *_: 1 / 0)
    connection.socket.sendall(asked)
    assert b"Something new." in connection.read()


def test_many_changes_in_one_second_leave_room(house, monkeypatch):
    with Line(house) as line:
        asked = request(close=False)
        length = len(line.ask(asked))
        monkeypatch.setattr(serve, "READY_BYTES_MAX", 4 * length)
        for number in range(10):
            house.say(f"{CHANGED} {number}", name=f"Reader {number}")
            for _ in range(3):  # made by Django, read, and known
                line.ask(asked)
        assert house.pages.known[asked].ready is not None


def test_every_answer_is_in_the_log(house, caplog):
    house.get()
    access_log.flush()
    caplog.clear()
    with caplog.at_level("INFO", logger="broadsheet.access"), Line(house) as line:
        for _ in range(7):
            line.ask(request(close=False))
        eventually(lambda: _told(caplog) == 7)
        for _ in range(5):
            line.ask(request(close=False))
        eventually(lambda: _told(caplog) == 12)


def _told(caplog):
    """How many answers to the story the log tells of."""
    access_log.flush()
    lines = [line for line in caplog.messages if line.startswith(f"GET {STORY} 200 kept ×")]
    return sum(int(line.partition("×")[2]) for line in lines)
