"""Talking with the newsroom: as one of many readers, as the desk, and from another process."""

import http.client
import json
import secrets
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench.torture.newsroom import Newsroom

ANSWER_SECONDS = 25.0
RETRY_SECONDS = 0.05
RETRIES_SECONDS = 60.0
"""For so long a write is tried again, which is the same write to the newsroom."""


class NotDone(Exception):
    """A write was refused; the text says how."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """A connection that is kept alive and made anew when it breaks."""

    newsroom: Newsroom
    connection: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request; raises OSError or http.client.HTTPException when the connection breaks."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(
                "127.0.0.1", self.newsroom.port, timeout=ANSWER_SECONDS
            )
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        except BaseException:
            self.connection.close()
            self.connection = None
            raise

    def insist(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask until there is an answer: what a reader does who sees an error and tries again."""
        deadline = time.monotonic() + RETRIES_SECONDS
        while True:
            try:
                answer = self.ask(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status < 500 or time.monotonic() > deadline:
                    return answer
            time.sleep(RETRY_SECONDS)


def address(random: Random) -> str:
    """Somebody's address; so many that nobody meets a limit."""
    return ".".join(str(random.randint(1, 254)) for _ in range(4))


@dataclass
class Reader:
    """Writes as readers do, each time as somebody else."""

    line: Line
    random: Random

    def post(self, path: str, values: dict[str, Any]) -> Any:
        """POST JSON; gives what the newsroom says. Raises NotDone."""
        headers = {
            "Content-Type": "application/json",
            "X-Forwarded-For": address(self.random),
            "User-Agent": f"Torture {self.random.random()}",
        }
        answer = self.line.insist("POST", path, json.dumps(values).encode(), headers)
        if answer.status not in (200, 201):
            raise NotDone(f"POST {path}: {answer.status} {answer.body[:300]!r}")
        return json.loads(answer.body)


@dataclass
class Desk:
    """Acts at the desk with the session of somebody who may."""

    line: Line
    cookie: str
    token: str = field(default_factory=lambda: secrets.token_hex(16))

    def post(self, path: str, **values: object) -> Answer:
        """Send a form of the desk. Raises NotDone where it is not followed by a redirect."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            "Origin": f"http://localhost:{self.line.newsroom.port}",
            "Host": f"localhost:{self.line.newsroom.port}",
        }
        answer = self.line.insist("POST", path, urlencode(values).encode(), headers)
        if answer.status not in (302, 303) or "/login/" in answer.headers.get("location", ""):
            raise NotDone(f"POST {path}: {answer.status} {answer.body[:300]!r}")
        return answer


class Elsewhere:
    """Another process on the same data: what a command at the terminal does."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.torture.paper", "--act"],
            env=newsroom.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, act: str, **values: object) -> Any:
        """Have it act; comes back when it is done."""
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps({"act": act, **values}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if not line:
            raise NotDone(f"{act} elsewhere: the process has ended.")
        return json.loads(line)

    def close(self) -> None:
        """No more acts."""
        with suppress(OSError):
            self._process.communicate(timeout=10)
