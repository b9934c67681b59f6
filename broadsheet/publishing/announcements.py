"""What publishing does when it hears of something."""

from typing import Any

from broadsheet.core.outbox import on
from broadsheet.publishing.actions.pictures import render_pictures
from broadsheet.publishing.models import ArticlePage


@on("article.published")
def render_ahead(values: dict[str, Any]) -> None:
    """Make a new story's pictures, so that no reader waits for them."""
    article = ArticlePage.objects.filter(pk=values["id"]).select_related("hero").first()
    if article:
        render_pictures(article)
