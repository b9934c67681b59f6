"""What happened, in any process, makes the pages that show it old."""

from typing import Any

from broadsheet.edge import generations
from broadsheet.web import pages


def make_stale(topic: str, values: dict[str, Any]) -> None:
    """Make old what an announcement changed; every process of this host sees it at once."""
    generations.shared().bump(pages.made_stale(topic, values))
