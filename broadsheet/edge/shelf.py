"""Finished pages on disk, so that a restart is warm and memory need not hold them all.

A file of SQLite that may be thrown away at any time. What lies on it counts only while nothing that
it shows has changed since: each part has the number of the last change before it was made, in the
numbers of generations.py. After a restart of the machine (which may have lost the newest of them),
with another version of the program, other settings or an older database, the shelf is emptied.
"""

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import brotli
import django
import wagtail
from django.conf import settings

import broadsheet
from broadsheet.core import outbox
from broadsheet.edge.encodings import BROTLI, quick_brotli
from broadsheet.edge.generations import Generations
from broadsheet.edge.page import Facts, Page, Part, make_page
from broadsheet.web.fragments import Seam

FILE_NAME: Final = "pages.sqlite3"
SHELF_BYTES: Final = 512 * 1024 * 1024
"""What was put there longest ago goes first beyond this."""
_BUSY_SECONDS: Final = 5.0
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_TABLES: Final = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY, put_at REAL NOT NULL, facts TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS page_put_at ON page (put_at);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Shelf:
    """Pages by address in one file. Safe to use from several threads and processes."""

    def __init__(
        self, path: Path, generations: Generations, *, max_bytes: int = SHELF_BYTES
    ) -> None:
        self.path = path
        self.generations = generations
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        try:
            self._file = self._open()
        except sqlite3.DatabaseError:  # not a file of SQLite, or a broken one
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._file = self._open()
        self._clear_where_it_may_be_wrong()

    def _open(self) -> sqlite3.Connection:
        found = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        found.executescript(_TABLES)
        return found

    def __len__(self) -> int:
        with self._lock:
            (count,) = self._file.execute("SELECT count(*) FROM page").fetchone()
        return int(count)

    def get(self, address: str) -> Page | None:
        """The page as it was put there, current or not; None where there is none."""
        with self._lock, suppress(sqlite3.Error):
            row = self._file.execute(
                "SELECT facts, body FROM page WHERE address = ?", (address,)
            ).fetchone()
            if row is not None:
                return _page(json.loads(row[0]), row[1])
        return None

    def put(self, pages: Iterable[tuple[str, Page]]) -> None:
        """Lay pages there, and take off what was laid there longest ago where it is too much."""
        rows = [_row(address, page) for address, page in pages]
        # A full disk, or another process that holds the file, only costs a page made anew.
        with self._lock, suppress(sqlite3.Error):
            self._file.execute("BEGIN IMMEDIATE")
            try:
                self._file.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?)", rows)
                self._note("position", str(outbox.last_number()))
                self._take_off()
            finally:
                self._file.execute("COMMIT")

    def clear(self) -> None:
        """Take everything off."""
        with self._lock:
            self._file.execute("DELETE FROM page")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    def _take_off(self) -> None:
        pages = self._file.execute("PRAGMA page_count").fetchone()[0]
        free = self._file.execute("PRAGMA freelist_count").fetchone()[0]
        size = self._file.execute("PRAGMA page_size").fetchone()[0]
        if (pages - free) * size > self.max_bytes:
            self._file.execute(
                "DELETE FROM page WHERE address IN (SELECT address FROM page ORDER BY put_at"
                " LIMIT max(1, (SELECT count(*) / 10 FROM page)))"
            )

    def _clear_where_it_may_be_wrong(self) -> None:
        now = {"boot": _boot(), "build": build(), "born": str(self.generations.born())}
        with self._lock:
            then = dict(self._file.execute("SELECT name, value FROM note"))
        if any(then.get(name) != value for name, value in now.items()) or (
            outbox.last_number() < int(then.get("position", "0"))
        ):
            self.clear()
        with self._lock:
            for name, value in now.items():
                self._note(name, value)

    def _note(self, name: str, value: str) -> None:
        self._file.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))


def build() -> str:
    """A mark of everything but the database that pages are made of: code, templates, settings."""
    found = hashlib.blake2b(digest_size=16)
    root = Path(broadsheet.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".pyc", ""}:
            about = path.stat()
            found.update(f"{path} {about.st_mtime_ns} {about.st_size}\n".encode())
    for part in (
        django.VERSION,
        wagtail.VERSION,
        settings.SITE_URL,
        settings.LANGUAGES,
        settings.TIME_ZONE,
        settings.DATABASES["default"]["NAME"],
        settings.DATABASES["default"].get("HOST"),
    ):
        found.update(repr(part).encode())
    return found.hexdigest()


def _boot() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return str(time.time_ns())  # not known: never the same


def _row(address: str, page: Page) -> tuple[str, float, str, bytes]:
    facts = {
        "status": page.status,
        "headers": [
            [name.decode("latin-1"), value.decode("latin-1")] for name, value in page.headers
        ],
        "tags": sorted(page.tags),
        "made_at": page.made_at,
        "parts": [
            [
                len(part.body),
                part.facts.slots,
                part.facts.seen,
                part.facts.expires_at,
                [part.seam.name, part.seam.values] if part.seam else None,
            ]
            for part in page.parts
        ],
    }
    return address, time.time(), json.dumps(facts), _compressed(page)


def _compressed(page: Page) -> bytes:
    ready = page.variants.get(BROTLI)
    if ready is not None and (b"content-encoding", BROTLI.encode()) in ready.headers:
        return ready.body
    return quick_brotli(page.body)


def _page(facts: dict[str, Any], compressed: bytes) -> Page:
    body = brotli.decompress(compressed)
    parts, start = [], 0
    for length, slots, seen, expires_at, seam in facts["parts"]:
        values = tuple((name, value) for name, value in seam[1]) if seam else ()
        parts.append(
            Part(
                body[start : start + length],
                Facts(tuple(slots), seen, expires_at),
                Seam(seam[0], values) if seam else None,
            )
        )
        start += length
    return make_page(
        status=facts["status"],
        headers=[
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in facts["headers"]
        ],
        parts=parts,
        made_at=facts["made_at"],
        tags=frozenset(facts["tags"]),
    )
