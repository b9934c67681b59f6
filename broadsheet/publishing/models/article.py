"""The article: what the newsroom is for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, ClassVar, Final

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from broadsheet.publishing.blocks import ARTICLE_BLOCKS
from broadsheet.publishing.forms.page import NewsPageForm
from broadsheet.publishing.models.credited import Credited
from broadsheet.publishing.models.pages import SectionPage
from broadsheet.publishing.models.people import Author, Role, Topic

WORDS_PER_MINUTE: Final = 220
"""How fast adults read silently, rounded down (Brysbaert 2019: 238 for non-fiction)."""


@dataclass(frozen=True)
class BylinePart:
    """Everybody who did one thing for a story."""

    role: str
    label: str
    authors: tuple[Author, ...]


class ArticlePage(Credited, Page):
    """A story. Its section is the page above it; `first_published_at` is its time."""

    kicker = models.CharField(
        _("kicker"), max_length=80, blank=True, help_text=_("A word or two over the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        help_text=_("One or two sentences that say what the story is and why it matters."),
    )
    dateline = models.CharField(
        _("dateline"), max_length=120, blank=True, help_text=_("Where it was reported from.")
    )
    hero = models.ForeignKey(
        "publishing.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_caption = models.CharField(
        _("caption"),
        max_length=600,
        blank=True,
        help_text=_("Left empty, the picture's own caption is shown."),
    )
    body = StreamField(ARTICLE_BLOCKS, verbose_name=_("story"), blank=True)
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="articles"
    )
    updated_at = models.DateTimeField(
        _("updated at"),
        null=True,
        blank=True,
        help_text=_("Set it when the story says something new; leave it for typing errors."),
    )
    is_pinned = models.BooleanField(
        _("lead story"), default=False, help_text=_("Stays at the top of the front page.")
    )
    has_discussion = models.BooleanField(
        _("discussion"), default=True, help_text=_("Readers may comment on this story.")
    )

    is_unguarded = False
    """Whether the question that found the story knows that nobody restricted who may read it."""

    template = "web/article.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = NewsPageForm

    content_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("kicker"),
                TitleFieldPanel(
                    "title",
                    heading=_("Headline"),
                    help_text=_("What happened, in one line. A claim names who makes it."),
                    placeholder=False,
                ),
                FieldPanel("standfirst"),
                FieldPanel("dateline"),
            ],
            heading=_("Headline"),
        ),
        InlinePanel("bylines", heading=_("Byline"), label=_("Person")),
        MultiFieldPanel(
            [FieldPanel("hero"), FieldPanel("hero_caption")], heading=_("Lead picture")
        ),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("is_pinned"), FieldPanel("has_discussion")],
            heading=_("Placing"),
        ),
        *Page.promote_panels,
    ]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("updated_at")], heading=_("Update")),
        *Page.settings_panels,
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("standfirst", boost=2),
        index.SearchField("body"),
        index.SearchField("dateline"),
        index.FilterField("first_published_at"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @cached_property
    def section(self) -> SectionPage:
        """The section in which the story stands."""
        return self.get_parent().specific

    @property
    def byline_parts(self) -> list[BylinePart]:
        """Who did what, writers first, in the order that the editor chose."""
        by_role: dict[str, list[Author]] = defaultdict(list)
        for byline in self.bylines.all():
            by_role[byline.role].append(byline.author)
        return [
            BylinePart(role=role.value, label=str(role.label), authors=tuple(by_role[role.value]))
            for role in Role
            if by_role.get(role.value)
        ]

    @property
    def authors(self) -> list[Author]:
        """The writers, or where none is named, everybody of the byline; each once."""
        parts = self.byline_parts
        writers = [part for part in parts if part.role == Role.WRITER] or parts
        return list(dict.fromkeys(author for part in writers for author in part.authors))

    @cached_property
    def text(self) -> str:
        """The words of the story, without markup."""
        return " ".join(self.body.stream_block.get_searchable_content(self.body))

    @property
    def reading_minutes(self) -> int:
        """Minutes that reading takes, at least one."""
        return max(1, ceil(len(self.text.split()) / WORDS_PER_MINUTE))

    @property
    def changed_at(self) -> datetime | None:
        """The last change of substance: an update or a correction; None where there was none."""
        moments = [self.updated_at, *(block.value["corrected_at"] for block in self.corrections)]
        return max((moment for moment in moments if moment), default=None)

    @property
    def claims(self) -> list[Any]:
        """The claim blocks of the story, as stream children (`.id`, `.value`)."""
        return [block for block in self.body if block.block_type == "claim"]

    @property
    def corrections(self) -> list[Any]:
        """The correction blocks of the story, as stream children (`.id`, `.value`)."""
        return [block for block in self.body if block.block_type == "correction"]

    def get_view_restrictions(self) -> Any:
        """Who may read the story, as Wagtail asks; nothing more to ask where that is known."""
        if self.is_unguarded:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the article's template is given by publishing."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["article"] = self
        return context
