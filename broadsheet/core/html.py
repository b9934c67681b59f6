"""HTML from outside, cleaned by nh3 against an allowlist: one for articles, one for comments."""

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


def clean_html(markup: str) -> str:
    """Markup fit for an article's body; scripts, styles, forms, frames and handlers are gone."""
    return nh3.clean(
        markup,
        tags=_ARTICLE_TAGS,
        attributes=_ARTICLE_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def clean_comment_html(markup: str) -> str:
    """Markup fit for a comment: text, links that pass on no reputation, lists and code."""
    return nh3.clean(
        markup,
        tags=_COMMENT_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow ugc noopener",
    )
