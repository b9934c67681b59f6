"""What a discussion asks of the story it is about: where it stands, and who wrote it."""

from broadsheet.publishing.models import ArticlePage, Byline, StaticPage
from broadsheet.publishing.queries.loading import public


def discussed_at(path: str) -> ArticlePage | StaticPage | None:
    """The live public page with a discussion at an address such as "/harbour/ferry/"."""
    slug = path.rstrip("/").rpartition("/")[2]
    for model in (ArticlePage, StaticPage):
        for page in public(model).filter(slug=slug, has_discussion=True).defer("body"):
            if page.url == path:
                return page
    return None


def emails_of_authors(article_id: int) -> frozenset[str]:
    """The addresses of everybody in the byline of a story, in lower case."""
    rows = Byline.objects.filter(article_id=article_id).exclude(author__email="")
    return frozenset(email.lower() for email in rows.values_list("author__email", flat=True))
