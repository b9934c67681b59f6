"""The outbox: what happened is told, and letters are sent, after the fact is committed.

An announcement or a letter is a row written in the transaction of the fact itself. The worker
leases rows by moving their due time, works them, and removes or marks them; a worker that dies
leaves its rows to the next one when the lease ends. Handlers must be safe to repeat.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, F, QuerySet
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from broadsheet.core import clock, freshness, letters
from broadsheet.core.models import Announcement, Letter
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.core.questions import Question
from broadsheet.core.retrying import ATTEMPTS_MAX, LEASE, delay
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line

logger = logging.getLogger(__name__)

ANNOUNCEMENTS_BATCH: Final = 500
"""Leased and deleted together; far below what a worker tells within the lease."""
LETTERS_KEPT: Final = timedelta(days=90)

Handler = Callable[[dict[str, Any]], object]

_handlers: dict[str, list[Handler]] = {}
_insert = Insert(Announcement)


def on(topic: str) -> Callable[[Handler], Handler]:
    """Have the decorated function called with the values of each announcement of `topic`."""

    def add(handler: Handler) -> Handler:
        _handlers.setdefault(topic, []).append(handler)
        return handler

    return add


def announce(topic: str, **values: Any) -> None:
    """Tell the house that something happened. Values are JSON, never models."""
    now = clock.now()
    row = Announcement(topic=topic, values=values, announced_at=now, due_at=now)
    _insert(row)
    transaction.on_commit(partial(freshness.tell, topic, values, row.pk))


def last_number() -> int:
    """The id of the last announcement that there ever was, worked off or not; 0 before the first.

    It grows as long as the database is the same one; an older copy of it has a smaller one.
    """
    table = Announcement._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT last_value FROM pg_sequences WHERE sequencename = %s", [f"{table}_id_seq"]
            )
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


_NEWEST: Final = Question(
    lambda topics: (
        Announcement.objects.filter(topic__in=topics, attempts=0, is_parked=False)
        .order_by("-id")
        .values_list("id")[:ANNOUNCEMENTS_BATCH]
    )
)


def newest(topics: Iterable[str]) -> list[int]:
    """The ids of announcements of these topics that no worker has taken up, the last ones first."""
    return [number for (number,) in _NEWEST(topics)]


def read(numbers: Iterable[int]) -> list[tuple[str, dict[str, Any], int]]:
    """Topic, values and id of these announcements, in order, without taking them up."""
    found = Announcement.objects.filter(pk__in=numbers).order_by("id")
    return list(found.values_list("topic", "values", "id"))


@dataclass(frozen=True)
class Depth:
    """How many rows wait, and how many were given up."""

    announcements: int
    parked: int
    letters: int
    failed: int


def depth() -> Depth:
    """What lies in the outbox now."""
    return Depth(
        announcements=Announcement.objects.filter(is_parked=False).count(),
        parked=Announcement.objects.filter(is_parked=True).count(),
        letters=Letter.objects.filter(state=Letter.State.WAITING).count(),
        failed=Letter.objects.filter(state=Letter.State.FAILED).count(),
    )


def tell_all_again() -> None:
    """Tell whoever keeps finished pages of everything that still waits; before the first answer.

    The process that announced it may have died before it could tell.
    """
    for row in Announcement.objects.iterator():
        freshness.tell_again(row.topic, row.values, row.pk)


def post_letter(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> bool:
    """Write a letter now, to be sent by the worker; False where `key` was written before.

    Renders `<template>.subject.txt`, `<template>.txt` and, where it exists, `<template>.html`.
    """
    html: str = ""
    with suppress(TemplateDoesNotExist):
        html = render_to_string(f"{template}.html", context)
    now = clock.now()
    try:
        with transaction.atomic():
            Letter.objects.create(
                key=key,
                to=to,
                subject=clean_line(render_to_string(f"{template}.subject.txt", context))[:250],
                text=render_to_string(f"{template}.txt", context).strip() + "\n",
                html=html,
                headers=headers or {},
                written_at=now,
                due_at=now,
            )
    except IntegrityError:
        return False
    return True


def _due() -> QuerySet[Announcement]:
    now = Given("now", DateTimeField())
    return Announcement.objects.filter(due_at__lte=now, is_parked=False)


def _due_and_locked() -> QuerySet[Announcement]:
    due = _due()
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    return due.order_by("id")[:ANNOUNCEMENTS_BATCH]


_first_due = Select(lambda: _due().values_list("pk")[:1])
_all_due = Select(_due_and_locked)


def _lease_announcements(now: datetime) -> tuple[int, list[Announcement]]:
    """Take what is due for this worker alone; what nobody wants to hear is deleted at once.

    Gives how many rows that were, and those to be worked. One transaction for the whole batch; on
    PostgreSQL rows that another worker is just taking are passed over.
    """
    if not _first_due(now=now):  # most turns, and they need not lock anybody out
        return 0, []
    with transaction.atomic():
        rows = _all_due(now=now)
        for row in rows:
            freshness.tell_again(row.topic, row.values, row.pk)
        heard = [row for row in rows if row.topic in _handlers]
        _delete([row.pk for row in rows if row.topic not in _handlers])
        if heard:
            Announcement.objects.filter(pk__in=[row.pk for row in heard]).update(
                due_at=now + LEASE, attempts=F("attempts") + 1
            )
    return len(rows), heard


def _work_announcements(rows: Sequence[Announcement], now: datetime) -> None:
    """Work leased rows in order, and delete those that are done together.

    What cannot be reached before the lease ends is left to the next worker.
    """
    done: list[int] = []
    try:
        for row in rows:
            if clock.now() >= now + LEASE:
                break
            if _work_announcement(row, now):
                done.append(row.pk)
    finally:
        _delete(done)


def _delete(done: list[int]) -> None:
    """Delete announcements in one statement; nothing hangs on them."""
    if done:
        Announcement.objects.filter(pk__in=done)._raw_delete(connection.alias)


def _work_announcement(row: Announcement, now: datetime) -> bool:
    """Tell the handlers; false where one of them failed and the row waits for another try."""
    try:
        for handler in _handlers[row.topic]:
            handler(row.values)
    except Exception as error:
        logger.exception("An announcement could not be worked: %s", row.topic)
        Announcement.objects.filter(pk=row.pk).update(
            last_error=repr(error)[:2000],
            due_at=now + delay(row.attempts),
            is_parked=row.attempts + 1 >= ATTEMPTS_MAX,
        )
        return False
    return True


def work_once() -> int:
    """Work what is due now, at most a batch of each; gives how many rows were taken up."""
    now = clock.now()
    taken, heard = _lease_announcements(now)
    _work_announcements(heard, now)
    return taken + letters.work_due(now)


@every(seconds=3600, name="forget old letters")
def forget_old_letters() -> None:
    """Delete letters that are done with after 90 days: who was written to is nobody's business."""
    done = [Letter.State.SENT, Letter.State.NEEDLESS]
    Letter.objects.filter(state__in=done, written_at__lt=clock.now() - LETTERS_KEPT).delete()
