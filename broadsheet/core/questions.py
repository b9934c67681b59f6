"""Prepared questions that may be about lists: stated once, asked with any values.

    _THREADS = Question(lambda subjects: Thread.objects.filter(subject__in=subjects))
    threads = _THREADS(["page:12", "page:13"])

SQL has a place for each value of a list, so a `Select` (`core/prepared.py`) is prepared for each of
a few lengths. The function is called with stand-ins, never with the values, and must not look at
them.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any, Final

from django.db.models import BigIntegerField, BooleanField, CharField, QuerySet

from broadsheet.core.prepared import Given, KeptRows, Select, Statement

_LENGTHS: Final = (1, 4, 16, 32, 64, 128, 256, 512, 1024)
"""Lists are filled up to one of these lengths with their last value; longer ones go in parts."""
_FIRST_NUMBER: Final = 2**62
"""Stand-ins for numbers begin here; no row has one of these as its key."""


class Question:
    """A query as a function of numbers, words, truths, and lists of these: rows or models.

    Where the same rows are read again and again, they may be `kept`: putting a moment or a truth
    into Python's form takes longer than reading it.
    """

    def __init__(
        self, state: Callable[..., QuerySet[Any, Any]], *, kept: KeptRows | None = None
    ) -> None:
        self._state = state
        self._kept = kept
        self._prepared: dict[tuple[Any, ...], Select[Any]] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The answer for these values. A list that is empty has none."""
        shape: list[Any] = []
        sent: dict[str, Any] = {}
        for number, value in enumerate(values):
            if isinstance(value, (int, str)):
                shape.append(type(value))
                sent[f"{number}"] = value
                continue
            many = list(value)
            if not many:
                return []
            if len(many) > _LENGTHS[-1]:
                return self._in_parts(values, number, many)
            length = next(length for length in _LENGTHS if length >= len(many))
            many += many[-1:] * (length - len(many))
            shape.append((type(many[0]), length))
            sent |= {f"{number}.{place}": one for place, one in enumerate(many)}
        key = tuple(shape)
        select = self._prepared.get(key)
        if select is None:
            select = self._prepared[key] = _Select(self._state, key, self._kept)
        return select(**sent)

    def _in_parts(self, values: tuple[Any, ...], number: int, many: list[Any]) -> list[Any]:
        step = _LENGTHS[-1]
        parts = (many[at : at + step] for at in range(0, len(many), step))
        return list(
            chain.from_iterable(self(*values[:number], one, *values[number + 1 :]) for one in parts)
        )


class _Select(Select[Any]):
    """A `Select` stated with stand-ins in lists: Django takes no `Given` in a list of keys."""

    def __init__(
        self,
        state: Callable[..., QuerySet[Any, Any]],
        shape: tuple[Any, ...],
        kept: KeptRows | None,
    ) -> None:
        self._given: dict[Any, Given] = {}
        super().__init__(lambda: state(*self._stand_ins(shape)), kept)

    def _stand_ins(self, shape: tuple[Any, ...]) -> list[Any]:
        found: list[Any] = []
        for number, kind in enumerate(shape):
            if isinstance(kind, tuple):
                kind, length = kind
                found.append([self._stand_in(kind, f"{number}.{i}") for i in range(length)])
            else:
                found.append(_given(kind, f"{number}"))
        return found

    def _stand_in(self, kind: type, name: str) -> int | str:
        number = len(self._given)
        stand_in = _FIRST_NUMBER + number if issubclass(kind, int) else f"\x00{number}\x00"
        self._given[stand_in] = _given(kind, name)
        return stand_in

    def _put_into_sql(self) -> Statement:
        self._given.clear()
        stated = super()._put_into_sql()
        parameters = (
            one if isinstance(one, Given) else self._given.get(one, one)
            for one in stated.parameters
        )
        return Statement(stated.sql, tuple(parameters))


def _given(kind: type, name: str) -> Given:
    if issubclass(kind, bool):
        return Given(name, BooleanField())
    return Given(name, BigIntegerField() if issubclass(kind, int) else CharField())
