"""The front page, composed: stories from publishing, numbers and rankings from discussion."""

from dataclasses import dataclass
from typing import Final

from broadsheet.discussion import queries as discussion
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.queries import FrontSection

MOST_DISCUSSED: Final = 5


@dataclass(frozen=True)
class Discussed:
    """A line of the list of most discussed stories."""

    title: str
    path: str
    count: int


@dataclass(frozen=True)
class FrontView:
    """All that the front page shows but for the meter."""

    lead: ArticlePage | None
    seconds: list[ArticlePage]
    sections: list[FrontSection]
    discussed: list[Discussed]
    stories: list[ArticlePage]
    """Every story on the page but for those that are only discussed."""


def most_discussed(limit: int = MOST_DISCUSSED) -> list[Discussed]:
    """The public subjects with most comments."""
    return [
        Discussed(title=found.title, path=found.path, count=count)
        for found, count in discussion.most_discussed(limit)
    ]


def compose_front() -> FrontView:
    """The front page as it is now."""
    front = publishing.front()
    stories = [front.lead] if front.lead else []
    stories += front.seconds
    stories += [article for part in front.sections for article in part.articles]
    return FrontView(
        lead=front.lead,
        seconds=front.seconds,
        sections=front.sections,
        discussed=most_discussed(),
        stories=stories,
    )
