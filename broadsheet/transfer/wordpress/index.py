"""The light index of an export that the first reading makes and the second one uses.

It lies in a temporary SQLite database of its own, which spills from memory to disk by itself and is
gone when it is closed. So memory stays bounded however many items a site has.
"""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from broadsheet.transfer.wordpress.addresses import host_of, stem_of

_CACHE_KIBIBYTES: Final = 8 * 1024
REUSABLE_BYTES_MAX: Final = 1024 * 1024
"""Of one reusable block; a longer one is left out and said to be missing."""

_SCHEMA: Final = """
CREATE TABLE author (login TEXT PRIMARY KEY, slug TEXT, name TEXT, email TEXT, bio TEXT);
CREATE TABLE term (taxonomy TEXT, id TEXT, slug TEXT, name TEXT, description TEXT,
    PRIMARY KEY (taxonomy, slug));
CREATE INDEX term_by_id ON term (taxonomy, id);
CREATE TABLE item (place INTEGER PRIMARY KEY, kind TEXT, key TEXT UNIQUE, number TEXT, digest TEXT,
    old_path TEXT, wanted TEXT, section TEXT, public INTEGER, slug TEXT, path TEXT);
CREATE INDEX item_by_path ON item (old_path);
CREATE INDEX item_by_number ON item (number);
CREATE TABLE repeat (place INTEGER PRIMARY KEY);
CREATE TABLE attachment (place INTEGER PRIMARY KEY, key TEXT, number TEXT, url TEXT, file TEXT,
    stem TEXT, link TEXT, title TEXT, caption TEXT, alt TEXT, credit TEXT, parent TEXT,
    picture INTEGER, address TEXT);
CREATE INDEX attachment_by_number ON attachment (number);
CREATE INDEX attachment_by_stem ON attachment (stem);
CREATE INDEX attachment_by_parent ON attachment (parent);
CREATE TABLE reusable (number TEXT PRIMARY KEY, text TEXT);
CREATE TABLE used (what TEXT, slug TEXT, name TEXT, place INTEGER, PRIMARY KEY (what, slug));
CREATE TABLE host (name TEXT PRIMARY KEY);
CREATE TABLE taken (under TEXT, slug TEXT, PRIMARY KEY (under, slug));
CREATE TABLE file (path TEXT, low TEXT, base TEXT);
CREATE INDEX file_by_base ON file (base);
"""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An article or page, and the address that it gets."""

    place: int
    kind: str
    key: str
    wanted: str
    section: str
    is_public: bool
    slug: str
    path: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """What the export says of a media file."""

    place: int
    key: str
    number: str
    url: str
    file: str
    link: str
    title: str
    caption: str
    alt: str
    credit: str
    parent: str


class Index:
    """Everything that one item may need to know of another."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA temp_store=FILE")
        self._db.execute(f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    # People and terms ------------------------------------------------------------------------

    def add_author(self, login: str, *, slug: str, name: str, email: str, bio: str = "") -> None:
        """Somebody the file describes; what it said first stays."""
        self._db.execute(
            "INSERT OR IGNORE INTO author VALUES (?, ?, ?, ?, ?)", (login, slug, name, email, bio)
        )

    def authors(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Login, slug, name, e-mail and bio of each."""
        yield from self._db.execute(
            "SELECT login, slug, name, email, bio FROM author ORDER BY rowid"
        )

    def author_login(self, slug: str) -> str:
        """The login of whom a co-author's slug means; empty if nobody."""
        bare = slug.removeprefix("cap-")
        return self._text(
            "SELECT login FROM author WHERE slug IN (?, ?) OR login IN (?, ?)"
            " ORDER BY login = ? DESC LIMIT 1",
            (slug, bare, slug, bare, slug),
        )

    def add_term(self, taxonomy: str, number: str, slug: str, name: str, description: str) -> None:
        """A term that the head of the file defines."""
        self._db.execute(
            "INSERT OR IGNORE INTO term VALUES (?, ?, ?, ?, ?)",
            (taxonomy, number, slug, name, description),
        )

    def term_slug(self, taxonomy: str, number: str) -> str:
        """The slug of a term id."""
        return self._text("SELECT slug FROM term WHERE taxonomy = ? AND id = ?", (taxonomy, number))

    def term(self, taxonomy: str, slug: str) -> tuple[str, str]:
        """Name and description of a term; empty if the head of the file lacks it."""
        row = self._db.execute(
            "SELECT name, description FROM term WHERE taxonomy = ? AND slug = ?", (taxonomy, slug)
        ).fetchone()
        return row or ("", "")

    def terms(self, taxonomy: str) -> Iterator[tuple[str, str]]:
        """Slug and name of every term of a taxonomy."""
        yield from self._db.execute(
            "SELECT slug, name FROM term WHERE taxonomy = ? ORDER BY rowid", (taxonomy,)
        )

    def use(self, what: str, slug: str, name: str, place: int) -> None:
        """A section, topic or author that some item needs."""
        self._db.execute(
            "INSERT OR IGNORE INTO used VALUES (?, ?, ?, ?)", (what, slug, name, place)
        )

    def used(self, what: str) -> list[tuple[str, str]]:
        """Slug and name of each section, topic or author that some item needs."""
        return self._db.execute(
            "SELECT slug, name FROM used WHERE what = ? ORDER BY place, rowid", (what,)
        ).fetchall()

    # Items -----------------------------------------------------------------------------------

    def add_item(
        self,
        place: int,
        *,
        kind: str,
        key: str,
        number: str,
        digest: str,
        old_path: str,
        wanted: str,
        section: str,
        is_public: bool,
    ) -> str:
        """An article or page; gives its key, which differs where two items share an id.

        Empty if the very same item stood in the file before.
        """
        first = key
        count = 1
        while row := self._db.execute("SELECT digest FROM item WHERE key = ?", (key,)).fetchone():
            if row[0] == digest:
                self._db.execute("INSERT INTO repeat VALUES (?)", (place,))
                return ""
            count += 1
            key = f"{first}/{count}"
        self._db.execute(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
            (place, kind, key, number, digest, old_path, wanted, section, int(is_public)),
        )
        return key

    def is_repeat(self, place: int) -> bool:
        """Whether the item at a place stood in the file before."""
        return bool(self._text("SELECT 'yes' FROM repeat WHERE place = ?", (place,)))

    def items(self, kind: str, after: int, limit: int = 500) -> list[PlannedItem]:
        """Items of a kind in the order of the file, after a place."""
        rows = self._db.execute(
            "SELECT place, kind, key, wanted, section, public, slug, path FROM item"
            " WHERE kind = ? AND place > ? ORDER BY place LIMIT ?",
            (kind, after, limit),
        ).fetchall()
        return [PlannedItem(*row) for row in rows]

    def item(self, place: int) -> PlannedItem | None:
        """The plan for the item at a place of the file."""
        row = self._db.execute(
            "SELECT place, kind, key, wanted, section, public, slug, path FROM item"
            " WHERE place = ?",
            (place,),
        ).fetchone()
        return PlannedItem(*row) if row else None

    def plan(self, place: int, *, slug: str, path: str) -> None:
        """Where an item will stand."""
        self._db.execute("UPDATE item SET slug = ?, path = ? WHERE place = ?", (slug, path, place))

    def new_path(self, *, old_path: str = "", number: str = "") -> str:
        """The new address of an item that is public here, by old path or post id."""
        column, value = ("number", number) if number else ("old_path", old_path)
        if not value:
            return ""
        return self._text(
            f"SELECT path FROM item WHERE {column} = ? AND public = 1 LIMIT 1",  # noqa: S608
            (value,),
        )

    def take(self, under: str, slug: str) -> bool:
        """Reserve an address part; False if it is taken."""
        done = self._db.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (under, slug))
        return done.rowcount > 0

    # Media -----------------------------------------------------------------------------------

    def add_attachment(self, attachment: Attachment) -> None:
        """A media file that the export describes."""
        found = attachment
        self.add_host(found.url)
        self._db.execute(
            "INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')",
            (
                found.place,
                found.key,
                found.number,
                found.url,
                found.file,
                stem_of(found.url or found.file),
                found.link,
                found.title,
                found.caption,
                found.alt,
                found.credit,
                found.parent,
            ),
        )

    def attachments(self, after: int, limit: int = 200) -> list[Attachment]:
        """Media files in the order of the file, after a place."""
        rows = self._db.execute(
            "SELECT place, key, number, url, file, link, title, caption, alt, credit, parent"
            " FROM attachment WHERE place > ? ORDER BY place LIMIT ?",
            (after, limit),
        ).fetchall()
        return [Attachment(*row) for row in rows]

    def became(self, place: int, picture: int, address: str) -> None:
        """The picture that a media file became, and where its file lies."""
        self._db.execute(
            "UPDATE attachment SET picture = ?, address = ? WHERE place = ?",
            (picture, address, place),
        )

    def picture(self, *, number: str = "", url: str = "") -> tuple[int, str] | None:
        """Id and file address of a picture, by attachment id or by address."""
        column, value = ("number", number) if number else ("stem", stem_of(url))
        if not value or (not number and not self.is_own(url)):
            return None
        row = self._db.execute(
            f"SELECT picture, address FROM attachment WHERE {column} = ?"  # noqa: S608
            " AND picture IS NOT NULL LIMIT 1",
            (value,),
        ).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def attachment_url(self, number: str) -> str:
        """Where the file of an attachment lay on the old site."""
        return self._text("SELECT url FROM attachment WHERE number = ?", (number,))

    def attached_to(self, number: str) -> list[str]:
        """The ids of the media files of a post, in the order of the file."""
        rows = self._db.execute(
            "SELECT number FROM attachment WHERE parent = ? ORDER BY place", (number,)
        )
        return [row[0] for row in rows]

    def add_reusable(self, number: str, text: str) -> None:
        """The text of a reusable block."""
        if len(text.encode()) <= REUSABLE_BYTES_MAX:
            self._db.execute("INSERT OR IGNORE INTO reusable VALUES (?, ?)", (number, text))

    def reusable(self, number: str) -> str:
        """The text of a reusable block; empty if unknown."""
        return self._text("SELECT text FROM reusable WHERE number = ?", (number,))

    def add_host(self, address: str) -> None:
        """A host that belongs to the old site."""
        if name := host_of(address):
            self._db.execute("INSERT OR IGNORE INTO host VALUES (?)", (name,))

    def is_own(self, address: str) -> bool:
        """Whether an address is the old site's: relative, or on one of its hosts."""
        name = host_of(address)
        return not name or bool(self._text("SELECT name FROM host WHERE name = ?", (name,)))

    # The folder of media files ---------------------------------------------------------------

    def add_folder(self, folder: Path) -> None:
        """Every file of a folder and its subfolders; links are not followed."""
        for where, _names, files in os.walk(folder, followlinks=False):
            for name in files:
                path = Path(where) / name
                if path.is_symlink():
                    continue
                relative = path.relative_to(folder).as_posix()
                self._db.execute(
                    "INSERT INTO file VALUES (?, ?, ?)", (relative, relative.lower(), name.lower())
                )

    def find_file(self, wanted: str) -> str:
        """The file whose path ends like the wanted one, else the only one with its name."""
        wanted = wanted.lstrip("/").lower()
        for name in dict.fromkeys((wanted, wanted.replace("-scaled.", "."))):
            rows = self._db.execute(
                "SELECT path, low FROM file WHERE base = ? ORDER BY length(low)",
                (name.rsplit("/", 1)[-1],),
            ).fetchall()
            for path, low in rows:
                if low == name or low.endswith("/" + name):
                    return str(path)
            if len(rows) == 1:
                return str(rows[0][0])
        return ""

    def _text(self, query: str, values: tuple[str | int, ...]) -> str:
        row = self._db.execute(query, values).fetchone()
        return str(row[0]) if row else ""
