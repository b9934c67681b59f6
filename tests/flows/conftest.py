"""A whole newsroom, started once by its own command, and real browsers to walk through it.

Nothing here touches Django in this process: a journey sees only what a reader's browser sees.
"""

import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.stand_in import client
from tests.stand_in.client import StandIn

# The promise for an empty folder is 30 s on two free cores; a busy machine may take longer.
START_SECONDS = 120
STOP_SECONDS = 15
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SET_UP = """
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import actions
room = Newsroom.objects.first() or Newsroom()
room.title, room.currency, room.is_set_up = "The Harbour Post", "EUR", True
room.save()
actions.ensure_campaign(goal_minor=500000, currency="EUR")
actions.set_bank_account(holder="The Harbour Post", iban="DE89370400440532013000")
"""
"""A newsroom that takes transfers in EUR."""


@dataclass
class Story:
    """An article of the sample, as the API lists it."""

    id: int
    url: str
    title: str
    comments: int


@dataclass
class Live:
    """A running newsroom."""

    url: str
    data: Path
    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def get(self, path: str) -> dict:
        """What the API answers to a GET."""
        with urlopen(Request(self.url + path, headers={"Accept": "application/json"})) as answer:
            return json.load(answer)

    def stories(self) -> list[Story]:
        """Every article, newest first."""
        found = self.get("/api/v1/articles/?limit=100")
        assert found["next"] is None
        return [
            Story(item["id"], item["url"], item["title"], item["comment_count"])
            for item in found["items"]
        ]

    def story(self, *, comments: int) -> Story:
        """The article whose thread is the nearest to so many comments."""
        return min(self.stories(), key=lambda story: abs(story.comments - comments))

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another `broadsheet` command on the same data folder."""
        return broadsheet(
            *arguments, env={**environment(self.data), "BROADSHEET_SITE_URL": self.url}
        )

    def sign_in_link(self) -> str:
        """A new one-time link for the publisher."""
        return self.command("sign-in").stdout.strip()


def broadsheet(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def environment(data: Path) -> dict[str, str]:
    """What a person's shell has, and nothing of ours but the data folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    proxies = {"BROADSHEET_TRUSTED_PROXIES": "127.0.0.1,::1"}
    return {**kept, **proxies, "BROADSHEET_DATA": str(data)}


_visitors = itertools.cycle(range(1, 255))


def start(data: Path, *options: str, **settings: str) -> Live:
    """Start `broadsheet serve` on a free port and wait until it says where it is.

    `settings` are variables of its environment.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "broadsheet", "serve", "--port", "0", *options],
        env={**environment(data), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    is_up = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if " is at http://" in line:
                is_up.set()
        is_up.set()

    threading.Thread(target=listen, daemon=True).start()
    if not is_up.wait(START_SECONDS):
        process.kill()
    address = next((line.split(" is at ")[1] for line in lines if " is at " in line), "")
    assert address, "the newsroom did not start:\n" + "\n".join(lines)
    return Live(url=address.rstrip("/"), data=data, process=process, lines=lines)


def stop(live: Live) -> int:
    """Ask it to stop, and give its status."""
    live.process.terminate()
    try:
        return live.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        live.process.kill()
        raise


MakeData = Callable[[Path], None]


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id) -> Callable[[str, MakeData], Path]:
    """Gives a data folder by its name, which the processes of one run make once between them.

    To fill one takes most of a start. It is for copying, never for serving.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def find(name: str, make: MakeData) -> Path:
        data = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not data.exists():
                making = shared / f"{name}.making"
                shutil.rmtree(making, ignore_errors=True)
                make(making)
                making.rename(data)
        return data

    return find


def _fill(data: Path) -> None:
    """Fill an empty folder with the sample, as the first start does."""
    filled = start(data, "--demo")
    assert stop(filled) == 0
    assert filled.lines[0] == "Filling in the sample newsroom; that takes some seconds."


def _set_up(data: Path) -> None:
    """Make a newsroom that takes transfers; nothing in it is a sample."""
    data.mkdir()
    for command in (["sign-in"], ["manage", "shell", "-c", SET_UP]):  # the first makes the tables
        ran = broadsheet(*command, env=environment(data))
        assert ran.returncode == 0, ran.stderr


def _copy(pristine: Path, name: str) -> Path:
    data = Path(tempfile.mkdtemp(prefix=f"broadsheet-{name}-")) / "data"
    shutil.copytree(pristine, data)
    return data


@pytest.fixture(scope="session")
def set_up(made_once) -> Callable[[str], Path]:
    """Gives a data folder of its own for a newsroom that takes transfers."""
    return lambda name: _copy(made_once("set-up", _set_up), name)


@pytest.fixture(scope="package")
def live(made_once) -> Iterator[Live]:
    """The sample newsroom, in a folder of its own."""
    data = _copy(made_once("sample", _fill), "journeys")
    found = start(data, "--demo")
    yield found
    status = stop(found)
    shutil.rmtree(data.parent, ignore_errors=True)
    assert status == 0, "\n".join(found.lines)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.fail("Chromium is missing; please install the package chromium.")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield found
        found.close()


HAVE_BEGUN = """() => {
    const isScript = ({ name }) => /broadsheet-.*[.]js$/.test(name);
    return matchMedia("(scripting: none)").matches
        || "begun" in document.documentElement.dataset
        || !performance.getEntriesByType("resource").some(isScript);
}"""
"""Whether the scripts of a page have begun, where it has some and they are run."""
BEGIN_SECONDS = 3


@pytest.fixture(scope="session", autouse=True)
def _opened_for_good() -> Iterator[None]:
    """People look at a page before they touch it; by then its scripts have begun."""

    def patient(go: Callable[..., Any]) -> Callable[..., Any]:
        def gone(page: Page, *address: str, **options: Any) -> Any:
            answer = go(page, *address, **options)
            until = time.monotonic() + BEGIN_SECONDS
            with suppress(PlaywrightError):  # it went on to another page meanwhile
                while not page.evaluate(HAVE_BEGUN) and time.monotonic() < until:
                    time.sleep(0.02)
            return answer

        return gone

    with pytest.MonkeyPatch.context() as patch:
        for name in ("goto", "reload"):
            patch.setattr(Page, name, patient(getattr(Page, name)))
        yield


@dataclass
class Visit:
    """One browser window, and what it asked for while it was open."""

    page: Page
    context: BrowserContext
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(live: Live, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows: `visit(javascript=False, dark=True, width=360)`.

    At the end, no window may have asked another host for anything, nor complained about a script
    or a broken rule of the content security policy.
    """
    opened: list[Visit] = []

    def open_window(*, javascript: bool = True, dark: bool = False, width: int = 1280) -> Visit:
        context = browser.new_context(
            base_url=live.url,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            # Each visitor comes from an address of their own; limits stay as they are.
            extra_http_headers={"X-Forwarded-For": f"10.0.{next(_visitors)}.1"},
        )
        context.set_default_timeout(15_000)
        found = Visit(page=context.new_page(), context=context)
        context.on("request", lambda request: found.requests.append(request.url))
        context.on("weberror", lambda error: found.complaints.append(str(error.error)))
        context.on(
            "console",
            lambda message: (
                found.complaints.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        opened.append(found)
        return found

    yield open_window
    for found in opened:
        found.context.close()
        foreign = [url for url in found.requests if _host(url) not in {_host(live.url), ""}]
        assert foreign == []
        assert found.complaints == []


def _host(url: str) -> str:
    parts = urlsplit(url)
    return "" if parts.scheme in {"data", "blob", "about"} else parts.netloc


# A newsroom that takes cards --------------------------------------------------------------------


@pytest.fixture(scope="module")
def stripe() -> Iterator[StandIn]:
    """What stands in for Stripe."""
    with client.running() as found:
        yield found


@pytest.fixture(scope="module")
def cards(stripe: StandIn, set_up: Callable[[str], Path]) -> Iterator[Live]:
    """A newsroom that takes cards; nothing in it is a sample."""
    data = set_up("cards")
    found = start(
        data,
        BROADSHEET_STRIPE_SECRET_KEY=client.KEY,
        BROADSHEET_STRIPE_WEBHOOK_SECRET=client.SECRET,
        BROADSHEET_STRIPE_API_BASE=stripe.address,
    )
    yield found
    status = stop(found)
    shutil.rmtree(data.parent, ignore_errors=True)
    assert status == 0, "\n".join(found.lines)


@pytest.fixture
def window(cards: Live, browser: Browser, request) -> Iterator[BrowserContext]:
    """A browser that goes to our pages and to the checkout's, and nowhere else."""
    context = browser.new_context(
        base_url=cards.url,
        java_script_enabled=getattr(request, "param", True),
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def eventually(condition: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Wait until the condition holds; fails when it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.05)
