"""Every kind of page is sound: for people with assistive technology, and as HTML."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

# The rules of WCAG 2.2 AA, and axe's own advice.
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
VNU_VERSION = "26.9.27"
VNU_FOLDER = Path(__file__).parents[2] / ".cache" / f"vnu-{VNU_VERSION}"

KINDS = ["front", "section", "article", "long thread", "static page", "support", "month", "record"]
KINDS += ["own gifts", "reminder", "search", "404"]


@pytest.fixture(scope="package")
def addresses(live) -> dict[str, str]:
    """One page of each kind."""
    article = live.story(comments=5)
    section = article.url.rsplit("/", 2)[0] + "/"
    word = article.title.split()[-1]
    return {
        "front": live.url + "/",
        "section": section,
        "article": article.url,
        "long thread": live.story(comments=1200).url,
        "static page": live.url + "/about/",
        "support": live.url + "/support/",
        "month": f"{live.url}/support/{time.strftime('%Y-%m')}/",
        "record": live.url + "/support/record/",
        "own gifts": live.url + "/support/yours/",
        "reminder": live.url + "/support/remind/",
        "search": f"{live.url}/search/?q={word}",
        "404": live.url + "/there-is-nothing-here/",
    }


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(addresses, visit, kind, scheme, width):
    page = visit(dark=scheme == "dark", width=width).page
    answer = page.goto(addresses[kind])
    assert answer.status == (404 if kind == "404" else 200)
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_at_360_pixels(addresses, visit, kind):
    page = visit(width=360).page
    page.goto(addresses[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_html_checker_finds_nothing(addresses, visit, checker, tmp_path):
    page = visit(javascript=False).page
    files = []
    for kind in KINDS:
        answer = page.goto(addresses[kind])
        files.append(tmp_path / f"{kind.replace(' ', '-')}.html")
        files[-1].write_bytes(answer.body())
    ran = subprocess.run(
        ["java", "-jar", str(checker), "--format", "json", "--errors-only", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{Path(one['url']).stem} line {one.get('lastLine')}: {one['message']}"
        for one in json.loads(ran.stderr)["messages"]
    ]
    assert found == []


@pytest.fixture(scope="session")
def checker() -> Path:
    """The Nu HTML checker, fetched once into the project's cache."""
    jar = VNU_FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not shutil.which("java"):
        pytest.skip("The Nu HTML checker needs Java: install a package such as default-jre.")
    if not jar.is_file():
        if not shutil.which("npm"):
            pytest.skip("The Nu HTML checker is fetched with npm: install the package npm.")
        VNU_FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                *("npm", "install", "--silent", "--no-save", "--prefix", str(VNU_FOLDER)),
                f"vnu-jar@{VNU_VERSION}",
            ],
            check=True,
            capture_output=True,
        )
    return jar
