"""What wants care at the desk: missing credits, kept markup, what is due."""

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from broadsheet.core import clock
from broadsheet.publishing.models import ArticlePage, Author, Byline, Picture, StaticPage


def without_credit() -> QuerySet[Picture]:
    """Pictures that have no credit, the kept ones first."""
    return Picture.objects.filter(credit="").order_by("-credit_unknown", "-created_at", "-pk")


def kept_html() -> QuerySet[Page]:
    """Pages that hold imported markup for which no block was found, last published first."""
    ids: list[int] = []
    for model in (ArticlePage, StaticPage):
        rows = model.objects.annotate(raw=Cast("body", TextField()))
        ids += rows.filter(raw__contains='"type": "html"').values_list("pk", flat=True)
    return Page.objects.filter(pk__in=ids).order_by("-last_published_at", "-pk")


def pages_showing(picture: Picture) -> list[ArticlePage | StaticPage]:
    """The live pages on which a picture stands, as lead or in the text."""
    # After the id in raw stream data comes the next key or the end of the block.
    in_text = [f'"picture": {picture.pk}{after}' for after in (",", "}")]
    found: list[ArticlePage | StaticPage] = []
    for model in (ArticlePage, StaticPage):
        rows = model.objects.live().annotate(raw=Cast("body", TextField()))
        place = Q(raw__contains=in_text[0]) | Q(raw__contains=in_text[1])
        if model is ArticlePage:
            place |= Q(hero=picture)
        found += rows.filter(place).defer("body")
    return found


def due_soon(limit: int = 10) -> QuerySet[Revision]:
    """Scheduled versions, soonest first; those whose time has passed wait for a credit."""
    return Revision.objects.filter(approved_go_live_at__isnull=False).order_by(
        "approved_go_live_at"
    )[:limit]


def overdue_count() -> int:
    """Scheduled versions that should have gone live by now."""
    return Revision.objects.filter(approved_go_live_at__lt=clock.now()).count()


def authors_with_stories(authors: list[Author]) -> list[Author]:
    """Those among the authors who have a part in a story, published or not."""
    ids = set(Byline.objects.filter(author__in=authors).values_list("author_id", flat=True))
    return [author for author in authors if author.pk in ids]
