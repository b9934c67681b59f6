"""Limits on how often one visitor may do something, kept in the database by all workers."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from broadsheet.core import clock
from broadsheet.core.models import RateCount
from broadsheet.core.schedule import every


class TooMany(Exception):
    """The limit is reached; try again after `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds


def take(action: str, who: str, *, limit: int, per_seconds: int) -> None:
    """Count one `action` of `who`; raises TooMany beyond `limit` in the current window.

    Windows are fixed and start at whole multiples of `per_seconds` since 1970.
    """
    now = clock.now()
    window = int(now.timestamp()) // per_seconds
    ends_at = datetime.fromtimestamp((window + 1) * per_seconds, tz=UTC)
    key = f"{action}|{who}|{per_seconds}|{window}"[:160]
    with transaction.atomic():
        _, created = RateCount.objects.get_or_create(
            key=key, defaults={"count": 1, "expires_at": ends_at}
        )
        if created:
            return
        counted = RateCount.objects.filter(key=key, count__lt=limit).update(count=F("count") + 1)
    if not counted:
        raise TooMany(max(1, int((ends_at - now).total_seconds()) + 1))


@every(seconds=600, name="forget old rate counts")
def forget_old() -> None:
    """Delete counts whose window has passed."""
    RateCount.objects.filter(expires_at__lt=clock.now() - timedelta(minutes=1)).delete()
