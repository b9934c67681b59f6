"""Letters: one mail to one person, tried until the mail server has taken it, and never sent twice.

Some letters are written when they are posted. Others, which show what may have changed meanwhile,
are composed at the moment of sending and keep no text in their row.

Before a letter is handed over, its row says so. A worker that dies between that and the answer
leaves a letter of which nobody can know whether it went: it is marked as unsure, shown at the desk
and sent again only by a person. Its Message-ID stays the same whatever happens.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any, Final
from urllib.parse import urlsplit

from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, F

from broadsheet.core import clock
from broadsheet.core.models import Letter
from broadsheet.core.prepared import Given, Select
from broadsheet.core.retrying import ATTEMPTS_MAX, LEASE, delay

logger = logging.getLogger(__name__)

BATCH: Final = 50
"""Letters of one turn; they share one connection to the mail server."""
NO_SUCH_MAILBOX: Final = range(550, 560)
"""Answers by which a mail server refuses an address for good (RFC 5321, 4.2.3)."""


@dataclass(frozen=True)
class Composed:
    """What a letter says."""

    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Composer = Callable[[dict[str, Any]], Composed | None]
"""Takes the values of a letter; None where there is nothing to say any more."""
Refusal = Callable[[str], object]

_due = Select(
    lambda: Letter.objects.filter(
        state=Letter.State.WAITING, due_at__lte=Given("now", DateTimeField())
    ).order_by("id")[:BATCH]
)
_composers: dict[str, Composer] = {}
_told_of_refusals: list[Refusal] = []


def composer(kind: str) -> Callable[[Composer], Composer]:
    """Have letters of `kind` written by the decorated function when they are sent."""

    def add(compose: Composer) -> Composer:
        _composers[kind] = compose
        return compose

    return add


def on_refused(tell: Refusal) -> Refusal:
    """Have `tell(address)` called for an address that its mail server refuses for good."""
    _told_of_refusals.append(tell)
    return tell


def post_later(*, key: str, to: str, subject: str, kind: str, values: dict[str, Any]) -> bool:
    """Post a letter that is composed when it is sent; False where `key` was posted before.

    `subject` stands in the list of letters until then. Values are JSON, never models.
    """
    now = clock.now()
    try:
        with transaction.atomic():
            Letter.objects.create(
                key=key,
                to=to,
                subject=subject[:250],
                kind=kind,
                values=values,
                written_at=now,
                due_at=now,
            )
    except IntegrityError:
        return False
    return True


def work_due(now: datetime) -> int:
    """Send what is due, at most BATCH; gives how many were taken up."""
    found = _due(now=now)
    if not found:
        return 0
    connection = get_connection()
    try:
        for letter in found:
            _work(letter, now, connection)
    finally:
        connection.close()
    return len(found)


def _work(letter: Letter, now: datetime, connection: Any) -> None:
    leased = Letter.objects.filter(
        pk=letter.pk, state=Letter.State.WAITING, due_at=letter.due_at
    ).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    if not leased:
        return
    row = Letter.objects.filter(pk=letter.pk)
    if letter.handed_at is not None:
        row.update(state=Letter.State.UNSURE, last_error="The worker stopped while it was sent.")
        return
    try:
        composed = _composed(letter)
        if composed is None:
            row.update(state=Letter.State.NEEDLESS)
            return
        message = _message(letter, composed)
        connection.open()  # so that only the handing over itself can leave us unsure
        row.update(handed_at=clock.now())
        connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - kept with the row, tried again
        connection.close()
        _failed(letter, now, error)
        return
    row.update(
        state=Letter.State.SENT, sent_at=clock.now(), last_error="", subject=composed.subject
    )


def _composed(letter: Letter) -> Composed | None:
    if not letter.kind:
        return Composed(letter.subject, letter.text, letter.html, letter.headers)
    return _composers[letter.kind](letter.values)


def _message(letter: Letter, composed: Composed) -> EmailMultiAlternatives:
    name = hashlib.sha256(f"{settings.SECRET_KEY}|{letter.key}".encode()).hexdigest()[:32]
    host = urlsplit(settings.SITE_URL).hostname
    message = EmailMultiAlternatives(
        subject=composed.subject,
        body=composed.text,
        to=[letter.to],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{name}@{host}>",
            **composed.headers,
        },
    )
    if composed.html:
        message.attach_alternative(composed.html, "text/html")
    return message


def _failed(letter: Letter, now: datetime, error: Exception) -> None:
    logger.warning("A letter could not be sent: %s", error.__class__.__name__)
    is_refused = _is_refused(error)
    is_over = is_refused or letter.attempts + 1 >= ATTEMPTS_MAX
    Letter.objects.filter(pk=letter.pk).update(
        handed_at=None,
        last_error=repr(error)[:2000],
        due_at=now + delay(letter.attempts),
        state=Letter.State.FAILED if is_over else Letter.State.WAITING,
    )
    if is_refused:
        for tell in _told_of_refusals:
            tell(letter.to)


def _is_refused(error: Exception) -> bool:
    if isinstance(error, AnymailRecipientsRefused):
        return True
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code in NO_SUCH_MAILBOX for code, _said in error.recipients.values())


def try_again(letter: Letter) -> None:
    """Put a letter that failed, or may have failed, back into the queue."""
    Letter.objects.filter(
        pk=letter.pk, state__in=[Letter.State.FAILED, Letter.State.UNSURE]
    ).update(state=Letter.State.WAITING, attempts=0, handed_at=None, due_at=clock.now())
