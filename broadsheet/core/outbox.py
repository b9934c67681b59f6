"""The outbox: what happened is told, and letters are sent, after the fact is committed.

An announcement or a letter is a row written in the transaction of the fact itself. The worker
leases a row by a compare-and-set on its due time, works it, and removes or marks it; a worker that
dies leaves the row to the next one when the lease ends. Handlers must be safe to repeat.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from broadsheet.core import clock, freshness, letters
from broadsheet.core.models import Announcement, Letter
from broadsheet.core.retrying import ATTEMPTS_MAX, LEASE, delay
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line

logger = logging.getLogger(__name__)

BATCH: Final = 50
LETTERS_KEPT: Final = timedelta(days=90)

Handler = Callable[[dict[str, Any]], object]

_handlers: dict[str, list[Handler]] = {}


def on(topic: str) -> Callable[[Handler], Handler]:
    """Have the decorated function called with the values of each announcement of `topic`."""

    def add(handler: Handler) -> Handler:
        _handlers.setdefault(topic, []).append(handler)
        return handler

    return add


def announce(topic: str, **values: Any) -> None:
    """Tell the house that something happened. Values are JSON, never models."""
    now = clock.now()
    Announcement.objects.create(topic=topic, values=values, announced_at=now, due_at=now)
    freshness.happened(topic, **values)


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


def _work_announcement(row: Announcement, now: datetime) -> None:
    leased = Announcement.objects.filter(pk=row.pk, due_at=row.due_at).update(
        due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not leased:
        return
    try:
        for handler in _handlers.get(row.topic, []):
            handler(row.values)
    except Exception as error:
        logger.exception("An announcement could not be worked: %s", row.topic)
        Announcement.objects.filter(pk=row.pk).update(
            last_error=repr(error)[:2000],
            due_at=now + delay(row.attempts),
            is_parked=row.attempts + 1 >= ATTEMPTS_MAX,
        )
        return
    Announcement.objects.filter(pk=row.pk).delete()


def work_once() -> int:
    """Work what is due now, at most BATCH of each; gives how many rows were taken up."""
    now = clock.now()
    announcements = list(
        Announcement.objects.filter(due_at__lte=now, is_parked=False).order_by("id")[:BATCH]
    )
    for row in announcements:
        _work_announcement(row, now)
    return len(announcements) + letters.work_due(now)


@every(seconds=3600, name="forget old letters")
def forget_old_letters() -> None:
    """Delete letters that are done with after 90 days: who was written to is nobody's business."""
    done = [Letter.State.SENT, Letter.State.NEEDLESS]
    Letter.objects.filter(state__in=done, written_at__lt=clock.now() - LETTERS_KEPT).delete()
