"""Take the pictures in docs/screenshots from a running sample newsroom.

    .venv/bin/broadsheet serve --demo
    LINK=$(.venv/bin/broadsheet sign-in)
    .venv/bin/python scripts/take_screenshots.py http://localhost:8000 "$LINK" broadsheet-data

The link is used up; letters are read in the data folder. Pictures are written with 256 colours,
which is enough for a page. With `--talk` in place of the link only those of the discussion are
taken; with `--arabic`, those from right to left, of a server with BROADSHEET_LANGUAGES=ar. With
another link and the word `money` in place of the folder, those of gifts and the treasurer's desk,
of a server with BROADSHEET_PLAY_MONEY_SEED=storm; pdftoppm draws the receipt on paper.
"""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from pictures import FOLDER, WIDTHS, keep, make_small, scroll_to
from pictures_of_talk import take_arabic, take_talk
from playwright.sync_api import Browser, Page, sync_playwright

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def take_public(browser: Browser, site: str, article: str) -> None:
    """The pages of readers: article, front page, support; and the article in the dark."""
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(article)
        keep(page, f"article-top-{width}")
        scroll_to(page, ".claim", above=160)
        keep(page, f"article-middle-{width}")
        scroll_to(page, "#discussion")
        keep(page, f"discussion-{width}")
        page.goto(f"{site}/")
        keep(page, f"front-{width}")
        page.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page.goto(article)
    keep(page, "article-top-dark-1280")
    scroll_to(page, "#discussion")
    keep(page, "discussion-dark-1280")
    page.close()


def take_letters(browser: Browser, site: str, article: str) -> None:
    """What a subscriber and a guest see: the bar above the form, and the small pages."""
    for width, height in WIDTHS.items():
        page = browser.new_page(
            viewport={"width": width, "height": height}, java_script_enabled=False
        )
        page.goto(article)
        scroll_to(page, ".subscribe")
        keep(page, f"subscribe-{width}")
        page.locator("#comment-body").fill("The pier *needs* a lamp.")
        page.locator("#comment-name").fill("Gina Guest")
        page.get_by_role("button", name="Publish comment").click()
        keep(page, f"posted-{width}")
        page.goto(article)
        page.goto(site + str(page.locator("a.comment-report").first.get_attribute("href")))
        keep(page, f"report-{width}")
        page.close()


def take_desk(browser: Browser, site: str, link: str) -> None:
    """The desk: its home and the moderation of the discussion."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button").first.click()
    page.wait_for_url("**/desk/**")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/desk/")
        keep(page, f"desk-home-{width}")
        page.goto(f"{site}/desk/discussion/")
        keep(page, f"desk-moderation-{width}")
    context.close()


PLAY_GIFTS = 8
"""Enough for the seed to make several of its faults."""
SETTLED_MILLISECONDS = 330_000
"""Comparisons leave out the last five minutes."""
MONEY_SCREENS = ("figures", "gifts", "statements", "notices", "reconciliation")


def take_money(browser: Browser, site: str, link: str) -> None:
    """The month, the record, a donor's pages, and what the treasurer sees."""
    for width, height in WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        for name in ("support", "month", "record"):
            path = {"support": "", "month": f"{datetime.now(tz=UTC):%Y-%m}/"}.get(name, "record/")
            page.goto(f"{site}/support/{path}")
            keep(page, f"{name}-{width}")
        page.close()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button").first.click()
    page.wait_for_url("**/desk/**")
    take_receipt(page, site)
    take_statement(page, site)
    pretend_to_give(page, site)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for name in MONEY_SCREENS:
            page.goto(f"{site}/desk/support/{name}/")
            keep(page, f"desk-{name}-{width}")
    context.close()


def take_statement(page: Page, site: str) -> None:
    """Read a bank statement in: one credit may be a gift that waits, the other is a surprise."""
    day = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    rows = (
        "Date,Amount,Payer,Reference\n"
        f"{day},120.00,R. Achterberg,for the harbour\n"
        f"{day},15.00,M. Pier,because I read you daily\n"
    )
    page.goto(f"{site}/desk/support/statements/")
    page.locator("input[type=file]").set_input_files(
        {"name": "november.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.locator("form[enctype] button").first.click()
    page.wait_for_load_state("networkidle")


def pretend_to_give(page: Page, site: str) -> None:
    """Test payments, of which some go wrong, and a comparison: they fill the screens of notices."""
    for number in range(PLAY_GIFTS):
        page.goto(f"{site}/support/")
        page.get_by_label("Your own amount").fill(str(10 + 5 * number))
        page.get_by_role("radio", name="Test payment").check()
        page.get_by_role("button", name="Give").click()
        page.get_by_role("button", name="Pretend to pay").click()
        page.wait_for_url("**/support/gifts/**")
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    page.goto(f"{site}/desk/support/reconciliation/")
    page.get_by_role("button", name="Compare now").click()
    page.wait_for_load_state("networkidle")


def take_receipt(page: Page, site: str) -> None:
    """The page of a gift that has arrived: one is made, and booked at the desk."""
    page.goto(f"{site}/support/")
    page.get_by_label("Your own amount").fill("25")
    page.get_by_label("E-mail").fill("dora@readers.example")
    page.get_by_label("Name").fill("Dora Maar")
    page.get_by_role("button", name="Give").click()
    page.wait_for_url("**/support/gifts/**")
    own = page.url
    reference = page.locator(".transfer-row", has_text="Reference").locator(".transfer-value")
    words = reference.inner_text()
    page.goto(f"{site}/desk/support/?q={words}")
    page.get_by_role("link", name="Confirm transfer").first.click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Yes, book").click()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(own)
        keep(page, f"receipt-{width}")
    address = page.get_by_role("link", name="Receipt as PDF").get_attribute("href")
    keep_paper(page.request.get(f"{site}{address}").body(), "receipt-paper")


def keep_paper(document: bytes, name: str) -> None:
    """Write the first page of a PDF as docs/screenshots/NAME.png."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(document)
        file.flush()
        drawing = ["pdftoppm", "-png", "-singlefile", "-r", "96", file.name, str(FOLDER / name)]
        subprocess.run(drawing, check=True)
    make_small(FOLDER / f"{name}.png")
    print(FOLDER / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    site, link = sys.argv[1].rstrip("/"), sys.argv[2]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with urlopen(f"{site}/api/v1/articles/?limit=100") as answer:
        stories = json.load(answer)["items"]
    article = next(story["url"] for story in stories if story["comment_count"] == 5)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        if link == "--arabic":
            take_arabic(browser, article)
        elif link == "--talk":
            take_talk(browser, site, article, Path(sys.argv[3]))
        elif sys.argv[3:] == ["money"]:
            take_money(browser, site, link)
        else:
            take_public(browser, site, article)
            take_letters(browser, site, article)
            take_talk(browser, site, article, Path(sys.argv[3]))
            take_desk(browser, site, link)
        browser.close()


if __name__ == "__main__":
    main()
