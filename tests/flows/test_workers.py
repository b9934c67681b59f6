"""Several web processes on one address: they agree, and none is missed."""

import http.client
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest

from tests.flows.conftest import STOP_SECONDS, Live, eventually, start, stop

WORKERS = 3
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/net/tcp").exists(),
    reason="This system does not tell which process has a connection.",
)


@pytest.fixture(scope="module")
def data(live, tmp_path_factory) -> Path:
    """The sample's data folder once more."""
    folder = tmp_path_factory.mktemp("several") / "data"
    shutil.copytree(live.data, folder)
    return folder


@pytest.fixture
def several(data) -> Iterator[Live]:
    found = start(data, "--workers", str(WORKERS))
    yield found
    if found.process.poll() is None:
        stop(found)


def workers(live: Live) -> list[int]:
    children = Path(f"/proc/{live.process.pid}/task/{live.process.pid}/children")
    return sorted(int(word) for word in children.read_text().split())


def worker_of(live: Live, connection: socket.socket) -> int:
    """The process at the other end of a connection that it has taken up."""
    ours, theirs = (port for _host, port in (connection.getsockname(), connection.getpeername()))
    for line in Path("/proc/self/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if [int(field.split(":")[1], 16) for field in fields[1:3]] == [theirs, ours]:
            wanted = f"socket:[{fields[9]}]"
            for pid in workers(live):
                for file in Path(f"/proc/{pid}/fd").iterdir():
                    if os.readlink(file) == wanted:
                        return pid
    raise AssertionError("nobody has this connection")


def connect(live: Live) -> dict[int, http.client.HTTPConnection]:
    """An open connection to each worker."""
    found: dict[int, http.client.HTTPConnection] = {}
    host, port = urlsplit(live.url).hostname, urlsplit(live.url).port
    for _try in range(100):
        connection = http.client.HTTPConnection(socket.gethostbyname(host or ""), port, timeout=20)
        ask(connection, "/healthz")
        pid = worker_of(live, connection.sock)
        if pid in found:
            connection.close()
        else:
            found[pid] = connection
        if len(found) == WORKERS:
            return found
    raise AssertionError("the connections all went to the same few")


def ask(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    return answer.read().decode()


def test_it_says_where_it_is_once(several):
    connect(several)
    said = "\n".join(several.lines)
    assert said.count(" is at http://") == 1
    assert said.count("/desk/sign-in/?key=") == 1


def test_a_change_through_one_is_seen_through_every_other_at_once(several):
    story = several.story(comments=30)
    path = f"{urlsplit(story.url).path}?sort=newest"
    connections = connect(several)
    for through, one in connections.items():
        for other in connections.values():
            ask(other, path)  # kept by all
        mark = f"Said through worker {through}."
        fields = {"subject": f"page:{story.id}", "name": f"Reader {through}", "body": mark}
        one.request("POST", "/comments/post/", urlencode(fields), FORM)
        answer = one.getresponse()
        answer.read()
        assert answer.status in {302, 303}
        for reader, other in connections.items():
            assert mark in ask(other, path), (through, reader)
    for connection in connections.values():
        connection.close()


def test_what_one_takes_with_it_are_its_open_requests(several):
    connections = connect(several)
    killed = workers(several)[0]  # the one with the threads beside the server
    os.kill(killed, signal.SIGKILL)
    for pid, connection in connections.items():
        if pid != killed:
            ask(connection, "/")
        connection.close()
    for _time in range(20):
        assert urlopen(several.url + "/").status == 200
    eventually(lambda: len(workers(several)) == WORKERS and killed not in workers(several))
    connect(several)
    assert "Web process 1 has ended and is started again." in "\n".join(several.lines)
    assert sum(" is at http://" in line for line in several.lines) == 1
    # The new one works off what is due, as the one before it did.
    story = several.story(comments=30)
    with closing(http.client.HTTPConnection(urlsplit(several.url).netloc)) as connection:
        fields = {"subject": f"page:{story.id}", "name": "Ada", "body": "After the fall."}
        connection.request("POST", "/comments/post/", urlencode(fields), FORM)
        connection.getresponse().read()
    counted = "from broadsheet.core.models import Announcement as A; print(A.objects.count())"
    eventually(
        lambda: several.command("manage", "shell", "-v", "0", "-c", counted).stdout.strip() == "0",
        seconds=30,
    )


def test_each_finishes_what_is_under_way(several):
    sent = b'{"amount_minor": 2500, "currency": "USD", "gateway": "bank"}'
    connections = connect(several)
    for connection in connections.values():
        connection.sock.sendall(
            b"POST /api/v1/gifts/ HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(sent) + sent[:20]
        )
        # The worker has this connection already, so the bytes are there before the signal is.
    several.process.terminate()
    for connection in connections.values():
        connection.sock.sendall(sent[20:])
        answer = b""
        while chunk := connection.sock.recv(65_536):
            answer += chunk
        assert answer.startswith(b"HTTP/1.1 201 ")
    assert several.process.wait(STOP_SECONDS) == 0
    assert "Traceback" not in "\n".join(several.lines)


def test_no_answer_is_missing_in_the_log(several):
    log = several.data / "log" / "access.log"
    before = _counted(log)
    for _time in range(60):
        urlopen(several.url + "/").read()
    assert stop(several) == 0
    assert _counted(log) - before == 60


def _counted(log: Path) -> int:
    """How often the front page was sent."""
    lines = log.read_text().splitlines() if log.exists() else []
    found = [re.search(r" GET / 200 (?:kept ×(\d+)|\d+ ms)$", line) for line in lines]
    return sum(int(match[1] or 1) for match in found if match)


def test_none_stays_behind_when_the_one_that_watches_is_killed(several):
    left = workers(several)
    several.process.kill()
    several.process.wait(STOP_SECONDS)
    eventually(lambda: not any(_is_alive(pid) for pid in left), seconds=STOP_SECONDS)


def _is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
