"""The front page, composed: stories from publishing, numbers and rankings from discussion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from broadsheet.core import subjects
from broadsheet.discussion import queries as discussion
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.queries import FrontSection
from broadsheet.web.subjects import key_of

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


def most_discussed(
    limit: int = MOST_DISCUSSED, *, loaded: Iterable[ArticlePage] = ()
) -> list[Discussed]:
    """The public subjects with most comments; stories in `loaded` are not looked up again."""
    ranked = discussion.most_discussed(limit)
    places = {key_of(story): (story.title, story.url or "/") for story in loaded}
    missing = subjects.find_many(key for key, _count in ranked if key not in places)
    places |= {key: (found.title, found.path) for key, found in missing.items()}
    return [
        Discussed(title=places[key][0], path=places[key][1], count=count)
        for key, count in ranked
        if key in places
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
        discussed=most_discussed(loaded=stories),
        stories=stories,
    )
