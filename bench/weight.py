"""What a story weighs on the wire, as a browser with an empty cache counts it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from bench import machine
from bench.setting import Setting
from bench.table import Result, at_most

PAGE_KB = 60.0
REQUESTS = 6
SCRIPT_KB = 20.0
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Seen:
    """What the browser asked for."""

    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes on the wire with their headers, by request."""

    def kilobytes(self, *kinds: str) -> float:
        """What came of these kinds; of all but pictures without one."""
        return (
            sum(
                size
                for request, size in self.sizes.items()
                if (self.kinds.get(request) in kinds if kinds else not self.is_picture(request))
            )
            / 1000
        )

    def is_picture(self, request: str) -> bool:
        """Whether a request was for a picture in the text; the site's own icon is none."""
        return self.kinds.get(request) == "Image" and "favicon" not in self.addresses[request]

    def table(self) -> list[dict[str, object]]:
        """Everything, for the file."""
        return [
            {"address": address, "kind": self.kinds.get(key), "bytes": self.sizes.get(key)}
            for key, address in self.addresses.items()
        ]


def measure(setting: Setting) -> Iterator[Result]:
    """The story with a hundred comments on its page."""
    seen = _open(setting.newsroom.url + setting.story("quiet").path)
    asked = [key for key in seen.addresses if not seen.is_picture(key)]
    own = urlsplit(setting.newsroom.url).netloc
    others = {urlsplit(address).netloc for address in seen.addresses.values()} - {own, ""}
    parts = ", ".join(
        f"{word} {seen.kilobytes(kind):.1f}"
        for word, kind in (("page", "Document"), ("styles", "Stylesheet"), ("font", "Font"))
    )
    yield at_most(
        "story with 100 comments on the wire",
        seen.kilobytes(),
        PAGE_KB,
        unit=" KB",
        decimals=1,
        note=f"without pictures; {parts}",
        requests=seen.table(),
    )
    yield at_most("  requests for it", len(asked), REQUESTS, decimals=0)
    yield at_most(
        "  requests to other hosts", len(others), 0, decimals=0, note=", ".join(sorted(others))
    )
    yield at_most("  scripts of it", seen.kilobytes("Script"), SCRIPT_KB, unit=" KB", decimals=1)


def _open(address: str) -> Seen:
    path = machine.chromium()
    seen = Seen()

    def note_request(event: dict[str, Any]) -> None:
        seen.addresses[event["requestId"]] = event["request"]["url"]

    def note_answer(event: dict[str, Any]) -> None:
        seen.kinds[event["requestId"]] = event["type"]

    def note_end(event: dict[str, Any]) -> None:
        seen.sizes[event["requestId"]] = int(event["encodedDataLength"])

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            wire = page.context.new_cdp_session(page)
            wire.on("Network.requestWillBeSent", note_request)
            wire.on("Network.responseReceived", note_answer)
            wire.on("Network.loadingFinished", note_end)
            wire.send("Network.enable")
            page.goto(address)
            page.wait_for_load_state("networkidle")
            browser.close()
    except Error as error:
        raise RuntimeError(f"the browser failed: {error.message.splitlines()[0]}") from error
    return seen
