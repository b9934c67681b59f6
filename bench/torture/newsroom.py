"""The newsroom under torture: `broadsheet serve` on a fixed port, killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

START_SECONDS = 120
STOP_SECONDS = 30


@dataclass
class Newsroom:
    """A data folder, its database, and the server that runs on it now."""

    data: Path
    database_url: str = ""
    workers: int = 1
    prefix: Sequence[str] = ()
    """Before the server's command, such as the one that puts it on a core."""
    port: int = 0
    process: "subprocess.Popen[str] | None" = None
    lines: list[str] = field(default_factory=list)
    outages: list[tuple[float, float]] = field(default_factory=list)
    """From each kill to the next start."""

    def environment(self) -> dict[str, str]:
        """What a person's shell has, and these settings; every limit is on.

        Readers come from 127.0.0.1 and are told apart by X-Forwarded-For, believed from there.
        """
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        settings = {
            "BROADSHEET_DATA": str(self.data),
            "BROADSHEET_TRUSTED_PROXIES": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
        }
        if self.database_url:
            settings["BROADSHEET_DATABASE_URL"] = self.database_url
        return kept | settings

    def start(self) -> None:
        """Serve; comes back when it says where it is."""
        self.port = self.port or _free_port()
        self.process = subprocess.Popen(
            [
                *self.prefix,
                *(sys.executable, "-m", "broadsheet", "serve"),
                *("--port", str(self.port), "--workers", str(self.workers)),
            ],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        is_up = Event()
        threading.Thread(target=self._listen, args=(self.process, is_up), daemon=True).start()
        is_up.wait(START_SECONDS)
        if self.process.poll() is not None or not is_up.is_set():
            raise RuntimeError("The newsroom did not start:\n" + "\n".join(self.lines))

    def _listen(self, process: "subprocess.Popen[str]", is_up: Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.lines.append(line.rstrip())
            if " is at http://" in line:
                is_up.set()
        is_up.set()

    def kill_and_start(self) -> None:
        """SIGKILL for every process of it at once, as when the power fails; then start again."""
        assert self.process is not None
        began = time.monotonic()
        self.outages.append((began, float("inf")))
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.start()
        self.outages[-1] = (began, time.monotonic())

    def kill_one(self) -> None:
        """SIGKILL for one web process of several."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        first = int(children.read_text().split()[0])
        began = time.monotonic()
        self.outages.append((began, began + 1.0))  # first: readers notice at once
        os.kill(first, signal.SIGKILL)

    def was_away(self, began: float, ended: float) -> bool:
        """Whether it was killed or starting at some time between these moments."""
        return any(began <= back and ended >= away for away, back in self.outages)

    def last_start(self) -> float:
        """When it came back the last time."""
        return max((back for _away, back in self.outages), default=0.0)

    def stop(self) -> int:
        """Ask it to stop; gives its status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()

    def resident_mb(self) -> float:
        """How much memory the process that was started takes now."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def told(self, *arguments: str) -> Any:
        """Run a module that prints one JSON object; raises RuntimeError when it fails."""
        done = self.command(*arguments)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a module of Python on its data folder to the end."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def running(newsroom: Newsroom) -> Iterator[Newsroom]:
    """The newsroom, served until the end of the block."""
    newsroom.start()
    try:
        yield newsroom
    finally:
        newsroom.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
