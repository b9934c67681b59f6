"""A donor comes back and nobody has told us yet: the gateway is asked at once, beside the page.

The page only writes that it is wanted; the thread that waits for the outside asks, within a second.
"""

from datetime import timedelta
from typing import Final

from django.db.models import DateTimeField

from broadsheet.core import clock, limits
from broadsheet.core.prepared import Given, Select
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.reconciliation import look_again
from broadsheet.fundraising.models import Gift, State

LEASE: Final = timedelta(minutes=2)
BATCH: Final = 10
LOOKS: Final = 6
"""So often the page of one gift has the gateway asked within LOOKS_SECONDS."""
LOOKS_SECONDS: Final = 120
UNKNOWN: Final = (State.STARTED, State.PENDING, State.FAILED)
"""States in which the gateway may know more than we do."""

_due = Select(
    lambda: Gift.objects.filter(look_at__lte=Given("now", DateTimeField())).order_by("look_at")[
        :BATCH
    ]
)


def wish_for_look(*, gift: Gift) -> bool:
    """Have the gateway asked about this gift soon; False where that would tell nothing new."""
    if gift.state not in UNKNOWN or not gateways.find(gift.gateway).tells:
        return False
    if not gift.objects_outside.exists():
        return False
    try:
        limits.take("gift.look", gift.token, limit=LOOKS, per_seconds=LOOKS_SECONDS)
    except limits.TooMany:
        return False
    Gift.objects.filter(pk=gift.pk, look_at__isnull=True).update(look_at=clock.now())
    return True


def look_for_donors() -> bool:
    """Ask about the gifts whose donors wait, at most BATCH; true where there were any."""
    found = _due(now=clock.now())
    for gift in found:
        leased = Gift.objects.filter(pk=gift.pk, look_at=gift.look_at).update(
            look_at=clock.now() + LEASE
        )
        if leased:
            look_again(gift)
            Gift.objects.filter(pk=gift.pk).update(look_at=None)
    return bool(found)
