"""A story in the words of schema.org, for a `<script type="application/ld+json">`.

Claims are `Claim` nodes that the story mentions, each with its speaker. The newsroom's own finding
is not told as a ClaimReview: that would be a verdict, and needs a published method.
"""

from typing import Any

from broadsheet.core.addresses import absolute
from broadsheet.core.clock import rfc3339
from broadsheet.core.models import Newsroom
from broadsheet.publishing.models import ArticlePage, Author, Picture
from broadsheet.publishing.rendering import shown


def news_article(article: ArticlePage) -> dict[str, Any]:
    """The story as a NewsArticle, ready for JSON."""
    address = absolute(article.url or "/")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "headline": article.title,
        "description": article.standfirst,
        "articleSection": article.section.title,
        "keywords": [topic.name for topic in article.topics.all()],
        "isAccessibleForFree": True,
        "author": [_person(author) for author in article.authors],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": Newsroom.current().title,
            "url": absolute("/"),
        },
        "dateline": article.dateline,
        "image": _image(article.hero) if article.hero else None,
        "mentions": [_claim(block, address) for block in article.claims],
        "correction": [_correction(block.value) for block in article.corrections],
    }
    if article.first_published_at:
        data["datePublished"] = rfc3339(article.first_published_at)
        data["dateModified"] = rfc3339(article.changed_at or article.first_published_at)
    return _without_empty(data)


def _person(author: Author) -> dict[str, Any]:
    return {"@type": "Person", "name": author.name, "url": absolute(author.path)}


def _image(picture: Picture) -> dict[str, Any] | None:
    copies = shown(picture)
    if copies is None:
        return None
    return {
        "@type": "ImageObject",
        "url": absolute(copies.url),
        "width": copies.width,
        "height": copies.height,
        "creditText": picture.credit,
        "caption": picture.caption or picture.description,
    }


def _claim(block: Any, address: str) -> dict[str, Any]:
    claim = block.value
    return {
        "@type": "Claim",
        "@id": f"{address}#claim-{block.id}",
        "text": claim["text"],
        "author": {"@type": "Person", "name": claim["speaker"], "jobTitle": claim["role"]},
        "dateCreated": rfc3339(claim["said_at"]) if claim["said_at"] else None,
        "locationCreated": ({"@type": "Place", "name": claim["place"]} if claim["place"] else None),
        "appearance": {"@id": f"{address}#article"},
        "firstAppearance": _source(claim),
        "comment": [_response(response) for response in claim["responses"]],
    }


def _response(response: Any) -> dict[str, Any]:
    words = f"{response['speaker']} {response.kind_label}"
    return {
        "@type": "Comment",
        "text": f"{words}: {response['text']}" if response["text"] else words,
        "author": {
            "@type": "Person",
            "name": response["speaker"],
            "jobTitle": response["role"],
        },
        "dateCreated": rfc3339(response["said_at"]) if response["said_at"] else None,
        "citation": _source(response),
    }


def _source(statement: Any) -> dict[str, Any] | None:
    if not (statement["source_url"] or statement["source_title"]):
        return None
    return {
        "@type": "CreativeWork",
        "name": statement["source_title"],
        "url": statement["source_url"],
    }


def _correction(value: Any) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": value["text"],
        "datePublished": rfc3339(value["corrected_at"]) if value["corrected_at"] else None,
    }


def _without_empty(value: Any) -> Any:
    """The same data without empty texts, lists and missing parts."""
    if isinstance(value, dict):
        parts = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in ("", None, [], {})}
    if isinstance(value, list):
        return [_without_empty(part) for part in value]
    return value
