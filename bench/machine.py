"""The machine under the measurements: its cores, its programs, and what a process uses of it."""

import os
import platform
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_AUTOGROUP = Path("/proc/self/autogroup")
_BUSY = """
import sys, time
share, turn = float(sys.argv[1]), 0.01
due = time.monotonic()
while True:
    until = time.process_time() + share * turn
    while time.process_time() < until:
        pass
    due = max(due + turn, time.monotonic() - turn)
    time.sleep(max(0.0, due - time.monotonic()))
"""
BUSY_LOAD = 0.7
"""A load average above this before anything was begun means that somebody else is at work."""


class Missing(Exception):
    """This machine lacks something; the text says what."""


def cores() -> tuple[int, int]:
    """The core of the servers and the core of the load; raises Missing with fewer than two."""
    found = sorted(os.sched_getaffinity(0))
    if len(found) < 2:
        raise Missing("two cores are needed, one for the server and one for the load")
    return found[0], found[1]


def program(name: str) -> str:
    """Where a program is; raises Missing."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if path is None:
        raise Missing(f"{name} is not installed")
    return path


def chromium() -> str:
    """Where the browser is; raises Missing."""
    with suppress(Missing):
        return program("chromium")
    return program("chromium-browser")


def on_core(core: int, command: Iterable[str]) -> list[str]:
    """A command that runs on one core only."""
    return [program("taskset"), "--cpu-list", str(core), *command]


@contextmanager
def kept_busy(core: int, share: float) -> Iterator[None]:
    """Use this share (0 to 1) of a core meanwhile, a hundredth of a second at a time."""
    busy = subprocess.Popen(on_core(core, [sys.executable, "-c", _BUSY, str(share)]))
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


@contextmanager
def precedence() -> Iterator[bool]:
    """Put this session's processes before everything else on the machine, where allowed.

    Servers and load are in it alike, so this favours neither; it keeps a neighbour's work out of
    the figures. Gives whether it could: only root may, elsewhere the machine has to be idle.
    """
    try:
        _AUTOGROUP.write_text("-20")
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        _AUTOGROUP.write_text("0")


def is_busy() -> bool:
    """Whether others were at work in the last minute."""
    return os.getloadavg()[0] > BUSY_LOAD


def pace() -> tuple[float, float]:
    """How quick this machine is now: seconds to count to ten million, and for a million jumps.

    The jumps go to and fro in forty megabytes, so they wait for memory, as pages and comments do. A
    virtual machine shares cores and memory with others that it cannot see.
    """
    began = time.perf_counter()
    for _ in range(10_000_000):
        pass
    counted = time.perf_counter()
    jumps = list(range(1_000_000))
    random.Random(1).shuffle(jumps)
    place, set_out = 0, time.perf_counter()
    for _ in range(1_000_000):
        place = jumps[place]
    return counted - began, time.perf_counter() - set_out


def description() -> str:
    """One line about the hardware and the system."""
    model = "unknown processor"
    with suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(children.get(one, []))
    return found


def _stat(pid: int) -> Sequence[str]:
    """The fields of /proc/PID/stat after the name, which may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """The processor time that a process and those below it have used, user and system."""
    ticks = 0
    for one in family(pid):
        with suppress(OSError):
            fields = _stat(one)
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def resident_bytes(pid: int) -> int:
    """Resident memory of a process; of several together, what they share counted once (PSS)."""
    processes = family(pid)
    field = "Rss:" if len(processes) == 1 else "Pss:"
    total = 0
    for one in processes:
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith(field):
                    total += int(line.split()[1]) * 1024
    return total
