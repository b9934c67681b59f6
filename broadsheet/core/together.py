"""Rows of several threads, added in one transaction (a group commit).

While a thread waits for its turn to write, others come that want to add a row to the same table.
They hand it to the one that waits, so all are added in its turn: where fifty come a second while
a booking holds the database, none stands in a queue of fifty. DeWitt et al., "Implementation
Techniques for Main Memory Database Systems" (1984).
"""

import threading
from dataclasses import dataclass, field
from typing import Generic

from django.db import transaction

from broadsheet.core.prepared import Insert, M


@dataclass
class _Group(Generic[M]):
    """Rows that are added together, and what came of each."""

    rows: list[M] = field(default_factory=list)
    added: list[bool] = field(default_factory=list)
    error: BaseException | None = None
    is_done: threading.Event = field(default_factory=threading.Event)


class InsertTogether(Generic[M]):
    """New rows of a model, each unless a unique field of it is taken."""

    def __init__(self, model: type[M]) -> None:
        self._insert = Insert(model, unless_there=True)
        self._lock = threading.Lock()
        self._open: _Group[M] = _Group()

    def __call__(self, row: M) -> bool:
        """Add the row and come back when it is committed; False where it was there before.

        An error of the database reaches all whose rows were to be added together. Not to be used
        inside a transaction: others would take their rows for committed before they are.
        """
        with self._lock:
            group, place = self._open, len(self._open.rows)
            group.rows.append(row)
        if place:
            group.is_done.wait()
            if group.error is not None:
                raise group.error
        else:
            self._add(group)
        return group.added[place]

    def _add(self, group: _Group[M]) -> None:
        try:
            with transaction.atomic(durable=True):
                group.added = [self._insert(row) for row in self._close(group)]
        except BaseException as error:
            group.error = error
            self._close(group)
            raise
        finally:
            group.is_done.set()

    def _close(self, group: _Group[M]) -> list[M]:
        """The rows that have come so far; who comes later begins the next group."""
        with self._lock:
            if self._open is group:
                self._open = _Group()
            return group.rows
