"""What a story tells machines: the picture of a shared link, and its data for search engines."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.publishing.models import ArticlePage
from broadsheet.publishing.rendering import shown


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
    """A NewsArticle of schema.org in a script element that is data, not code."""
    newsroom = Newsroom.current()
    share = share_picture(article)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.standfirst,
        "mainEntityOfPage": absolute(article.url or "/"),
        "articleSection": article.section.title,
        "isAccessibleForFree": True,
        "author": [
            {"@type": "Person", "name": author.name, "url": absolute(author.path)}
            for author in article.authors
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": newsroom.title,
            "url": absolute("/"),
        },
    }
    if article.first_published_at:
        data["datePublished"] = article.first_published_at.isoformat()
    if article.updated_at:
        data["dateModified"] = article.updated_at.isoformat()
    if share:
        data["image"] = {
            "@type": "ImageObject",
            "url": share.address,
            "width": share.width,
            "height": share.height,
            "creditText": article.hero.credit if article.hero else "",
        }
    words = json.dumps(data, ensure_ascii=False)
    # No "<" inside, so that no text can end the element.
    words = words.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{words}</script>')
