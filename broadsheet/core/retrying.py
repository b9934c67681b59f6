"""How often work of the outbox is tried, and how long one try may take."""

from datetime import timedelta
from typing import Final

LEASE: Final = timedelta(minutes=2)
"""Whoever takes up a row has this long; then another may."""
ATTEMPTS_MAX: Final = 10


def delay(attempts: int) -> timedelta:
    """Wait before the next try: 30 s, doubled each time, at most 6 h."""
    return min(timedelta(seconds=30 * 2**attempts), timedelta(hours=6))
