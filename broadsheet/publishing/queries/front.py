"""The front page in about ten queries, however many sections there are."""

from dataclasses import dataclass
from typing import Final

from django.db.models import F, Window
from django.db.models.functions import Length, RowNumber, Substr
from wagtail.models import Page

from broadsheet.core.questions import Question
from broadsheet.publishing.models import ArticlePage, SectionPage
from broadsheet.publishing.queries.loading import NEWEST_FIRST, cards, public

FRONT_LEADS: Final = 5
"""One lead and four beside it."""
FRONT_PER_SECTION: Final = 4


@dataclass(frozen=True)
class FrontSection:
    """A section on the front page with its newest stories."""

    section: SectionPage
    articles: list[ArticlePage]


@dataclass(frozen=True)
class Front:
    """The front page: the lead, the stories beside it, then section by section."""

    lead: ArticlePage | None
    seconds: list[ArticlePage]
    sections: list[FrontSection]


_RANK: Final = Window(
    RowNumber(),
    partition_by=Substr("path", 1, Length("path") - Page.steplen),
    order_by=[F("first_published_at").desc(), F("pk").desc()],
)
_LEADS: Final = Question(
    lambda: (
        public(ArticlePage).order_by("-is_pinned", *NEWEST_FIRST).values_list("pk")[:FRONT_LEADS]
    )
)
# The leads are taken out afterwards, so that many more may be needed from one section.
_RANKED: Final = Question(
    lambda: (
        public(ArticlePage)
        .annotate(rank=_RANK)
        .filter(rank__lte=FRONT_PER_SECTION + FRONT_LEADS)
        .order_by("rank")
        .values_list("pk", "path")
    )
)


def front() -> Front:
    """The front page; no story stands on it twice."""
    leads = [pk for (pk,) in _LEADS()]
    in_section: dict[str, list[int]] = {}
    for pk, path in _RANKED():
        chosen = in_section.setdefault(path[: -Page.steplen], [])
        if pk not in leads and len(chosen) < FRONT_PER_SECTION:
            chosen.append(pk)
    wanted = [*leads, *(pk for chosen in in_section.values() for pk in chosen)]
    # What was taken down since the first question is not found by the last one.
    found = cards(wanted)
    newest = [found[pk] for pk in leads if pk in found]
    by_path = {
        path: [found[pk] for pk in chosen if pk in found]
        for path, chosen in sorted(in_section.items())
    }
    blocks = [
        FrontSection(articles[0].section, articles)
        for articles in by_path.values()
        if articles and articles[0].section.live
    ]
    return Front(
        lead=newest[0] if newest else None,
        seconds=newest[1:],
        sections=blocks,
    )
