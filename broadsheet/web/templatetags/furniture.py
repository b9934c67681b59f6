"""What stands on every page: the newsroom's name, its sections, its stylesheet and script."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from broadsheet.core.models import Newsroom
from broadsheet.core.text import clean_line
from broadsheet.publishing import queries as publishing
from broadsheet.web import assets

register = template.Library()


@register.filter
def one_line(text: str) -> str:
    """A text as XML can hold it: a control character pasted into a headline would break it."""
    return clean_line(text)


@register.simple_tag
def newsroom() -> Newsroom:
    """The newsroom's settings."""
    return Newsroom.current()


@register.simple_tag
def stylesheet() -> str:
    """The address of the one stylesheet, in the newsroom's accent."""
    return assets.stylesheet(Newsroom.current().accent).address


@register.simple_tag
def script() -> str:
    """The address of the one script."""
    return assets.script().address


@register.simple_tag
def styles_first() -> SafeString:
    """What holds the end of a page back until its stylesheet is there; see assets.py."""
    return format_html("<script>{}</script>", mark_safe(assets.STYLES_FIRST))


@register.simple_tag
def font() -> str:
    """The address of the font to fetch early."""
    return assets.fonts()[0].address


@register.simple_tag
def menu() -> publishing.Menu:
    """The sections, and the pages that every reader must find: about, privacy, imprint, rules."""
    return publishing.menu()
