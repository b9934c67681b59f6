"""A new newsroom on SQLite has the tables that the migrations make."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from scripts.write_tables import MADE_WHEN_LAID
from tests import databases

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="On PostgreSQL the migrations make them."
    ),
]


def broadsheet(data: Path, *arguments: str, **settings: str) -> None:
    """Run a command to its end."""
    subprocess.run(
        [sys.executable, "-m", "broadsheet", "--data", str(data), *arguments],
        env={"PATH": os.environ["PATH"], **settings},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def contents(data: Path) -> tuple[set[tuple[str, ...]], dict[str, list[tuple[object, ...]]]]:
    """What is in a database: how each thing in it is made, and the rows of each table."""
    with closing(sqlite3.connect(data / "broadsheet.sqlite3")) as opened:
        things = set(opened.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
        rows = {}
        for table in sorted(name for kind, name, *_ in things if kind == "table"):
            columns = [name for _, name, *_ in opened.execute(f'PRAGMA table_info("{table}")')]
            same = [name for name in columns if (table, name) not in MADE_WHEN_LAID]
            names = ", ".join(f'"{name}"' for name in same)
            only = " WHERE seq" if table == "sqlite_sequence" else ""  # 0: nothing was ever added
            rows[table] = sorted(opened.execute(f'SELECT {names} FROM "{table}"{only}'), key=repr)
    return things, rows


def test_they_are_what_the_migrations_make(tmp_path):
    laid, migrated = tmp_path / "laid", tmp_path / "migrated"
    laid.mkdir()
    databases.lay_copy(laid)
    broadsheet(migrated, "manage", "migrate", "--verbosity", "0")

    (things, rows), (wanted, wanted_rows) = contents(laid), contents(migrated)

    assert things == wanted, "please write them down again: make tables"
    assert len(wanted_rows["auth_permission"]) > 400
    for table, found in wanted_rows.items():
        assert rows[table] == found, f"{table}: please write them down again: make tables"


def test_what_differs_between_newsrooms_is_of_each_ones_own(tmp_path):
    laid, other = tmp_path / "laid", tmp_path / "other"
    laid.mkdir()
    databases.lay_copy(laid)
    broadsheet(other, "sign-in", BROADSHEET_LANGUAGES="uk,en")

    keys = []
    for data, language in ((laid, "en"), (other, "uk")):
        with closing(sqlite3.connect(data / "broadsheet.sqlite3")) as opened:
            keys += opened.execute("SELECT translation_key FROM wagtailcore_page").fetchall()
            spoken = opened.execute("SELECT language_code FROM wagtailcore_locale").fetchall()
        assert spoken == [(language,)]
    assert len(set(keys)) == len(keys) > 2
    with closing(sqlite3.connect(other / "broadsheet.sqlite3")) as opened:
        moments = opened.execute("SELECT applied FROM django_migrations").fetchall()
    ages = [datetime.now(UTC) - datetime.fromisoformat(f"{moment}+00:00") for (moment,) in moments]
    assert len(ages) > 200
    assert all(timedelta() <= age < timedelta(hours=1) for age in ages)
