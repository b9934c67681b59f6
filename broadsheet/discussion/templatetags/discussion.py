"""Tags for the discussion's fragments, which are rendered often and so not by templates alone."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from broadsheet.discussion import rendering
from broadsheet.discussion.queries.shown import ShownComment

register = template.Library()


@register.simple_tag
def comment_list(comments: Iterable[ShownComment]) -> SafeString:
    """The comments of a page, nested."""
    return rendering.comments_html(comments)


@register.simple_tag
def empty_form(subject: str, path: str, rules_path: str) -> SafeString:
    """The forms below a discussion: to subscribe, and to comment."""
    return rendering.form_html(subject=subject, path=path, rules_path=rules_path)
