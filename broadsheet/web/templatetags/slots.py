"""The places of a page that another trade fills: meter, discussion, lists of stories, counts.

What changes by itself is placed as a fragment; see fragments.py.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from broadsheet.core.addresses import absolute
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage, SectionPage, StaticPage
from broadsheet.web import asked, fragments, pages, sharing
from broadsheet.web.front import FrontView, compose_front
from broadsheet.web.subjects import key_of

register = template.Library()


@register.simple_tag
def meter_in(place: str) -> SafeString:
    """The meter of this month in a box of this class; nothing while nothing is asked for."""
    return fragments.place("meter", place=place)


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
def discussion_of(context: dict[str, Any], page: ArticlePage | StaticPage) -> SafeString:
    """The page of comments that the address asks for, with the form; the first in a preview."""
    request: HttpRequest | None = context.get("request")
    return fragments.place(
        "discussion",
        subject=key_of(page),
        sort=request.GET.get("sort") if request else None,
        page=asked.page_number(request) if request else 1,
        show=request.GET.get("show") if request else None,
    )


@register.simple_tag
def front_page() -> FrontView:
    """The front page, composed."""
    return compose_front()


@register.simple_tag
def discussed_on(front: FrontView) -> SafeString:
    """The list of most discussed stories, as the front page has it."""
    return fragments.place("discussed", at_hand={"found": front.discussed})


@register.simple_tag(takes_context=True)
def stories_of(context: dict[str, Any], section: SectionPage) -> Page[ArticlePage]:
    """The page of a section's stories that the address asks for."""
    number = asked.page_number(context["request"])
    return asked.existing(publishing.section_articles(section, number), number)


@register.simple_tag
def related_to(article: ArticlePage) -> SafeString:
    """Other stories to read after this one."""
    return fragments.place("related", article=article.pk, at_hand={"story": article})


@register.simple_tag
def latest_stories(limit: int) -> list[ArticlePage]:
    """The newest stories of all sections."""
    return publishing.latest(limit)


@register.simple_tag
def inline_of(page: ArticlePage | StaticPage) -> str:
    """The address under which the words of a page are talked about."""
    return reverse("discussion:inline", args=[key_of(page)])


@register.simple_tag
def comment_counts(stories: Iterable[ArticlePage]) -> dict[str, SafeString]:
    """Numbers of comments by subject key, in words; one query for all stories."""
    return fragments.comment_counts([key_of(story) for story in stories])


@register.filter
def of(counts: dict[str, SafeString], story: ArticlePage) -> SafeString | str:
    """A story's number among counts: `{{ counts|of:story }}`."""
    return counts.get(key_of(story), "") if counts else ""


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
