"""The whole newsroom in one process: how soon it is there, and what memory it takes."""

import json
import re
import shutil
import time
from collections.abc import Iterator

from bench import machine
from bench.newsroom import Newsroom
from bench.setting import Setting
from bench.table import Result, at_most, middle, noted

MOST_MB = 220.0
MOST_SECONDS = 3.0
SETTLE_SECONDS = 2.0


def measure(setting: Setting) -> Iterator[Result]:
    """Start on a folder that is there already, read every page, and look at the memory."""
    data = setting.folder / "data-of-whole"
    shutil.copytree(setting.folder / "pristine", data)
    starts, resident, pages = [], [], 0
    for _ in range(setting.rounds):
        began = time.monotonic()
        with Newsroom(data) as paper:
            status = paper.get("/").status
            starts.append(time.monotonic() - began)
            if status != 200:
                raise RuntimeError(f"the first page answers {status}")
            pages = _read_everything(paper)
            time.sleep(SETTLE_SECONDS)
            resident.append(machine.resident_bytes(paper.pid) / 1e6)
    yield at_most(
        "memory of serve --demo, every page read",
        middle(resident),
        MOST_MB,
        unit=" MB",
        decimals=0,
        note=f"{pages} pages; web server, worker and scheduler together",
        runs=resident,
    )
    yield at_most(
        "start until the first page", middle(starts), MOST_SECONDS, unit=" s", runs=starts
    )
    now = machine.resident_bytes(setting.newsroom.pid) / 1e6
    yield noted("  memory of the server that took all this load", f"{now:.0f} MB")


def _read_everything(paper: Newsroom) -> int:
    """Every public page, as the sitemap lists them, in three codings, and the stories as JSON."""
    addresses = re.findall(
        r"<loc>https?://[^/]+(/[^<]*)</loc>", paper.get("/sitemap.xml").body.decode()
    )
    for path in addresses:
        for coding in ("identity", "gzip", "br"):
            paper.get(path, Accept_Encoding=coding)
    listed = json.loads(paper.get("/api/v1/articles/?limit=100").body)["items"]
    for story in listed:
        paper.get(f"/api/v1/articles/{story['id']}/comments/?limit=100")
    return len(addresses)
