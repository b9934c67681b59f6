"""The process itself: starting, stopping, and the commands beside a running server."""

import json
import shutil
import socket
import sqlite3
import stat
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.flows.conftest import STOP_SECONDS, Live, eventually, start, stop

# The promise is 220 MB for everything together; measured on the running sample.
MEMORY_MAX_MB = 220
# The promise is 3 s on two free cores; a test machine is rarely free.
SECOND_START_MAX_SECONDS = 9


@pytest.fixture(scope="module")
def copied(live, tmp_path_factory) -> Path:
    """The sample's data folder once more, to do with it what one likes."""
    folder = tmp_path_factory.mktemp("copied") / "data"
    shutil.copytree(live.data, folder)
    return folder


def test_the_folder_is_nobody_elses(live):
    assert stat.S_IMODE(live.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((live.data / "secret-key").stat().st_mode) == 0o600


def test_it_says_where_it_is_and_how_to_come_in(live):
    said = "\n".join(live.lines)
    assert live.url + "/" in said
    assert live.url + "/desk/sign-in/?key=" in said
    assert "Traceback" not in said
    assert "Filling" not in said, "The sample was there."


def test_everything_together_stays_small(live):
    for path in ("/", "/support/", "/search/?q=harbour", live.story(comments=1200).url):
        urlopen(path if path.startswith("http") else live.url + path).read()
    status = Path(f"/proc/{live.process.pid}/status")
    if not status.exists():
        pytest.skip("This system does not tell how much memory a process has.")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    assert int(line.split()[1]) / 1024 < MEMORY_MAX_MB


def test_the_sample_adds_up(live):
    ran = live.command("check", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout) == {"ok": True, "differences": []}


def test_a_row_changed_by_hand_is_named(copied, live):
    with sqlite3.connect(copied / "broadsheet.sqlite3") as database:
        number = database.execute(
            "SELECT id FROM discussion_comment WHERE up > 0 ORDER BY id LIMIT 1"
        ).fetchone()[0]
        change = "UPDATE discussion_comment SET up = up + ?, score = score + ? WHERE id = ?"
        database.execute(change, [7, 7, number])
    database.close()
    ran = Live(live.url, copied, live.process).command("check", "--json")
    assert ran.returncode == 1, ran.stderr
    found = json.loads(ran.stdout)
    assert found["ok"] is False
    assert str(number) in " ".join(one["where"] for one in found["differences"])
    with sqlite3.connect(copied / "broadsheet.sqlite3") as database:
        database.execute(change, [-7, -7, number])
    database.close()


def test_filling_the_sample_again_changes_nothing(live):
    before = [story.id for story in live.stories()]
    ran = live.command("demo")
    assert ran.returncode == 0, ran.stderr
    assert [story.id for story in live.stories()] == before


def test_a_newer_database_is_refused(copied, live):
    with sqlite3.connect(copied / "broadsheet.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('core', '9999_tomorrow', '2030-01-01 00:00:00')"
        )
    database.close()
    ran = Live(live.url, copied, live.process).command("check")
    assert ran.returncode == 2
    assert "used by a newer version of Broadsheet" in ran.stderr
    with sqlite3.connect(copied / "broadsheet.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE name = '9999_tomorrow'")
    database.close()


def test_a_second_start_is_quick_and_stops_in_order(copied):
    began = time.monotonic()
    second = start(copied, "--demo")
    urlopen(second.url + "/").read()
    took = time.monotonic() - began
    assert stop(second) == 0
    assert took < SECOND_START_MAX_SECONDS
    assert "Traceback" not in "\n".join(second.lines)


def test_what_is_under_way_is_finished(copied):
    third = start(copied)
    host, port = third.url.removeprefix("http://").split(":")
    sent = b'{"amount_minor": 2500, "currency": "USD", "gateway": "bank"}'
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(
            b"POST /api/v1/gifts/ HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(sent) + sent[:20]
        )
        # The answer to a second connection proves that the first one was taken up before it.
        urlopen(third.url + "/healthz").read()
        third.process.terminate()
        eventually(lambda: is_refused(host, int(port)))
        connection.sendall(sent[20:])
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert third.process.wait(STOP_SECONDS) == 0


def is_refused(host: str, port: int) -> bool:
    """Whether new connections are turned away."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return True
    return False


def test_a_sign_in_link_for_nobody_is_refused(live):
    ran = live.command("sign-in", "nobody@elsewhere.example")
    assert ran.returncode == 2
    assert (
        ran.stderr == "broadsheet: Nobody at the desk has the address nobody@elsewhere.example.\n"
    )
