"""Take the pictures in docs/screenshots from a running sample newsroom.

    .venv/bin/broadsheet serve --demo
    LINK=$(.venv/bin/broadsheet sign-in)
    .venv/bin/python scripts/take_screenshots.py http://localhost:8000 "$LINK"

The link is used up. Pictures are written with 256 colours, which is enough for a page.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDTHS = {1280: 900, 360: 740}
"""Width and height of the window in CSS pixels."""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def keep(page: Page, name: str) -> None:
    """Write what the window shows as docs/screenshots/NAME.png."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file)


def scroll_to(page: Page, selector: str, above: int = 24) -> None:
    """Bring an element to the top of the window, and wait for the pictures that come into view."""
    page.locator(selector).first.evaluate(
        "(found, above) => window.scrollTo(0, found.getBoundingClientRect().top + scrollY - above)",
        above,
    )
    page.wait_for_load_state("networkidle")


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
        page.goto(f"{site}/support/")
        keep(page, f"support-{width}")
        page.goto(f"{site}/support/{datetime.now(tz=UTC):%Y-%m}/")
        keep(page, f"month-{width}")
        page.goto(f"{site}/support/record/")
        keep(page, f"record-{width}")
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
        page.goto(f"{site}/comments/mine/")
        keep(page, f"my-comments-{width}")
        page.goto(article)
        page.goto(site + str(page.locator("a.comment-report").first.get_attribute("href")))
        keep(page, f"report-{width}")
        page.close()


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
        page.get_by_label("Comment", exact=True).fill(f"Who saw it begin? ({width})")
        page.get_by_label("Name").fill("Ada")
        page.get_by_role("button", name="Publish comment").click()
        page.locator(".passage-panel .comment").first.wait_for()
        scroll_to(page, ".block:has(.passage-panel)", above=160)
        keep(page, f"passage-panel-{width}")
        page.goto(f"{site}{about}")
        keep(page, f"passage-form-{width}")
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
        page.goto(f"{site}/desk/support/figures/")
        keep(page, f"desk-figures-{width}")
        page.goto(f"{site}/desk/support/gifts/")
        keep(page, f"desk-gifts-{width}")
    take_receipt(page, site)
    context.close()


def take_receipt(page: Page, site: str) -> None:
    """The page of a gift that has arrived: one is made, and booked at the desk."""
    page.goto(f"{site}/support/")
    page.get_by_label("Your own amount").fill("25")
    page.get_by_label("E-mail").fill("dora@readers.example")
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


def main() -> None:
    """Take all pictures."""
    site, link = sys.argv[1].rstrip("/"), sys.argv[2]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with urlopen(f"{site}/api/v1/articles/?limit=100") as answer:
        stories = json.load(answer)["items"]
    article = next(story["url"] for story in stories if story["comment_count"] == 5)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        take_public(browser, site, article)
        take_letters(browser, site, article)
        take_passages(browser, site, article)
        take_desk(browser, site, link)
        browser.close()


if __name__ == "__main__":
    main()
