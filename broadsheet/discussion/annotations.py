"""Comments on passages as W3C Web Annotations, JSON-LD.

https://www.w3.org/TR/annotation-model/ and, for pages of a collection,
https://www.w3.org/TR/annotation-protocol/. Each target has up to three selectors that say the same:
the quote with 32 code points around it, its position in the whole text (blocks joined by a line
break), and its position in the block that the page calls `block-…`. The state says which edition.
"""

from datetime import datetime
from typing import Any, Final

from broadsheet.core.addresses import absolute
from broadsheet.core.clock import rfc3339
from broadsheet.core.subjects import Subject
from broadsheet.discussion.models import Comment, Passage

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE: Final = f'application/ld+json; profile="{CONTEXT}"'
HTML_FRAGMENT: Final = "http://tools.ietf.org/rfc/rfc3236"


def page(
    *,
    address: str,
    comments: list[Comment],
    subject: Subject,
    texts: dict[int, datetime],
    next_address: str,
) -> dict[str, Any]:
    """An AnnotationPage. `texts` says since when each edition is public."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationPage",
        "items": [annotation(comment, subject, texts) for comment in comments],
    }
    if next_address:
        found["next"] = next_address
    return found


def annotation(comment: Comment, subject: Subject, texts: dict[int, datetime]) -> dict[str, Any]:
    """One comment on a passage."""
    assert comment.passage is not None
    found: dict[str, Any] = {
        "id": absolute(f"/comments/{comment.pk}/"),
        "type": "Annotation",
        "motivation": "commenting",
        "created": rfc3339(comment.created_at),
        "creator": {"type": "Person", "name": comment.name},
        "body": {
            "type": "TextualBody",
            "value": comment.body_html,
            "format": "text/html",
            "purpose": "commenting",
        },
        "target": _target(comment.passage, subject, texts),
    }
    if comment.edited_at:
        found["modified"] = rfc3339(comment.edited_at)
    return found


def _target(passage: Passage, subject: Subject, texts: dict[int, datetime]) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = [
        {
            "type": "TextQuoteSelector",
            "exact": passage.exact,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        }
    ]
    if not passage.is_gone:
        length = passage.end - passage.start
        selectors += [
            _position(passage.position, passage.position + length),
            {
                "type": "FragmentSelector",
                "conformsTo": HTML_FRAGMENT,
                "value": f"block-{passage.block}",
                "refinedBy": _position(passage.start, passage.end),
            },
        ]
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": absolute(subject.path),
        "selector": selectors,
    }
    since = texts.get(passage.revision)
    if since is not None and not passage.is_gone:
        target["state"] = {"type": "TimeState", "sourceDate": rfc3339(since)}
    return target


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}
