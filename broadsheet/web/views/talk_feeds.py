"""Feeds of one discussion: RSS, Atom and JSON Feed beside the story that is discussed."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.core.addresses import absolute
from broadsheet.core.text import clean_line
from broadsheet.discussion import queries as discussion
from broadsheet.discussion.queries.latest import Spoken
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.web import pages
from broadsheet.web.subjects import key_of

FEED_LENGTH: Final = 50
FORMATS: Final = {
    "xml": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@require_safe
def story(request: HttpRequest, section: str, slug: str, form: str) -> HttpResponse:
    """The newest comments on a story."""
    return talk_of(publishing.discussed_at(f"/{section}/{slug}/"), form)


def talk_of(page: ArticlePage | StaticPage | None, form: str) -> HttpResponse:
    """The feed of what was said on a page; 404 where there is no discussion."""
    if page is None:
        raise Http404("There is no discussion here.")
    pages.depends_on(pages.thread(key_of(page)))
    title = _("Comments on “%(title)s”") % {"title": clean_line(page.title)}
    path = page.url or "/"
    said = discussion.latest_comments(key_of(page), limit=FEED_LENGTH)
    if form == "json":
        return JsonResponse(_json(title, path, said), content_type=FORMATS[form])
    feed_class: type[SyndicationFeed] = Rss201rev2Feed if form == "xml" else Atom1Feed
    feed = feed_class(
        title=title,
        link=absolute(f"{path}#discussion"),
        description=title,
        language=get_language(),
        feed_url=absolute(f"{path}feed.{form}"),
    )
    for one in said:
        feed.add_item(
            title=_title(one),
            link=absolute(one.path),
            description=clean_markup(one.body_html),
            unique_id=absolute(one.path),
            author_name=clean_line(one.name),
            pubdate=one.created_at,
            updateddate=one.edited_at or one.created_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=FORMATS[form])


def clean_markup(markup: str) -> str:
    """HTML as XML can hold it, lines kept."""
    return "\n".join(clean_line(line) for line in markup.split("\n"))


def _title(one: Spoken) -> str:
    return clean_line(f"{one.name}: {one.excerpt}")[:120]


def _json(title: str, path: str, said: list[Spoken]) -> dict[str, Any]:
    """JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": absolute(f"{path}#discussion"),
        "feed_url": absolute(f"{path}feed.json"),
        "language": get_language(),
        "items": [
            {
                "id": absolute(one.path),
                "url": absolute(one.path),
                "title": _title(one),
                "content_html": one.body_html,
                "authors": [{"name": one.name}],
                "date_published": one.created_at.isoformat(),
                **({"date_modified": one.edited_at.isoformat()} if one.edited_at else {}),
            }
            for one in said
        ],
    }
