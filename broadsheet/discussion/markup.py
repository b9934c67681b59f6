"""The Markdown subset of comments, rendered once when a comment is written.

Paragraphs, line breaks, emphasis, inline code, code blocks, quotes, lists and links. No headings,
images, tables or HTML: what is not in the subset stays visible as it was typed. The preview and the
comment come out of the same function, so they cannot differ.
"""

import re
from typing import Any, Final

from django.utils.html import linebreaks
from markdown_it import MarkdownIt

from broadsheet.core.html import clean_comment_html

_RULES: Final = [
    "autolink",
    "backticks",
    "blockquote",
    "emphasis",
    "escape",
    "fence",
    "linkify",
    "link",
    "list",
    "newline",
    "balance_pairs",
    "fragments_join",
]
_WEB_ADDRESS: Final = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_ADDRESS_SOMEWHERE: Final = re.compile(r"//|mailto:", re.IGNORECASE)

NESTING_LIMIT: Final = 20
"""Levels of quotes and lists within each other (a list takes two). The parser drops what is deeper,
so such a text is shown as it was typed."""


class _Markdown(MarkdownIt):
    """The subset; addresses lead to the web or to a mailbox and nowhere else."""

    def validateLink(self, url: str) -> bool:
        return bool(_WEB_ADDRESS.match(url))


def _renderer(*, has_links: bool) -> MarkdownIt:
    markdown = _Markdown(
        "zero",
        {"breaks": True, "linkify": True, "html": False, "maxNesting": NESTING_LIMIT},
    )
    linkify: Any = markdown.linkify
    linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return markdown.enable(_RULES if has_links else [one for one in _RULES if one != "linkify"])


_MARKDOWN: Final = _renderer(has_links=True)
_WITHOUT_LINKS: Final = _renderer(has_links=False)
"""For what has no address that could become a link; looking for some is a third of the work."""


def render_comment(body: str) -> str:
    """The HTML of a comment's text, safe to show. Links carry rel="nofollow ugc noopener"."""
    markdown = _MARKDOWN if _ADDRESS_SOMEWHERE.search(body) else _WITHOUT_LINKS
    tokens = markdown.parse(body)
    if any(token.level >= NESTING_LIMIT - 1 for token in tokens):
        markup = linebreaks(body, autoescape=True)
    else:
        markup = markdown.renderer.render(tokens, markdown.options, {})
    return clean_comment_html(markup).strip()
