"""What publishing does by the clock: twice a second it looks for what has just come due.

Everything that is due is gone through four times a minute: what came due while nobody looked, and
drafts that wait for the credit of a picture.
"""

import time
from datetime import timedelta
from typing import Final

from broadsheet.core import clock
from broadsheet.core.schedule import takes_turns
from broadsheet.publishing.actions.schedule import publish_due
from broadsheet.publishing.queries.due import came_due

PAUSE_SECONDS: Final = 0.5
ALL_SECONDS: Final = 15.0
JUST: Final = timedelta(seconds=2)
"""Longer than the pause: a turn may be late, and a story be scheduled in the last moment."""

_next_all = 0.0
"""When everything is gone through again, by the monotonic clock."""


@takes_turns(name="publishing", pause_seconds=PAUSE_SECONDS)
def publish_in_time() -> bool:
    """Publish and take down what has come due; true where there was anything."""
    global _next_all
    now = clock.now()
    if time.monotonic() < _next_all and not came_due(now - JUST, now):
        return False
    _next_all = time.monotonic() + ALL_SECONDS
    return publish_due() > 0
