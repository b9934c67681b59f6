"""A newsroom with one story, and a server for it: the ground on which writing is measured.

`python -m bench.one_story COMMENTS` makes it in BROADSHEET_DATA and prints the story's id.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

START_SECONDS = 60
STOP_SECONDS = 20
# Many readers behind one proxy, which is the load generator itself.
PROXIES = "127.0.0.0/8"


@dataclass(frozen=True)
class Ground:
    """The data folder and what stands in it."""

    data: Path
    story: int
    path: str
    """The story's address on the site."""


def lay(data: Path, *, comments: int = 0) -> Ground:
    """Make the newsroom in an empty folder, with `comments` under its one story."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.one_story", str(comments)],
        env=environment(data),
        check=True,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return Ground(data=data, story=said["story"], path=said["path"])


class Served:
    """A server of a data folder, on a port that stays the same over restarts."""

    def __init__(self, data: Path, *, core: int | None = None) -> None:
        self.data = data
        self.core = core
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and come back when it answers."""
        program = [sys.executable, "-m", "broadsheet", "--data", str(self.data)]
        pin = ["taskset", "-c", str(self.core)] if self.core is not None else []
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*pin, *program, "serve", "--port", str(self.port)],
                env=environment(self.data),
                stdout=log,
                stderr=log,
            )
        began = time.monotonic()
        while time.monotonic() - began < START_SECONDS:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("The server did not start; see server.log in its data folder.")

    def stop(self) -> None:
        """End it kindly."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(STOP_SECONDS)
            self.process = None

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    @property
    def pid(self) -> int:
        """The process of the server."""
        assert self.process is not None
        return self.process.pid


@contextmanager
def served(data: Path, *, core: int | None = None) -> Iterator[Served]:
    """A running server, stopped at the end."""
    server = Served(data, core=core)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def environment(data: Path) -> dict[str, str]:
    """What the commands of this newsroom run with; on PostgreSQL where one is named."""
    database = os.environ.get("BROADSHEET_TEST_DATABASE_URL", "")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "broadsheet.settings",
        "BROADSHEET_DATA": str(data),
        "BROADSHEET_TRUSTED_PROXIES": PROXIES,
        **({"BROADSHEET_DATABASE_URL": database} if database else {}),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make(count: int) -> dict[str, object]:
    """Build the newsroom through its own actions; Django is set up here and not before."""
    # ruff: noqa: PLC0415
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings"
    django.setup()
    from broadsheet.core.models import Newsroom
    from broadsheet.discussion import actions as discussion
    from broadsheet.discussion.actions import ImportedComment
    from broadsheet.fundraising import actions as fundraising
    from broadsheet.fundraising.models import FundraisingSettings
    from broadsheet.publishing import actions as publishing

    room = Newsroom.objects.first() or Newsroom()
    room.title, room.is_set_up, room.currency = "The Harbour Post", True, "USD"
    room.save()
    publishing.ensure_front_page(title="The Harbour Post")
    section = publishing.save_section(title="Harbour", slug="harbour")
    story = publishing.save_article(
        section=section,
        slug="ferry",
        title="Ferries stay in port",
        standfirst="The strike goes on.",
        body=[{"type": "paragraph", "value": "<p>Nothing moved on Friday.</p>"}],
        bylines=[(publishing.save_author(name="Ada Quay", slug="ada-quay"), "writer")],
        topics=[],
        published_at=datetime.now(UTC) - timedelta(days=1),
        live=True,
    )
    discussion.save_rules(hold_first_comments=False)
    fundraising.ensure_campaign(goal_minor=500_000, currency="USD")
    account = FundraisingSettings(account_holder="The Harbour Post", account_text="0042 1701")
    account.save()
    if count:
        began = datetime.now(UTC) - timedelta(hours=20)
        discussion.import_thread(
            subject=f"page:{story.pk}",
            comments=[
                ImportedComment(
                    key=str(number),
                    # Every second comment answers one that stood there before, in short branches.
                    parent_key=str(number - number % 10) if number % 10 > 4 else "",
                    name=f"Reader {number % 997}",
                    body=f"Comment {number}: the ferries will sail again when the talks are over.",
                    created_at=began + timedelta(milliseconds=700 * number),
                )
                for number in range(count)
            ],
        )
    return {"story": story.pk, "path": story.get_url()}


if __name__ == "__main__":
    migrate = [sys.executable, "-m", "broadsheet", "manage", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, check=True)
    sys.stdout.write(json.dumps(_make(int(sys.argv[1]))) + "\n")
