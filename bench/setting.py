"""What every measurement works with: the running servers, the cores, the stories."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.newsroom import Newsroom
from bench.nginx import Nginx


@dataclass(frozen=True)
class Story:
    """A story in the newsroom under measurement."""

    id: int
    path: str


@dataclass(frozen=True)
class Setting:
    """One run of the table."""

    folder: Path
    newsroom: Newsroom
    nginx: Nginx
    stories: dict[str, Story]
    server_core: int
    load_core: int
    rounds: int
    seconds: float
    """How long one load lasts."""

    def story(self, name: str) -> Story:
        """One of the stories that stories.py wrote."""
        return self.stories[name]


def stories_of(told: dict[str, dict[str, Any]]) -> dict[str, Story]:
    """The stories as stories.py tells them."""
    return {name: Story(id=one["id"], path=one["path"]) for name, one in told.items()}
