"""Feeds of the paper, a section, a topic, an author: RSS, Atom and JSON Feed from one list."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.core.text import clean_line
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage
from broadsheet.web.sharing import share_picture
from broadsheet.web.views import talk_feeds
from broadsheet.web.views.talk_feeds import FORMATS

FEED_LENGTH: Final = 30
MEDIA: Final = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True)
class Channel:
    """What a feed is about."""

    title: str
    description: str
    path: str
    stories: list[ArticlePage]


class _Rss(Rss201rev2Feed):
    """RSS 2.0 with every author of a byline and the credit of the picture."""

    def rss_attributes(self) -> dict[str, str]:
        """The namespaces in use."""
        return {
            **super().rss_attributes(),
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": MEDIA,
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the story, then who wrote it and whose picture it shows."""
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if picture := item["picture"]:
            size = {"width": str(picture["width"]), "height": str(picture["height"])}
            handler.startElement(
                "media:content", {"url": picture["url"], "medium": "image", **size}
            )
            if item["credit"]:
                handler.addQuickElement("media:credit", item["credit"])
            handler.endElement("media:content")


class _Atom(Atom1Feed):
    """Atom 1.0 with every author of a byline."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the story, then who wrote it."""
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


@require_safe
def site(request: HttpRequest, form: str) -> HttpResponse:
    """The newest stories of the paper."""
    room = Newsroom.current()
    return _answer(Channel(room.title, room.tagline, "/", publishing.latest(FEED_LENGTH)), form)


@require_safe
def section(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest stories of a section; beside a page with a discussion, what was said there."""
    found = next((one for one in publishing.sections() if one.slug == slug), None)
    if found is None:
        return talk_feeds.talk_of(publishing.discussed_at(f"/{slug}/"), form)
    stories = publishing.latest(FEED_LENGTH, section=found)
    return _answer(_part(found.title, found.description, found.url or "/", stories), form)


@require_safe
def author(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest stories in which somebody had a part."""
    found = publishing.author_by_slug(slug)
    if found is None:
        raise Http404("Nobody of this name writes here.")
    stories = publishing.latest(FEED_LENGTH, author=found)
    return _answer(_part(found.name, found.bio, found.path, stories), form)


@require_safe
def topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The newest stories about something."""
    found = publishing.topic_by_slug(slug)
    if found is None:
        raise Http404("There is no such topic.")
    stories = publishing.latest(FEED_LENGTH, topic=found)
    return _answer(_part(found.name, found.description, found.path, stories), form)


def _part(title: str, description: str, path: str, stories: list[ArticlePage]) -> Channel:
    return Channel(f"{title} · {Newsroom.current().title}", description, path, stories)


def _answer(channel: Channel, form: str) -> HttpResponse:
    if form == "json":
        return JsonResponse(_json(channel, form), content_type=FORMATS[form])
    feed_class: type[SyndicationFeed] = _Rss if form == "xml" else _Atom
    feed = feed_class(
        title=clean_line(channel.title),
        link=absolute(channel.path),
        description=clean_line(channel.description or channel.title),
        language=get_language(),
        feed_url=absolute(f"{channel.path}feed.{form}"),
    )
    for story in channel.stories:
        _add(feed, story, is_rss=form == "xml")
    return HttpResponse(feed.writeString("utf-8"), content_type=FORMATS[form])


def _names(story: ArticlePage) -> list[str]:
    parts = (author.name for part in story.byline_parts for author in part.authors)
    return list(dict.fromkeys(clean_line(name) for name in parts))


def _tags(story: ArticlePage) -> list[str]:
    names = [story.section.title, *(topic.name for topic in story.topics.all())]
    return [clean_line(name) for name in names]


def _add(feed: SyndicationFeed, story: ArticlePage, *, is_rss: bool) -> None:
    picture = share_picture(story)
    address = absolute(story.url or "/")
    feed.add_item(
        title=clean_line(story.title),
        link=address,
        description=clean_line(story.standfirst),
        unique_id=address,
        pubdate=story.first_published_at,
        updateddate=story.updated_at or story.first_published_at,
        categories=_tags(story),
        enclosures=[]
        if is_rss or picture is None
        else [Enclosure(picture.address, "0", "image/jpeg")],
        authors=_names(story),
        picture={"url": picture.address, "width": picture.width, "height": picture.height}
        if picture
        else None,
        credit=clean_line(story.hero.credit) if story.hero else "",
    )


def _json(channel: Channel, form: str) -> dict[str, Any]:
    """JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": absolute(channel.path),
        "feed_url": absolute(f"{channel.path}feed.{form}"),
        "language": get_language(),
        "items": [_json_item(story) for story in channel.stories],
    }


def _json_item(story: ArticlePage) -> dict[str, Any]:
    picture = share_picture(story)
    item: dict[str, Any] = {
        "id": absolute(story.url or "/"),
        "url": absolute(story.url or "/"),
        "title": story.title,
        "content_text": story.standfirst,
        "authors": [{"name": name} for name in _names(story)],
        "tags": _tags(story),
    }
    if story.first_published_at:
        item["date_published"] = story.first_published_at.isoformat()
    if story.updated_at:
        item["date_modified"] = story.updated_at.isoformat()
    if picture:
        item["image"] = picture.address
    return item
