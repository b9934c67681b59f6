"""Freed blocks go back to the system at once, and what stays is not looked through again."""

import ctypes
import subprocess
import sys

import pytest

SCRIPT = """
import gc, sys
from pathlib import Path
from broadsheet.edge import memory
def held():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
memory.keep_small()
before = held()
blocks = [b"x" * (700_000 + number) for number in range(80)]
wall = [bytes(100) for number in range(1000)]
assert held() - before > 40
del blocks
gc.collect()
assert held() - before < 10, held() - before
"""


def test_what_is_freed_is_given_back():
    if not hasattr(ctypes.CDLL(None), "mallopt") or sys.platform != "linux":
        pytest.skip("This system has another allocator than glibc's.")
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


FROZEN = """
import gc
from broadsheet.edge import memory
memory.WARM_AFTER_SECONDS = (0.05,)
there = [[] for number in range(10_000)]
memory.freeze()
at_start = gc.get_freeze_count()
assert at_start >= 10_000
loaded = [[] for number in range(10_000)]
import time
deadline = time.monotonic() + 10
while gc.get_freeze_count() < at_start + 10_000:
    assert time.monotonic() < deadline
    time.sleep(0.01)
"""


def test_what_a_warm_server_has_is_no_longer_looked_through():
    ran = subprocess.run(
        [sys.executable, "-c", FROZEN], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
