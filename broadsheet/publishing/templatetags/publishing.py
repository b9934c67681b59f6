"""Small tags for publishing's fragments: copies of pictures, days and moments."""

from datetime import datetime, time
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from broadsheet.core import clock
from broadsheet.publishing.rendering import CARD_WIDTHS, WIDTHS, Shown, shown

register = template.Library()


@register.simple_tag
def copies_of(picture: Any, small: Any = False) -> Shown | None:
    """The sources of a picture element; `small` for cards. None where the file is gone."""
    return shown(picture, CARD_WIDTHS if small else WIDTHS)


@register.simple_tag
def day_or_moment(at: datetime | None) -> SafeString | str:
    """A `<time>` in the newsroom's zone; midnight stands for “only the day is known”."""
    if not at:
        return ""
    local = at.astimezone(clock.zone())
    if local.time() == time():
        return format_html(
            '<time datetime="{}">{}</time>',
            local.date().isoformat(),
            formats.date_format(local.date(), "j F Y"),
        )
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        formats.date_format(local, "j F Y, H:i"),
    )


@register.filter
def rich(value: Any) -> SafeString:
    """Rich text as HTML, without a wrapper around it."""
    source = getattr(value, "source", value)
    return SafeString(expand_db_html(str(source or "")))


@register.filter
def address(page: Page) -> str:
    """The path of a page on this site."""
    return page.url or ""
