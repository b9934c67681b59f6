"""The places of a page that another trade fills: meter, discussion, lists of stories, counts."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.safestring import SafeString

from broadsheet.core.addresses import absolute
from broadsheet.discussion import queries as discussion
from broadsheet.discussion.queries.pages import DiscussionPage
from broadsheet.fundraising import queries as fundraising
from broadsheet.fundraising.meter import Meter
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage, SectionPage, StaticPage
from broadsheet.web import asked, pages, sharing
from broadsheet.web.front import FrontView, compose_front
from broadsheet.web.subjects import key_of

register = template.Library()


@register.simple_tag
def meter_now() -> Meter | None:
    """The meter of this month; None while nothing is asked for."""
    found = fundraising.meter_now()
    pages.depends_on(pages.METER, until=found.stale_at if found else None)
    return found


@register.simple_tag
def made_of(*tags: str) -> str:
    """Say of the page being made that it shows these; nothing is written."""
    pages.depends_on(*tags)
    return ""


@register.simple_tag
def prepared(article: ArticlePage) -> ArticlePage:
    """The article with its byline, topics and pictures loaded at once."""
    return publishing.prepare(article)


@register.simple_tag(takes_context=True)
def discussion_of(context: dict[str, Any], page: ArticlePage | StaticPage) -> DiscussionPage | None:
    """The page of comments that the address asks for; None in a preview of an unpublished page."""
    request: HttpRequest | None = context.get("request")
    pages.depends_on(pages.thread(key_of(page)))
    if request is None:
        return discussion.discussion_page(key_of(page))
    number = asked.page_number(request)
    found = discussion.discussion_page(key_of(page), sort=request.GET.get("sort"), page=number)
    if found is not None:
        if found.page != number:
            asked.no_such_page()
        pages.depends_on(until=found.closes_at)
    return found


@register.simple_tag
def front_page() -> FrontView:
    """The front page, composed."""
    found = compose_front()
    pages.depends_on(pages.TALK, *(pages.count(key) for key in found.counts))
    return found


@register.simple_tag(takes_context=True)
def stories_of(context: dict[str, Any], section: SectionPage) -> Page[ArticlePage]:
    """The page of a section's stories that the address asks for."""
    number = asked.page_number(context["request"])
    return asked.existing(publishing.section_articles(section, number), number)


@register.simple_tag
def related_to(article: ArticlePage) -> list[ArticlePage]:
    """Other stories, each once."""
    return publishing.related_to(article)


@register.simple_tag
def latest_stories(limit: int) -> list[ArticlePage]:
    """The newest stories of all sections."""
    return publishing.latest(limit)


@register.simple_tag
def comment_counts(stories: Iterable[ArticlePage]) -> dict[str, int]:
    """Comments by subject key, one query for all stories."""
    keys = [key_of(story) for story in stories]
    pages.depends_on(*(pages.count(key) for key in keys))
    return discussion.counts(keys)


@register.filter
def of(counts: dict[str, int], story: ArticlePage) -> int:
    """A story's number among counts: `{{ counts|of:story }}`."""
    return counts.get(key_of(story), 0) if counts else 0


@register.simple_tag
def address_of(page: ArticlePage | StaticPage) -> str:
    """The absolute address of a page."""
    return absolute(page.url or "/")


@register.simple_tag
def share_picture(article: ArticlePage) -> sharing.SharePicture | None:
    """The picture that other sites show with a link to the story."""
    return sharing.share_picture(article)


@register.simple_tag
def structured_data(article: ArticlePage) -> SafeString:
    """The story in the words of schema.org, as a data block that no browser runs."""
    return sharing.structured_data(article)
