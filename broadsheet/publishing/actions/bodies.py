"""Raw stream data from importers and the sample, made safe to store."""

import json
import uuid
from typing import Any, Final

from wagtail.blocks import StreamValue

from broadsheet.core.html import clean_html
from broadsheet.core.text import clean_text

_HTML_FIELDS: Final = {"table": ("html",), "html": ("html",)}


def clean_body(page_class: Any, raw: list[dict[str, Any]]) -> StreamValue:
    """The blocks as a value for a page's `body`: markup cleaned, unknown kinds refused.

    Raises ValueError for a kind of block that the page does not have.
    """
    stream_block = page_class.body.field.stream_block
    for block in raw:
        if block["type"] not in stream_block.child_blocks:
            raise ValueError(f"{page_class.__name__} has no block “{block['type']}”.")
    return StreamValue(stream_block, [_clean_block(block) for block in raw], is_lazy=True)


def _clean_block(block: dict[str, Any]) -> dict[str, Any]:
    kind, value = block["type"], block["value"]
    if kind == "paragraph":
        value = clean_html(value)
    elif kind == "list":
        value = {**value, "items": [clean_html(_item_text(item)) for item in value["items"]]}
    elif kind in _HTML_FIELDS:
        value = {"html": clean_html(value["html"])}
    else:
        value = _clean_texts(value)
    return {"type": kind, "value": value, "id": block.get("id") or str(uuid.uuid4())}


def _item_text(item: Any) -> str:
    """A list item is its markup, or Wagtail's form of it."""
    return item["value"] if isinstance(item, dict) else item


def _clean_texts(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean_texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean_texts(part) for part in value]
    # Moments arrive as datetimes from code and as ISO text from files.
    return value.isoformat() if hasattr(value, "isoformat") else value


def raw_body(value: StreamValue) -> list[dict[str, Any]]:
    """The blocks as raw data, such as `clean_body` takes."""
    return json.loads(json.dumps(value.get_prep_value(), default=str))
