"""Every known attack on a page, as comment, name and e-mail, looked at in a real browser.

    BROADSHEET_TEST_DATA=… .venv/bin/python -m bench.hostile [--sample 100]

A sample newsroom is started in a folder of its own, each text of the folder `sanitize` is posted
through the public action, and everything that shows it is opened in Chromium: the pages of the
discussion at two widths, the preview, search, the feed, the letters and the desk. What is looked
for: a script that runs or tries to, a request that leaves the origin, a comment that is not where
it belongs, a box that something sticks out of.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

OPTIONS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS: Final = (1280, 360)
PREVIEWS: Final = 25
"""Texts previewed in one page before it is looked at."""

POST: Final = """
import json, sys
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from broadsheet.core import clock
from broadsheet.discussion import actions, letters
from broadsheet.discussion.models import Comment, Mailbox, State, Subscription
from broadsheet.discussion.refusals import Refused

asked = json.load(open({file!r}))
subject, made, refused = asked["subject"], [], 0
for number, text in enumerate(asked["texts"]):
    email = f'"{{text}}"@x.example'
    try:
        validate_email(email)
    except ValidationError:
        email = f"reader{{number}}@x.example"
    for name in (text[:80], f"Reader {{number}}"):
        try:
            posted = actions.post_comment(
                subject=subject, name=name, email=email, body=f"{{text[:4000]}}\\n\\n({{number}})"
            )
        except Refused:
            continue
        made.append(posted.comment.pk)
        break
    else:
        refused += 1
for comment in Comment.objects.filter(pk__in=made, state=State.HELD):
    actions.approve(comment=comment, by=None)
mailbox, _ = Mailbox.objects.get_or_create(
    email="reader@x.example", defaults={{"created_at": clock.now()}}
)
Subscription.objects.get_or_create(
    mailbox=mailbox, subject=subject, kind="thread",
    defaults={{"asked_at": clock.now(), "confirmed_at": clock.now()}},
)
written = []
for start in range(0, len(made), letters.SHOWN):
    values = {{"mailbox": mailbox.pk, "subject": subject,
               "comments": made[start : start + letters.SHOWN]}}
    written.append(letters.compose_news(values).html)
print(json.dumps({{"made": made, "refused": refused, "letters": written}}))
"""

IN_ITS_BOX: Final = """() => {
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push("the page is too wide");
    for (const comment of document.querySelectorAll(".comment")) {
        const box = comment.getBoundingClientRect();
        const own_words = ":scope > .comment-text *, :scope > .comment-meta *";
        for (const part of comment.querySelectorAll(own_words)) {
            if (part.closest(".visually-hidden, pre, [hidden]")) continue;
            const own = part.getBoundingClientRect();
            if (own.width && (own.left < box.left - 2 || own.right > box.right + 2)) {
                wrong.push(`${comment.id}: ${part.tagName} sticks out`);
                break;
            }
        }
        if (!comment.closest(".discussion")) wrong.push(`${comment.id} is not in the discussion`);
    }
    return wrong;
}"""


IN_ITS_CELL: Final = """() => {
    const wrong = [];
    if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push("the page is too wide");
    const cells = document.querySelectorAll("main tbody td, main tbody th");
    if (!cells.length) wrong.push("the desk shows no comments");
    for (const cell of cells) {
        const box = cell.getBoundingClientRect();
        for (const part of cell.querySelectorAll("*")) {
            if (part.closest("pre, [hidden]")) continue;
            const own = part.getBoundingClientRect();
            if (own.width && (own.left < box.left - 2 || own.right > box.right + 2)) {
                wrong.push(`${cell.innerText.slice(0, 60)}: ${part.tagName} sticks out`);
                break;
            }
        }
    }
    return wrong;
}"""


@dataclass
class Watch:
    """A browser window that notes whatever it should not do."""

    page: Page
    home: str
    problems: list[str] = field(default_factory=list)
    looked_at: int = 0

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self._note(f"a script failed: {error}"))
        self.page.on("request", self._request)
        self.page.on("console", self._console)

    def _note(self, what: str) -> None:
        self.problems.append(f"{self.page.url}: {what}"[:400])

    def _dialog(self, dialog: Any) -> None:
        self._note(f"a script ran: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self._note(f"asked for {request.url}")

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._note(message.text)

    def look(self, address: str) -> None:
        """Open a page, and see that everything is in its box."""
        self.page.goto(address)
        self.page.wait_for_load_state("load")
        self.measure()

    def show(self, markup: str) -> None:
        """Show markup as a reader of feeds or mail would that lets everything through."""
        self.page.set_content(markup)
        self.page.wait_for_timeout(20)
        self.looked_at += 1

    def measure(self, how: str = IN_ITS_BOX) -> None:
        """See that everything is in its box."""
        self.looked_at += 1
        for wrong in self.page.evaluate(how):
            self._note(wrong)


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for part in found:
            yield from _strings(part)
    elif isinstance(found, dict):
        for name in ("payload", "input", "dat"):
            yield from _strings(found.get(name))


def texts_in(folder: Path) -> list[str]:
    """Every hostile text of the folder, each once."""
    found: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.name.endswith(".json"):
            found += _strings(json.loads(file.read_text()))
        elif file.name.endswith(".jsonl"):
            found += [text for line in file.open() for text in _strings(json.loads(line))]
        elif file.name.endswith(".jsonl.gz"):
            with gzip.open(file, "rt") as lines:
                for line in lines:
                    for dat in _strings(json.loads(line)):
                        found += re.findall(r"#data\n(.*?)\n#errors", dat, re.S)
    return list(dict.fromkeys(text for text in found if text.strip()))


def run(
    browser: Browser,
    site: str,
    manage: Callable[[str], str],
    sign_in: str,
    texts: list[str],
    folder: Path,
) -> tuple[dict[str, int], list[str]]:
    """Post all texts under one story and look everywhere; gives what was looked at, and problems.

    `manage` runs Python in the newsroom's process surroundings and gives what it printed.
    """
    with urlopen(f"{site}/api/v1/articles/?limit=100") as answer:
        stories = json.load(answer)["items"]
    story = min(stories, key=lambda one: abs(one["comment_count"] - 5))
    file = folder / "hostile.json"
    file.write_text(json.dumps({"subject": f"page:{story['id']}", "texts": texts}))
    done = json.loads(manage(POST.format(file=str(file))).splitlines()[-1])
    looked: dict[str, int] = {"comments": len(done["made"]), "refused": done["refused"]}
    problems: list[str] = []

    def window(name: str, width: int = 1280) -> Watch:
        context = browser.new_context(viewport={"width": width, "height": 900})
        watch = Watch(context.new_page(), urlsplit(site).netloc)
        watch.page.set_default_timeout(30_000)
        opened.append((name, watch))
        return watch

    opened: list[tuple[str, Watch]] = []
    pages = -(-(len(done["made"]) + story["comment_count"]) // 20)
    for width in WIDTHS:
        watch = window("pages", width)
        for number in range(1, pages + 1):
            watch.look(f"{story['url']}?page={number}")
    preview = window("previews")
    preview.page.goto(story["url"])
    for start in range(0, len(texts), PREVIEWS):
        preview.page.evaluate(
            """async (texts) => {
                for (const body of texts) {
                    const answer = await fetch("/comments/preview/", {
                        method: "POST", headers: { Accept: "application/json" },
                        body: new URLSearchParams({ body }),
                    });
                    const shown = document.querySelector("[data-preview]");
                    shown.hidden = false;
                    if (answer.ok) shown.innerHTML = (await answer.json()).html;
                }
            }""",
            [text[:4000] for text in texts[start : start + PREVIEWS]],
        )
        preview.measure()
    search = window("search")
    for word in ("alert", "script", "onerror"):
        search.look(f"{site}/search/?q={quote(word)}")
    desk = window("desk")
    desk.page.goto(sign_in)
    desk.page.get_by_role("button").first.click()
    desk.page.wait_for_url("**/desk/**")
    for number in range(1, -(-len(done["made"]) // 30) + 1):
        desk.page.goto(f"{site}/desk/discussion/comments/?p={number}")
        desk.measure(IN_ITS_CELL)
    loose = window("feed and letters")
    with urlopen(f"{story['url']}feed.xml") as answer:
        for item in ET.parse(answer).getroot().iter("description"):
            loose.show(item.text or "")
    for letter in done["letters"]:
        loose.show(letter)
    for name, watch in opened:
        looked[name] = looked.get(name, 0) + watch.looked_at
        problems += watch.problems
        watch.page.context.close()
    return looked, problems


def main() -> int:
    """Run it on a sample newsroom of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=0, help="only so many texts, evenly spread")
    asked = parser.parse_args()
    texts = texts_in(Path(os.environ["BROADSHEET_TEST_DATA"]) / "sanitize")
    if asked.sample:
        texts = texts[:: max(1, len(texts) // asked.sample)]
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-hostile-"))
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment["BROADSHEET_DATA"] = str(folder / "data")
    command = [sys.executable, "-m", "broadsheet"]
    server = subprocess.Popen(
        [*command, "serve", "--demo", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        site = next(line.split(" is at ")[1] for line in server.stdout if " is at " in line)
        site = site.strip().rstrip("/")
        environment["BROADSHEET_SITE_URL"] = site

        def manage(code: str) -> str:
            return subprocess.run(
                [*command, "manage", "shell", "--verbosity", "0", "-c", code],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout

        link = subprocess.run(
            [*command, "sign-in"], env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
        began = time.monotonic()
        with sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
            looked, problems = run(browser, site, manage, link, texts, folder)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(texts)} texts, {time.monotonic() - began:.0f} s")
    for name, number in looked.items():
        print(f"{name:>20} {number}")
    print(f"{'problems':>20} {len(problems)}")
    for problem in problems[:40]:
        print("  ", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
