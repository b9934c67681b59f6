"""The tables of a new newsroom, written down in tables.sql as the migrations make them.

Each of some two hundred migrations is worked out by Django before it is carried out, which takes
twenty times as long as everything else that a first start does to the database. What is newer than
the file, such as a migration of a later Wagtail, is left to `migrate`, which comes after.
"""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

FILE: Final = Path(__file__).with_name("tables.sql")
"""Written by `make tables`."""


def lay_tables() -> None:
    """Make them in the database of this thread's connection, which has to be SQLite's and empty."""
    connection.ensure_connection()
    connection.connection.executescript(FILE.read_text())
    # The one row that depends on a setting.
    connection.connection.execute(
        "UPDATE wagtailcore_locale SET language_code = ?",
        [settings.LANGUAGE_CODE],
    )
