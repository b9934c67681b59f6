"""SQLite for several threads that write, as strict as PostgreSQL.

SQLite lets one connection write at a time, and those that find it busy sleep and try again, longer
each time, while others overtake them: with 16 readers posting at once the slowest waited for two
seconds. Here a thread waits for its turn without sleeping, and only then asks SQLite, which then
only other processes can keep waiting.

Django's way to add a row unless it is there is `INSERT OR IGNORE` on SQLite, which passes over a
missing value as well. Here it passes over nothing but a unique field that is taken.
"""

import threading
from collections import deque
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, operations
from django.db.models.constants import OnConflict


class Turn:
    """A lock that goes to whoever has waited longest; a plain one goes to whoever is quickest."""

    def __init__(self) -> None:
        self.is_taken = False
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn, at most so many seconds; false where it did not come."""
        with self._lock:
            if not self.is_taken:
                self.is_taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=timeout):
            return True
        with self._lock:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        return True  # it came in the last moment

    def release(self) -> None:
        """Hand the turn on."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self.is_taken = False


_turn = Turn()
"""Held by the thread of this process that is in a transaction."""


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that puts the placeholders of a statement into SQLite's style once.

    SQLite's own list of prepared statements then finds it by its text without reading it.
    """

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The statement with "?" for "%s"."""
        if param_names is None:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=512)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseOperations(operations.DatabaseOperations):
    """The SQL that differs from Django's."""

    def insert_statement(self, on_conflict: OnConflict | None = None) -> str:
        """The beginning of an INSERT."""
        return "INSERT INTO"

    def on_conflict_suffix_sql(
        self, fields: Any, on_conflict: OnConflict | None, update_fields: Any, unique_fields: Any
    ) -> str:
        """What is done where a unique field is taken (SQLite's UPSERT, since 3.24)."""
        if on_conflict is OnConflict.IGNORE:
            return "ON CONFLICT DO NOTHING"
        suffix: str = super().on_conflict_suffix_sql(
            fields, on_conflict, update_fields, unique_fields
        )
        return suffix


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn with each transaction."""

    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor of this connection."""
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        # Who waits longer than SQLite would goes on to hear from SQLite what is the matter.
        timeout = self.settings_dict["OPTIONS"].get("timeout", 5)
        self._has_turn = _turn.acquire(timeout=timeout)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turn.release()
