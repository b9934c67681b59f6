"""The front page, under which everything else lies."""

from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from broadsheet.publishing.models.article import ArticlePage


def _guarded(depth: int) -> QuerySet[Page, Page]:
    """Of a story at this depth in an outer query, and the pages above, those to look at closer.

    They have a view restriction, or are aliases, for which those of another page count.
    """
    ends = [Page.steplen * level for level in range(1, depth + 1)]
    return Page.objects.filter(
        Q(view_restrictions__isnull=False) | Q(alias_of__isnull=False),
        path__in=[Substr(OuterRef("path"), 1, end) for end in ends],
    )


class FrontPage(Page):
    """The newsroom's front page; everything else lies under it."""

    template = "web/front.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["publishing.SectionPage", "publishing.StaticPage"]
    max_count = 1

    class Meta:
        verbose_name = _("front page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page at an address; a story is found with one query instead of one per level."""
        if len(path_components) == 2:
            story = (
                ArticlePage.objects.live()
                .select_related("hero")
                .annotate(is_unguarded=~Exists(_guarded(self.depth + 2)))
                .filter(
                    slug=path_components[1],  # has an index, the whole path has none
                    url_path=f"{self.url_path}{'/'.join(path_components)}/",
                )
                .first()
            )
            if story:
                return RouteResult(story)
        return super().route(request, path_components)
