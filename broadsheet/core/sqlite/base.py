"""SQLite for several threads that write.

SQLite lets one connection write at a time, and those that find it busy sleep and try again, longer
each time, while others overtake them: with 16 readers posting at once the slowest waited for two
seconds. Here a thread waits for its turn without sleeping, and only then asks SQLite, which then
only other processes can keep waiting.
"""

import threading
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

_turn = threading.Lock()
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


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn with each transaction."""

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
