"""“Remind me instead”: asked for, confirmed by mail, sent once, forgotten."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import translation

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Letter
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_line
from broadsheet.fundraising import letters
from broadsheet.fundraising.actions.wishes import check_person
from broadsheet.fundraising.models import Reminder

CONFIRM_WITHIN: Final = timedelta(days=7)
"""A reminder that nobody confirmed is forgotten after this time."""
LETTER_KEPT: Final = timedelta(days=1)


def ask_reminder(*, email: str, due_at: datetime) -> None:
    """Write down a wish to be reminded, and ask by mail whether it is meant.

    Says nothing about who has asked before. Raises GiftRefused for a wrong e-mail.
    """
    email = clean_line(email)
    check_person(email=email, name="", message="", idempotency_key="")
    with transaction.atomic():
        Reminder.objects.filter(email__iexact=email, confirmed_at=None).delete()
        found = Reminder.objects.create(
            token=new_token(),
            email=email,
            language=translation.get_language() or "",
            due_at=due_at,
            asked_at=clock.now(),
        )
        letters.post_reminder_question(found)


def confirm_reminder(*, token: str) -> Reminder | None:
    """It is meant; None where the wish is forgotten. Safe to repeat."""
    Reminder.objects.filter(token=token, confirmed_at=None).update(confirmed_at=clock.now())
    return Reminder.objects.filter(token=token).first()


def forget_reminder(*, token: str) -> None:
    """It is not meant, or not any more."""
    Reminder.objects.filter(token=token).delete()


@every(seconds=900, name="send reminders")
def send_reminders() -> int:
    """Write the letters that are due and forget who asked; gives how many were written."""
    now = clock.now()
    Reminder.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN).delete()
    count = 0
    for found in Reminder.objects.filter(due_at__lte=now, confirmed_at__isnull=False):
        with transaction.atomic():
            deleted, _rows = Reminder.objects.filter(pk=found.pk).delete()
            if deleted:
                letters.post_reminder(found)
                count += 1
    Letter.objects.filter(
        key__startswith=letters.REMINDER_KEYS,
        state=Letter.State.SENT,
        sent_at__lt=now - LETTER_KEPT,
    ).delete()
    return count
