"""Pictures of the discussion: passages, the bubble, letters and one's own comments.

Used by take_screenshots.py; it also shows the same in Arabic.
"""

import json
import os
import re
import subprocess
import sys
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pictures import WIDTHS, keep, scroll_to
from playwright.sync_api import Browser, Page

READER: Final = "gina@readers.example"
HASTEN: Final = """
from broadsheet.core import clock
from broadsheet.discussion.actions import telling
from broadsheet.discussion.models import Mailbox
Mailbox.objects.filter(due_at__isnull=False).update(due_at=clock.now())
telling.write_due_letters()
"""
LETTER_WIDTHS: Final = (700, 360)


def take_talk(browser: Browser, site: str, article: str, data: Path) -> None:
    """All of it, on a sample newsroom whose data folder is `data`."""
    take_passages(browser, site, article)
    take_bubble(browser, article)
    take_own(browser, site, article, data)


def take_passages(browser: Browser, site: str, article: str) -> None:
    """Words are chosen, spoken about and marked; the form without JavaScript."""
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(article)
        about = page.locator(".block-about").nth(2).get_attribute("href")
        page.locator(".block-paragraph p").nth(1).evaluate(
            """(found) => {
              const words = document.createTreeWalker(found, NodeFilter.SHOW_TEXT).nextNode();
              getSelection().setBaseAndExtent(words, 5, words, 40);
            }"""
        )
        page.locator(".passage-choose").wait_for()
        scroll_to(page, ".block:has(.passage-choose)", above=160)
        keep(page, f"passage-chosen-{width}")
        page.locator(".passage-choose").click()
        page.locator(".passage-panel #comment-body").fill(f"Who saw it begin? ({width})")
        page.locator("#comment-name").fill("Ada")
        page.locator(".comment-form-buttons .button").first.click()
        page.locator(".passage-panel .comment").first.wait_for()
        scroll_to(page, ".block:has(.passage-panel)", above=160)
        keep(page, f"passage-panel-{width}")
        page.goto(f"{site}{about}")
        keep(page, f"passage-form-{width}")
        page.goto(f"{article}?show=inline")
        scroll_to(page, "#discussion")
        keep(page, f"inline-feedback-{width}")
        page.locator(".passage-add a").first.click()
        keep(page, f"passage-{width}")
        page.close()


def take_bubble(browser: Browser, article: str, *, prefix: str = "") -> None:
    """Somebody comes in while the page is open; and whoever is silent is asked to speak."""
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark") if width > 1000 and not prefix else ("light",):
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.clock.install()
            page.goto(article)
            scroll_to(page, ".article-body")
            ending = f"{width}" if scheme == "light" else f"dark-{width}"
            speak(article, f"The harbour office knew since Monday ({ending}).")
            page.clock.run_for(60_000)
            page.locator("[data-newcomer]").wait_for()
            keep(page, f"{prefix}bubble-newcomer-{ending}")
            page.locator("[data-newcomer] [data-close]").click()
            page.clock.run_for(120_000)
            if scheme == "light":
                page.reload()
                page.clock.run_for(120_000)
                page.locator("[data-invitation]").wait_for()
                keep(page, f"{prefix}bubble-invitation-{ending}")
            page.close()


def take_own(browser: Browser, site: str, article: str, data: Path) -> None:
    """One's own comments, and the letters: to confirm and with news, as HTML and as plain text."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.goto(article)
    page.locator(".subscribe input[type=email]").first.fill(READER)
    page.locator(".subscribe button").first.click()
    show_letter(browser, newest_letter(data, READER, 0), "letter-confirm")
    page.goto(site + path_in(newest_letter(data, READER, 0), "subscriptions"))
    page.locator("main form button").first.click()
    said = {"name": "Gina Guest", "email": READER}
    mine = speak(article, "The pier *needs* a lamp, and has needed one for years.", **said)
    answer = "It had one until the storm of March, see the picture."
    speak(article, answer, parent=mine, name="Harald")
    speak(article, "Who would pay for it?", name="Nora News")
    hasten(data)
    letter = newest_letter(data, READER, 1)
    show_letter(browser, letter, "letter-news")
    page.goto(f"{site}/comments/mine/")
    page.locator("main input[type=email]").fill(READER)
    page.locator("main form button").first.click()
    own = site + path_in(newest_letter(data, READER, 2), "mine")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(own)
        keep(page, f"my-comments-{width}")
    page.goto(site + path_in(letter, "letters"))
    keep(page, "my-letters-360")
    page.close()


def take_arabic(browser: Browser, article: str) -> None:
    """The same from right to left: article, discussion, form, passage and bubble."""
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(article)
        keep(page, f"arabic-article-{width}")
        scroll_to(page, "#discussion")
        keep(page, f"arabic-discussion-{width}")
        page.locator("#comment-body").fill("نحن بحاجة إلى مصباح.")
        page.locator(".comment-form-buttons .button").first.click()
        page.locator("#comment-name[aria-invalid]").wait_for()
        scroll_to(page, ".subscribe")
        keep(page, f"arabic-forms-{width}")
        made = speak_about_words(page, article)
        page.goto(article)
        page.locator(f".passage-mark[href$='/{made}/']").click()
        page.locator(".passage-panel .comment").first.wait_for()
        scroll_to(page, ".block:has(.passage-panel)", above=120)
        keep(page, f"arabic-passage-{width}")
        page.close()
    take_bubble(browser, article, prefix="arabic-")


def speak_about_words(page: Page, article: str) -> int:
    """Somebody comments on the beginning of a paragraph; gives the number of the passage."""
    words = page.locator(".block-paragraph p").nth(1).evaluate("found => found.firstChild.data")
    said = f"هل هذا صحيح؟ {time.time():.0f}"
    made = speak(article, said, name="سلمى", passage={"exact": " ".join(words.split()[:6])})
    with urlopen(f"{api_of(article)}?limit=100&sort=newest") as answer:
        found = json.load(answer)["items"]
    return next(one["passage"]["id"] for one in found if one["id"] == made)


def speak(article: str, body: str, **more: object) -> int:
    """Somebody else comments; gives the number of the comment."""
    sent = json.dumps({"name": "Nina Newcomer", "body": body} | more).encode()
    with urlopen(Request(api_of(article), sent, {"Content-Type": "application/json"})) as answer:
        return int(json.load(answer)["id"])


def api_of(article: str) -> str:
    """Where the comments of an article are asked for and sent."""
    site = f"{urlsplit(article).scheme}://{urlsplit(article).netloc}"
    with urlopen(f"{site}/api/v1/articles/?limit=100") as answer:
        found = json.load(answer)["items"]
    number = next(one["id"] for one in found if one["url"] == article)
    return f"{site}/api/v1/articles/{number}/comments/"


def hasten(data: Path) -> None:
    """Write at once what would wait for company."""
    command = [sys.executable, "-m", "broadsheet", "manage", "shell", "-c", HASTEN]
    time.sleep(3)
    subprocess.run(command, env={**os.environ, "BROADSHEET_DATA": str(data)}, check=True)


def newest_letter(data: Path, address: str, known: int) -> EmailMessage:
    """The letter that came after the known ones to an address."""
    for _ in range(600):
        found = []
        for file in sorted((data / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
            message = message_from_bytes(file.read_bytes(), policy=modern)
            if isinstance(message, EmailMessage) and message["To"] == address:
                found.append(message)
        if len(found) > known:
            return found[-1]
        time.sleep(0.2)
    raise TimeoutError(f"no letter came to {address}")


def part_of(letter: EmailMessage, kind: str) -> str:
    """The letter as "plain" text or as "html"."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def path_in(letter: EmailMessage, name: str) -> str:
    """The path of an address in a letter, which may name another host."""
    found = re.search(rf"https?://[^/\s]+(/comments/{name}/\S+)", part_of(letter, "plain"))
    assert found
    return found[1]


def show_letter(browser: Browser, letter: EmailMessage, name: str) -> None:
    """A letter as programs for mail show it."""
    plain = (
        f"<pre style='margin:16px;white-space:pre-wrap'>{escape(part_of(letter, 'plain'))}</pre>"
    )
    for width in LETTER_WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 640})
        page.set_content(part_of(letter, "html"))
        keep(page, f"{name}-{width}")
        if width == LETTER_WIDTHS[0]:
            page.set_content(plain)
            keep(page, f"{name}-plain-{width}")
        page.close()
