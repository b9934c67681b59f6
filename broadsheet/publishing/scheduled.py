"""What publishing does by the clock."""

from broadsheet.core.schedule import every
from broadsheet.publishing.actions.schedule import publish_due

PUBLISH_SECONDS = 15
"""A story goes live at most this long after its time."""

every(seconds=PUBLISH_SECONDS, name="publish scheduled stories")(publish_due)
