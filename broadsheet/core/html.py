"""HTML from outside, cleaned by nh3 against an allowlist: one for articles, one for comments."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

_ARTICLE_TAGS = set(
    """
    a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3 h4 h5
    h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th
    thead tr u ul var
    """.split()
)
_ARTICLE_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
}
_COMMENT_TAGS = {"a", "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li"}
_SCHEMES = {"http", "https", "mailto"}

# Made once: reading the lists takes longer than cleaning a comment.
_OF_ARTICLES: Final = nh3.Cleaner(
    tags=_ARTICLE_TAGS,
    attributes=_ARTICLE_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel="noopener",
)
_OF_COMMENTS: Final = nh3.Cleaner(
    tags=_COMMENT_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=_SCHEMES,
    link_rel="nofollow ugc noopener",
)


def clean_html(markup: str) -> str:
    """Markup fit for an article's body; scripts, styles, forms, frames and handlers are gone."""
    return _OF_ARTICLES.clean(markup)


def clean_comment_html(markup: str) -> str:
    """Markup fit for a comment: text, links that pass on no reputation, lists and code."""
    return _OF_COMMENTS.clean(markup)


_WITHIN_LINE: Final = frozenset(
    """
    a abbr b cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var
    """.split()
)
"""Tags that do not end a word; every other one does, as a line break would."""
_SILENT: Final = frozenset({"script", "style", "template"})
_BLANK: Final = re.compile("[ \t\n\f\r\u00a0]+")


def words_of(markup: str) -> str:
    """The words of an HTML fragment on one line, just as passage.js reads them off the page.

    Text in order; a space for every tag that is not within a line; blanks run together.
    """
    reader = _WordReader()
    reader.feed(markup)
    reader.close()
    return one_line("".join(reader.found))


def one_line(words: str) -> str:
    """Words with blanks run together, as a browser shows them; other signs stay."""
    return _BLANK.sub(" ", words).strip(" ")


class _WordReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        self._pause(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._pause(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._pause(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)

    def _pause(self, tag: str) -> None:
        if tag not in _WITHIN_LINE:
            self.found.append(" ")
