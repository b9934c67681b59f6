"""Whether the clock has made something due; asked twice a second."""

from datetime import datetime
from typing import Final

from django.db.models import DateTimeField
from wagtail.models import Page, Revision

from broadsheet.core.prepared import Given, Select

_SINCE: Final = Given("since", DateTimeField())
_UNTIL: Final = Given("until", DateTimeField())
_GOING_LIVE: Final = Select(
    lambda: Revision.objects.filter(
        approved_go_live_at__gt=_SINCE, approved_go_live_at__lte=_UNTIL
    ).values_list("pk")[:1]
)
_EXPIRING: Final = Select(
    lambda: Page.objects.filter(live=True, expire_at__gt=_SINCE, expire_at__lte=_UNTIL).values_list(
        "pk"
    )[:1]
)


def came_due(since: datetime, until: datetime) -> bool:
    """Whether a story goes live or expires after the one moment and not after the other."""
    return bool(_GOING_LIVE(since=since, until=until) or _EXPIRING(since=since, until=until))
