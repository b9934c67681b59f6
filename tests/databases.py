"""A database for each test process, copied from one that was made once.

Making the tables takes seconds, copying them a few milliseconds. The first one is kept under a
fingerprint of all migrations: for SQLite as a file in .cache/, for PostgreSQL as a template
database on the server. Tests that commit get a fresh copy, with the rows of the migrations in it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from broadsheet.core.sqlite import tables

CACHE = Path(__file__).parent.parent / ".cache" / "test-databases"


def fingerprint() -> str:
    """Changes whenever migrating would give another database."""
    found = hashlib.sha256()
    for name in ("Django", "wagtail", "django-taggit", "django-tasks-db"):
        found.update(version(name).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        if app.name.startswith("broadsheet."):
            for file in sorted(Path(app.path, "migrations").glob("*.py")):
                found.update(f"{app.label}/{file.name}".encode())
                found.update(file.read_bytes())
    found.update(tables.FILE.read_bytes())
    return found.hexdigest()[:16]


def use_copy() -> None:
    """Point Django's connection at a fresh copy for this process."""
    if connection.vendor == "sqlite":
        _use_sqlite_copy()
    else:
        _use_postgresql_copy()


def restore() -> None:
    """Put the copy back to what it was, in place, between two tests that commit."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with _opened(_sqlite_template()) as template:
            template.backup(connection.connection)
    else:
        _use_postgresql_copy()


def drop_copy() -> None:
    """Leave nothing behind on a server; files go with the folder of the tests."""
    name = settings.DATABASES["default"]["NAME"]
    connections.close_all()
    if connection.vendor == "postgresql":
        with _server() as cursor:
            _drop(cursor, connection.settings_dict["NAME"])
        connection.settings_dict["NAME"] = name


@contextmanager
def lent(data: Path) -> Iterator[str]:
    """A fresh copy for a newsroom in processes of its own; gives its address, "" for SQLite's file.

    Call it where `use_copy` was called before: the migrated one is there then.
    """
    if connection.vendor == "sqlite":
        data.mkdir(mode=0o700)
        shutil.copyfile(_sqlite_template(), data / "broadsheet.sqlite3")
        yield ""
        return
    template = f"broadsheet_tests_{fingerprint()}"
    copy = f"{template}_lent_{os.getpid()}"
    with _locked(), _server() as cursor:
        _drop(cursor, copy)
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(copy), sql.Identifier(template)
            )
        )
    try:
        address = urlsplit(os.environ["BROADSHEET_TEST_DATABASE_URL"])
        yield urlunsplit(address._replace(path=f"/{copy}"))
    finally:
        with _server() as cursor:
            _drop(cursor, copy)


@contextmanager
def _locked() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(file)
    try:
        yield opened
    finally:
        opened.close()


def _migrate(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
        tables.lay_tables()
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def _sqlite_template() -> Path:
    return CACHE / f"{fingerprint()}.sqlite3"


def _use_sqlite_copy() -> None:
    template = _sqlite_template()
    with _locked():
        if not template.exists():
            for old in CACHE.glob("*.sqlite3*"):
                old.unlink()
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(str(unfinished))
            unfinished.replace(template)
        copy = settings.DATA_DIR / "tests.sqlite3"
        settings.DATA_DIR.mkdir(exist_ok=True)
        shutil.copyfile(template, copy)
    connection.close()
    connection.settings_dict["NAME"] = str(copy)


def lay_copy(data: Path) -> None:
    """Put a migrated SQLite database into the data folder of a newsroom of its own."""
    with _locked():
        shutil.copyfile(_sqlite_template(), data / "broadsheet.sqlite3")


@contextmanager
def _server() -> Iterator[psycopg.Cursor]:
    """The server's own database, for making and dropping others."""
    parts = connection.get_connection_params()
    with (
        psycopg.connect(
            host=parts.get("host"),
            port=parts.get("port"),
            user=parts.get("user"),
            password=parts.get("password"),
            dbname="postgres",
            autocommit=True,
        ) as server,
        server.cursor() as cursor,
    ):
        yield cursor


def _drop(cursor: psycopg.Cursor, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _use_postgresql_copy() -> None:
    template = f"broadsheet_tests_{fingerprint()}"
    copy = f"{template}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
    connections.close_all()
    with _locked(), _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            unfinished = f"{template}_unfinished"
            _drop(cursor, unfinished)
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
            _migrate(unfinished)
            cursor.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(template)
                )
            )
        _drop(cursor, copy)
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(copy), sql.Identifier(template)
            )
        )
    connection.settings_dict["NAME"] = copy
