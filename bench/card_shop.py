"""A newsroom that takes cards, served, with the stand-in for Stripe beside it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.one_story import Served, environment, lay
from tests.stand_in import client
from tests.stand_in.client import StandIn


@dataclass
class Shop:
    """The server, the outside, and what the books say."""

    server: Served
    outside: StandIn
    data: Path

    @property
    def url(self) -> str:
        """The newsroom's address."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def webhook(self) -> str:
        """Where notices go."""
        return f"{self.url}/webhooks/stripe/"

    def ask(self, program: str) -> Any:
        """Run a piece of Python with Django set up on the same data; gives what it printed."""
        text = f"import json\nfrom broadsheet.fundraising.models import *\n{program}"
        done = subprocess.run(
            [_program(), "--data", str(self.data), "manage", "shell", "-v", "0", "-c", text],
            env=environment(self.data),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def check(self) -> list[Any]:
        """What `broadsheet check` finds to differ."""
        done = subprocess.run(
            [_program(), "--data", str(self.data), "check", "--json"],
            env=environment(self.data),
            capture_output=True,
            text=True,
            check=False,
        )
        return list(json.loads(done.stdout)["differences"])


def _program() -> str:
    return str(Path(sys.executable).with_name("broadsheet"))


@contextmanager
def shop(*, core: int | None = None, stand_in: tuple[str, ...] = ()) -> Iterator[Shop]:
    """An open shop in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, client.running(*stand_in) as outside:
        data = Path(folder) / "data"
        data.mkdir()
        os.environ.update(
            BROADSHEET_STRIPE_SECRET_KEY=client.KEY,
            BROADSHEET_STRIPE_WEBHOOK_SECRET=client.SECRET,
            BROADSHEET_STRIPE_API_BASE=outside.address,
        )
        lay(data)
        server = Served(data, core=core)
        server.start()
        found = Shop(server, outside, data)
        outside.do("notify", to=found.webhook)
        try:
            yield found
        finally:
            server.stop()
