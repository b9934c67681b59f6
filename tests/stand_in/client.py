"""A stand-in process as tests hold it: `with running() as stand_in`."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECRET = "whsec_stand_in"
KEY = "sk_live_stand_in"
ROOT = Path(__file__).parents[2]


class Said(Exception):
    """The stand-in refused."""


@dataclass
class StandIn:
    """Where it is, and what a test may have it do."""

    address: str

    def do(self, verb: str, **wishes: Any) -> Any:
        """`do("pay", session="cs_…")`; raises Said where the world says no."""
        body = json.dumps(wishes).encode()
        request = urllib.request.Request(f"{self.address}/_control/{verb}", body)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Said(error.read().decode()) from error

    def objects(self, kind: str) -> list[dict[str, Any]]:
        """All objects of a kind, oldest first."""
        return [one for one in self.do("objects") if one["object"] == kind]

    def last(self, kind: str) -> dict[str, Any]:
        """The newest object of a kind."""
        return self.objects(kind)[-1]


@contextmanager
def running(*arguments: str) -> Iterator[StandIn]:
    """A stand-in of its own on a free port, gone with the block."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stand_in.server", "--secret", SECRET, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the stand-in did not start"
        yield StandIn(address)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
