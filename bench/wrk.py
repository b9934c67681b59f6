"""wrk, the load: one thread on its own core, and what it counted."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import machine

CONNECTIONS = 32
_REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Load:
    """What came back in one run."""

    per_second: float
    p50_ms: float
    p99_ms: float
    errors: int
    """Answers with a status of 400 or more, and connections that failed."""
    cpu_us: float
    """Microseconds of the server's processor time for each answer."""


def run(
    url: str,
    *,
    core: int,
    seconds: float,
    server: int,
    headers: Mapping[str, str] | None = None,
    connections: int = CONNECTIONS,
) -> Load:
    """Ask for `url` as fast as the answers come, and watch the process `server` meanwhile.

    Raises machine.Missing without wrk.
    """
    command = [machine.program("wrk"), "-t1", f"-c{connections}", "-s", str(_REPORT)]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    command = machine.on_core(core, command)
    before = machine.cpu_seconds(server)
    # wrk counts whole seconds only.
    done = subprocess.run(
        [*command, f"-d{max(1, round(seconds))}s", url], capture_output=True, text=True, check=True
    )
    used = machine.cpu_seconds(server) - before
    found = json.loads(re.findall(r"^REPORT (.*)$", done.stdout, re.MULTILINE)[-1])
    answers = max(found["requests"], 1)
    return Load(
        per_second=found["requests"] / found["seconds"],
        p50_ms=found["p50_ms"],
        p99_ms=found["p99_ms"],
        errors=found["errors"],
        cpu_us=used / answers * 1e6,
    )
