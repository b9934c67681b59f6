"""The front page, under which everything else lies."""

from typing import ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from broadsheet.publishing.models.article import ArticlePage


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
                .filter(
                    slug=path_components[1],  # has an index, the whole path has none
                    url_path=f"{self.url_path}{'/'.join(path_components)}/",
                )
                .first()
            )
            if story:
                return RouteResult(story)
        return super().route(request, path_components)
