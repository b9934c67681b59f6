"""A newsroom under measurement: `broadsheet serve` in a data folder of its own, on its core."""

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

START_SECONDS = 90
STOP_SECONDS = 20
ANSWER_SECONDS = 20
SETTLE_SECONDS = 120
_WAITING = (
    "SELECT 1 FROM core_announcement LIMIT 1",
    "SELECT 1 FROM core_letter WHERE state = 'waiting' LIMIT 1",
    "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'READY' LIMIT 1",
)


@dataclass(frozen=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Newsroom:
    """A running newsroom; use it in a `with` statement.

    Load comes from 127.0.0.1 and plays many readers by X-Forwarded-For, which is believed from
    there; every limit is on.
    """

    def __init__(
        self, data: Path, *, prefix: Sequence[str] = (), options: Sequence[str] = ("--demo",)
    ) -> None:
        self.data = data
        self._command = [*prefix, sys.executable, "-m", "broadsheet", "serve", "--port", "0"]
        self._command += options
        self._process: subprocess.Popen[str] | None = None
        self._lines: list[str] = []
        self._is_up = threading.Event()
        self.port = 0
        self.ready_seconds = 0.0
        """From the start of the command to its address on the screen."""

    def __enter__(self) -> "Newsroom":
        began = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=environment(self.data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._is_up.wait(START_SECONDS)
        self.ready_seconds = time.monotonic() - began
        address = next((line.split(" is at ")[1] for line in self._lines if " is at " in line), "")
        if not address:
            self.__exit__()
            raise RuntimeError("The newsroom did not start:\n" + "\n".join(self._lines))
        self.port = urlsplit(address).port or 80
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line.rstrip())
            if " is at http://" in line:
                self._is_up.set()
        self._is_up.set()

    @property
    def url(self) -> str:
        """Its address, by number: looking a name up is not what is measured."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started; others may be below it."""
        assert self._process is not None
        return self._process.pid

    def get(self, path: str, **headers: str) -> Answer:
        """Ask once, on a connection of its own; `If_None_Match` is the header If-None-Match."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers={"Accept-Encoding": "identity", **names})
            answer = connection.getresponse()
            lines = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, lines, answer.read())
        finally:
            connection.close()

    def settle(self) -> None:
        """Wait until the worker has done what filling the newsroom has left to it."""
        deadline = time.monotonic() + SETTLE_SECONDS
        file = f"file:{self.data / 'broadsheet.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as database:
            while any(database.execute(query).fetchone() for query in _WAITING):
                if time.monotonic() > deadline:
                    raise RuntimeError("The worker of the newsroom did not finish.")
                time.sleep(0.2)


def environment(data: Path) -> dict[str, str]:
    """What a person's shell has, and the settings of the newsroom under measurement."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "BROADSHEET_DATA": str(data),
        "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
    }


def command(data: Path, *arguments: str, prefix: Sequence[str] = ()) -> str:
    """Run a Python module to its end on a data folder and give what it printed.

    Raises subprocess.CalledProcessError, with what it complained of in `stderr`.
    """
    done = subprocess.run(
        [*prefix, sys.executable, "-m", *arguments],
        env=environment(data),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def told(data: Path, *arguments: str, prefix: Sequence[str] = ()) -> Any:
    """Like `command`, for a module that prints one JSON object."""
    return json.loads(command(data, *arguments, prefix=prefix))
