"""Passages as a page marks them beside its text, and the quote above a comment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject
from broadsheet.core.text import excerpt
from broadsheet.discussion.models import Passage, PassageState, State, Thread

QUOTE_SHOWN: Final = 200
"""Code points of a quote where it stands beside others."""
MARKED_MAX: Final = 200
"""Passages that a page marks beside its text; a text with more shows the first ones."""


@dataclass(frozen=True)
class ShownPassage:
    """A passage with what is told of it."""

    passage: Passage
    count: int
    """Published comments on it, replies included."""
    path: str
    """Its own page."""
    place_path: str
    """Its place in the text; empty where it is gone."""

    @property
    def quote(self) -> str:
        """The words, cut where they are many."""
        return excerpt(self.passage.exact, QUOTE_SHOWN)

    @property
    def sign(self) -> str:
        """What its mark shows: how many comments, or that something is asked."""
        return str(self.count) if self.count else "?"


def shown_passages(subject: Subject, thread: Thread | None) -> list[ShownPassage]:
    """The passages of a thread that readers see, in the order of the text; one query."""
    if thread is None or not thread.has_passages:
        return []
    return shown(subject, visible(thread)[:MARKED_MAX], at="")


def shown_passage(passage: Passage) -> ShownPassage:
    """One passage, as `shown_passages` has it."""
    subject = subjects.find(passage.thread.subject)
    assert subject is not None
    (found,) = shown(subject, counted(Passage.objects.filter(pk=passage.pk)))
    return found


_PUBLISHED = Q(comments__state=State.PUBLISHED)


def quotes_of(passages: Iterable[int], at: str) -> dict[int, tuple[str, str]]:
    """Quotes of passages with the address of their words, by id; `at` is that of the text."""
    found = {}
    for pk, exact, block, state in Passage.objects.filter(pk__in=list(passages)).values_list(
        "pk", "exact", "block", "state"
    ):
        is_gone = state == PassageState.GONE
        path = reverse("discussion:passage", args=[pk]) if is_gone else f"{at}#block-{block}"
        found[pk] = (excerpt(exact, QUOTE_SHOWN), path)
    return found


def counted(rows: QuerySet[Passage]) -> QuerySet[Any]:
    """Passages with their number of published comments as `count`."""
    return rows.annotate(
        count=Count("comments", filter=_PUBLISHED) + Coalesce(Sum("comments__reply_count"), 0)
    )


def visible(thread: Thread) -> QuerySet[Any]:
    """The passages on which somebody spoke, or about which the newsroom asks."""
    rows = counted(Passage.objects.filter(thread=thread))
    return rows.filter(Q(count__gt=0) | ~Q(question="")).order_by("position", "id")


def shown(
    subject: Subject, passages: Iterable[Passage], *, at: str | None = None
) -> list[ShownPassage]:
    """Passages of `visible` or `counted` with what is told of them.

    `at` is the address of the text where it is not the subject's: "" on its own page.
    """
    at = subject.path if at is None else at
    return [
        ShownPassage(
            passage=passage,
            count=getattr(passage, "count", 0),
            path=reverse("discussion:passage", args=[passage.pk]),
            place_path="" if passage.state == PassageState.GONE else f"{at}#block-{passage.block}",
        )
        for passage in passages
    ]
