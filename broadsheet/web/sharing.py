"""What a story tells machines: the picture of a shared link, and its data for search engines."""

import json
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from broadsheet.core.addresses import absolute
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.rendering import shown
from broadsheet.publishing.structured import news_article


@dataclass(frozen=True)
class SharePicture:
    """A picture for links; width and height in pixels."""

    address: str
    width: int
    height: int
    alt: str


def share_picture(article: ArticlePage) -> SharePicture | None:
    """The lead picture as JPEG, which every network reads; None where there is no file."""
    picture = article.hero
    copies = shown(picture) if picture else None
    if picture is None or copies is None:
        return None
    return SharePicture(
        address=absolute(copies.url),
        width=copies.width,
        height=copies.height,
        alt=picture.description or picture.caption or article.title,
    )


def structured_data(article: ArticlePage) -> SafeString:
    """The story in the words of schema.org, in a script element that is data, not code."""
    words = json.dumps(news_article(article), ensure_ascii=False)
    # No "<" inside, so that no text can end the element.
    words = words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{words}</script>')
