"""How a picture of a page is taken and kept in docs/screenshots."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
WIDTHS = {1280: 900, 360: 740}
"""Width and height of the window in CSS pixels."""
LARGEST = 200_000
"""Bytes of a picture, where fewer colours can do it."""
COLOURS = (256, 192, 128, 96)


def keep(page: Page, name: str) -> None:
    """Write what the window shows as docs/screenshots/NAME.png."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    make_small(file)


def make_small(file: Path) -> None:
    """Keep a picture with as many colours as a page needs."""
    with Image.open(file) as picture:
        whole = picture.convert("RGB")
    for colours in COLOURS:
        whole.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= LARGEST:
            break
    print(file)


def scroll_to(page: Page, selector: str, above: int = 24) -> None:
    """Bring an element to the top of the window, and wait for the pictures that come into view."""
    page.locator(selector).first.evaluate(
        "(found, above) => window.scrollTo(0, found.getBoundingClientRect().top + scrollY - above)",
        above,
    )
    page.wait_for_load_state("networkidle")
