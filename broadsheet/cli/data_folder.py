"""The data folder: made on first use, its database brought up to date, and what can be wrong."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.cli.apart import run_apart
from broadsheet.cli.voice import Complaint
from broadsheet.core import disk
from broadsheet.core.sqlite.tables import lay_tables

FOLDERS = ("media", "mail", "log", "uploads")
KEY_FILE = "secret-key"
# Held while a folder is made or migrated, so that two commands at once do not both do it.
LOCK_FILE = "lock"
# With less than this free, SQLite cannot make the files beside its database.
ROOM_BYTES = 262_144


def open_for_writing() -> bool:
    """Make the folder and database where missing, and migrate where needed; true when it was new.

    Raises Complaint where the folder cannot be used or belongs to a newer version.
    """
    folder: Path = settings.DATA_DIR
    _make(folder)
    with _locked(folder):
        _keep_secret_key(folder)
        is_new = _is_missing_database()
        if is_new:
            _make_database()
        else:
            _refuse_newer()
            if _unapplied():
                run_apart(_migrate)
    return is_new


def open_for_reading() -> None:
    """Make sure that there is a database of this version; raises Complaint."""
    folder: Path = settings.DATA_DIR
    if not folder.is_dir() or _is_missing_database():
        raise Complaint(f"There is no newsroom in {folder} yet; “broadsheet serve” makes one.")
    _refuse_newer()
    if _unapplied():
        raise Complaint(
            f"The database in {folder} is from an older version; "
            "“broadsheet serve” brings it up to date."
        )


def remove_new() -> None:
    """Take back a folder that `open_for_writing` has just made, for a command that wrote nothing.

    A database on a server keeps its empty tables.
    """
    connection.close()
    if _is_sqlite():
        shutil.rmtree(settings.DATA_DIR)


def make_only() -> None:
    """Make the folder and the secret key, and leave the database to Django's own commands."""
    folder: Path = settings.DATA_DIR
    _make(folder)
    with _locked(folder):
        _keep_secret_key(folder)


def sentence(error: Exception) -> str:
    """What went wrong, for somebody who does not read stack traces."""
    if isinstance(error, DatabaseError):
        return _database_sentence(error)
    if disk.is_full(error):
        return "The disk is full, or cannot be written to."
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"A file could not be used:{where} ({error.strerror or error})."
    return f"Something went wrong that nobody foresaw ({type(error).__name__})."


def _database_sentence(error: DatabaseError) -> str:
    reason = str(error).strip().split("\n")[0].rstrip(".")
    if "readonly" in reason:
        return f"The database in {settings.DATA_DIR} cannot be written to."
    if disk.is_full(error):
        return "The disk of the database is full."
    if "file is not a database" in reason or "malformed" in reason:
        return f"The database in {settings.DATA_DIR} is damaged or is not a database."
    return f"The database cannot be used: {reason}."


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Complaint(_folder_sentence(folder, error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Complaint(f"The data folder {folder} cannot be written to.")


def _folder_sentence(folder: Path, error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The data folder {folder} cannot be written to."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of the data folder {folder} is full."
    return f"The data folder {folder} cannot be made: {error.strerror}."


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Complaint(_folder_sentence(folder, error)) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _keep_secret_key(folder: Path) -> None:
    """Write down the key that the settings made up for a new folder."""
    file = folder / KEY_FILE
    if "BROADSHEET_SECRET_KEY" in os.environ:
        return
    kept = file.read_text().strip() if file.exists() else ""
    if kept:
        if kept != settings.SECRET_KEY:
            raise Complaint(f"Another command has just set up {folder}; please try again.")
        return
    # Written beside its place: a full disk leaves no empty key, with which nothing would start.
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(settings.SECRET_KEY + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _database_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _is_missing_database() -> bool:
    if _is_sqlite():
        file = _database_file()
        if file.exists() and not os.access(file, os.W_OK):
            raise Complaint(f"The database {file} cannot be written to.")
        return not (file.exists() and file.stat().st_size)
    return not MigrationRecorder(connection).has_table()


def _make_database() -> None:
    """Migrate a new database. On SQLite it is made beside its place and moved in when complete,
    so nothing needs to reach the disk before the end and an interrupted start leaves none.
    """
    run_apart(_make_sqlite if _is_sqlite() else _migrate)


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _make_sqlite() -> None:
    file = _database_file()
    unfinished = file.with_suffix(".unfinished")
    _remove_sqlite(unfinished)
    connection.close()
    connection.settings_dict["NAME"] = str(unfinished)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
        lay_tables()
        _migrate()
    except BaseException:
        _remove_sqlite(unfinished)
        raise
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(file)
    _flush(unfinished)
    unfinished.replace(file)
    _flush(file.parent)


def _remove_sqlite(file: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _migrations_on_disk() -> set[tuple[str, str]]:
    """Names only: importing some two hundred migrations to compare them takes a second."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("*.py")
        if file.stem != "__init__"
    }


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _unapplied() -> set[tuple[str, str]]:
    return _migrations_on_disk() - _applied()


def _refuse_newer() -> None:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("broadsheet.")}
    unknown = {(label, name) for label, name in _applied() - _migrations_on_disk() if label in ours}
    if unknown:
        label, name = sorted(unknown)[0]
        raise Complaint(
            f"The database in {settings.DATA_DIR} was used by a newer version of Broadsheet "
            f"({label}.{name} is unknown here); please update this one."
        )
