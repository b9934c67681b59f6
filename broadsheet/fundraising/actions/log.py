"""The log of a gift, and telling the house; written in the transaction of the fact."""

from typing import Final

from django.contrib.auth.models import User

from broadsheet.core import clock
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_line
from broadsheet.fundraising.models import Book, Gift, GiftEvent, State

NOTE_LENGTH: Final = 500


def log_step(gift: Gift, state: State, *, by: User | None = None, note: str = "") -> None:
    """Add a line to the gift's log: what it came to, by whom, and why."""
    GiftEvent.objects.create(
        gift=gift, state=state, at=clock.now(), by=by, note=clean_line(note)[:NOTE_LENGTH]
    )


def tell(topic: str, gift: Gift, *, month: str, amount_minor: int | None = None) -> None:
    """Announce a movement of live money, the gift's own by default; play money is no news."""
    if gift.book == Book.LIVE:
        amount = gift.received_minor if amount_minor is None else amount_minor
        announce(topic, month=month, amount_minor=amount, currency=gift.currency)
