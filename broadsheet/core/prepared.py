"""Statements that are stated once, in the words of the ORM, and sent many times.

Django builds the SQL of a query anew for each use, which takes longer than the database needs to
answer it (0.3 ms against 0.03 ms). Where readers write, and where a thread asks the same at every
turn, a statement is therefore put into SQL at its first use, with `Given` in place of what differs
from one use to the next:

    _by_subject = Select(lambda: Thread.objects.filter(subject=Given("subject", CharField())))
    threads = _by_subject(subject="page:12")

Nothing is sent behind it: no signal, no `save` of the model. It is for the few places where that
matters; everywhere else the ORM's own way reads better.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.constants import OnConflict
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1
_compiling = threading.RLock()

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)
Reader = Callable[[list[Any]], list[Any]]
"""Makes what a caller gets of what the database gave."""


class Given(Value):
    """A value that is named when the statement is sent."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder; this object itself is the parameter, until the values are known."""
        return "%s", [self]


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters, some of which are `Given`."""

    sql: str
    parameters: tuple[Any, ...]

    def send(self, values: dict[str, Any], cursor: CursorWrapper) -> None:
        """Send it; raises KeyError where a value is missing."""
        connection = cursor.db
        cursor.execute(
            self.sql,
            [
                part.output_field.get_db_prep_value(values[part.value], connection, prepared=False)
                if isinstance(part, Given)
                else part
                for part in self.parameters
            ],
        )


class KeptRows:
    """Tuples as Python has them, by what the database gave for them: those read last.

    For statements that name the same columns, of plain values: all threads get the same tuple.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._convert: Callable[[tuple[Any, ...]], tuple[Any, ...]] | None = None

    def reader(self, convert: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Reader:
        """What reads rows, converting only those that are not kept."""
        kept = self._convert = self._convert or lru_cache(self._size)(convert)
        return lambda rows: [kept(row) for row in rows]


class Select(Generic[Row]):
    """A query: rows of a model, or tuples where the statement names columns (`values_list`).

    With `kept`, tuples that were read before are not converted anew.
    """

    def __init__(
        self, state: Callable[[], QuerySet[Any, Row]], kept: KeptRows | None = None
    ) -> None:
        self._state = state
        self._kept = kept
        self._statement: Statement | None = None
        self._read: Reader = list

    def __call__(self, **values: Any) -> list[Row]:
        """All rows for these values; none for a number that no column can hold."""
        if any(
            isinstance(value, int) and not _SMALLEST <= value <= _LARGEST
            for value in values.values()
        ):
            return []
        statement = self._statement or self._compile()
        with _connection().cursor() as cursor:
            statement.send(values, cursor)
            rows = cursor.fetchall()
        return self._read(rows) if rows else []

    def first(self, **values: Any) -> Row | None:
        """The first row for these values, if there is one; the statement says how many to read."""
        rows = self(**values)
        return rows[0] if rows else None

    def _compile(self) -> Statement:
        with _compiling:
            # Set last and whole: another thread may ask the same thing for the first time as well.
            if self._statement is None:
                self._statement = self._put_into_sql()
            return self._statement

    def _put_into_sql(self) -> Statement:
        stated: Any = self._state()
        compiler = stated.query.get_compiler(connection=_connection())
        sql, parameters = compiler.as_sql()
        is_model = issubclass(stated._iterable_class, ModelIterable)
        self._read = _reader(compiler, is_model=is_model, kept=self._kept)
        return Statement(sql, tuple(parameters))


class Update:
    """Changes of fields in some rows."""

    def __init__(self, state: Callable[[], QuerySet[Any]], **changes: Any) -> None:
        self._state = state
        self._changes = changes
        self._statement: Statement | None = None

    def __call__(self, **values: Any) -> int:
        """Change the rows for these values; gives how many there were."""
        statement = self._statement or self._compile()
        with _connection().cursor() as cursor:
            statement.send(values, cursor)
            return cursor.rowcount

    def _compile(self) -> Statement:
        query: Any = self._state().query.chain(UpdateQuery)
        query.add_update_values(self._changes)
        sql, parameters = query.get_compiler(connection=_connection()).as_sql()
        self._statement = Statement(sql, tuple(parameters))
        return self._statement


class Insert(Generic[M]):
    """A new row of a model whose key the database makes."""

    def __init__(self, model: type[M], *, unless_there: bool = False) -> None:
        self._model = model
        self._unless_there = unless_there
        self._fields = [one for one in model._meta.local_concrete_fields if not one.primary_key]
        self._sql = ""

    def __call__(self, row: M) -> bool:
        """Add the row and give it its key.

        False where nothing was added because a unique field is taken; that is an IntegrityError
        unless the statement says `unless_there`.
        """
        sql = self._sql or self._compile()
        connection = _connection()
        parameters = [
            one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in self._fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            if connection.features.can_return_columns_from_insert:
                made = cursor.fetchone()
            else:  # SQLite before 3.35
                made = (cursor.lastrowid,) if cursor.rowcount else None
        if made is None:
            return False
        row.pk = made[0]
        row._state.adding = False
        row._state.db = connection.alias
        return True

    def _compile(self) -> str:
        query: Any = InsertQuery(
            self._model, on_conflict=OnConflict.IGNORE if self._unless_there else None
        )
        query.insert_values(self._fields, [self._model()], raw=True)
        compiler = query.get_compiler(connection=_connection())
        compiler.returning_fields = [self._model._meta.pk]
        [(sql, _parameters)] = compiler.as_sql()
        self._sql = sql
        return self._sql


def _connection() -> Any:
    """This thread's connection; Django's own name for it looks it up at each use of the name."""
    return connections[DEFAULT_DB_ALIAS]


def _reader(compiler: Any, *, is_model: bool, kept: KeptRows | None) -> Reader:
    """What makes rows of a model, or tuples, of what the database gave, as a query set does."""
    select, info = compiler.select, compiler.klass_info
    converters = compiler.get_converters([column for column, _sql, _alias in select])
    if not is_model:
        if not converters:
            return list
        if kept is not None:
            return kept.reader(lambda row: tuple(*compiler.apply_converters([row], converters)))
        return lambda rows: list(compiler.apply_converters(rows, converters))
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:last]]
    model, alias = info["model"], compiler.using or DEFAULT_DB_ALIAS
    populators = get_related_populators(info, select, alias)  # type: ignore[call-arg]

    def read(rows: list[Any]) -> list[Any]:
        found = []
        for row in compiler.apply_converters(rows, converters) if converters else rows:
            one = model.from_db(alias, names, row[first:last])
            for populator in populators:
                populator.populate(row, one)
            found.append(one)
        return found

    return read
