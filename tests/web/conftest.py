"""The small paper of publishing, and a few readers who speak."""

import pytest

from broadsheet.core.models import Newsroom
from broadsheet.discussion.actions import import_comment
from broadsheet.publishing.models import ArticlePage
from broadsheet.web.subjects import key_of
from tests.publishing.conftest import MORNING, Paper
from tests.publishing.conftest import paper as paper


@pytest.fixture
def newsroom(db) -> Newsroom:
    """A newsroom that is set up."""
    return Newsroom.objects.create(
        title="The Example", tagline="News from the pier", is_set_up=True
    )


def speak(story: ArticlePage, times: int) -> None:
    """Publish `times` comments under a story."""
    for number in range(times):
        import_comment(
            subject=key_of(story),
            parent=None,
            name="Gus",
            body=f"Word {number}",
            created_at=MORNING,
        )


__all__ = ["MORNING", "Paper", "paper", "speak"]
