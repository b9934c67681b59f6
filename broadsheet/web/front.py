"""The front page, composed: stories from publishing, numbers and rankings from discussion."""

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
    counts: dict[str, int]
    """Comments by subject key, for every story on the page."""


def most_discussed(limit: int = MOST_DISCUSSED) -> list[Discussed]:
    """The public subjects with most comments."""
    ranked = discussion.most_discussed(limit)
    found = subjects.find_many(key for key, _count in ranked)
    return [
        Discussed(title=found[key].title, path=found[key].path, count=count)
        for key, count in ranked
        if key in found
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
        counts=discussion.counts(key_of(story) for story in stories),
    )
