"""Write down which tables the migrations make on SQLite: write_tables.py FILE.

They are migrated in a temporary folder. Moments and random keys are left for the database to fill
in when the tables are laid, see broadsheet/core/sqlite/tables.py.
"""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HEAD = """\
-- The tables of a new newsroom on SQLite, with the rows that migrations put into them.
-- Written by `make tables`; please change the migrations and not this file.
"""
MADE_WHEN_LAID = {
    ("django_migrations", "applied"): "CURRENT_TIMESTAMP",
    ("wagtailcore_page", "translation_key"): "lower(hex(randomblob(16)))",
}
"""Column → what stands in the file instead of its values."""


def statements(database: sqlite3.Connection) -> Iterator[str]:
    """What makes the same tables again, their rows, and then the indexes and triggers on them."""
    kinds = {name: kind for _, name, kind, *_ in database.execute("PRAGMA table_list")}
    listed = database.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY rowid"
    ).fetchall()
    tables = [(name, made_by) for kind, name, made_by in listed if kind == "table"]
    # A shadow is made with the virtual table that it belongs to.
    yield from (f"{made_by};" for name, made_by in tables if kinds[name] != "shadow")
    for name, _made_by in tables:
        if kinds[name] == "table":
            yield from rows(database, name)
    yield from (f"{made_by};" for kind, _name, made_by in listed if kind != "table")


def rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    """One statement that adds the rows of a table, if there are any."""
    columns = [name for _, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]
    values = [MADE_WHEN_LAID.get((table, name), "") for name in columns]
    quoted = " || ', ' || ".join(
        f"'{made.replace(chr(39), chr(39) * 2)}'" if made else f'quote("{name}")'
        for name, made in zip(columns, values, strict=True)
    )
    found = [f"({row})" for (row,) in database.execute(f'SELECT {quoted} FROM "{table}"')]
    if found:
        yield f'INSERT INTO "{table}" VALUES\n' + ",\n".join(found) + ";"


def main(file: Path) -> None:
    """Migrate, and write the file."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-tables-") as folder:
        command = ["--data", folder, "manage", "migrate", "--verbosity", "0"]
        subprocess.run([sys.executable, "-m", "broadsheet", *command], check=True)
        database = sqlite3.connect(Path(folder, "broadsheet.sqlite3"))
        written = [HEAD, "BEGIN;", *statements(database), "COMMIT;"]
        database.close()
    file.write_text("\n".join(written) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
