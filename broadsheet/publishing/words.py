"""The plain words of a story, block by block: what readers can comment on.

Templates mark the words of a block with `data-words` where it also shows others, such as the name
of a speaker; both sides must agree, and tests/web/test_passages.py holds them to it.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from wagtail.blocks import StreamValue

from broadsheet.core.html import words_of


def _markup(value: Any) -> Iterator[str]:
    yield str(getattr(value, "source", value) or "")


def _html(value: Any) -> Iterator[str]:
    yield str(value["html"] or "")


def _items(value: Any) -> Iterator[str]:
    for item in value["items"]:
        yield str(getattr(item, "source", item) or "")


def _claim(value: Any) -> Iterator[str]:
    yield _escaped(value["text"])
    for response in value["responses"]:
        yield _escaped(response["text"])


def _text(value: Any) -> Iterator[str]:
    yield _escaped(value["text"])


def _escaped(text: Any) -> str:
    return str(text or "").replace("&", "&amp;").replace("<", "&lt;")


_WORDS: Final[dict[str, Callable[[Any], Iterator[str]]]] = {
    "claim": _claim,
    "code": _text,
    "correction": _text,
    "heading": _text,
    "html": _html,
    "list": _items,
    "paragraph": _markup,
    "pull_quote": _text,
    "quote": _text,
    "table": _html,
}
"""How each kind of block gives its words; a picture has none of the story's own."""


def words_of_blocks(body: StreamValue) -> list[tuple[str, str]]:
    """The id and the words of each block that has any, in the order of the page."""
    found = []
    for block in body:
        parts = _WORDS.get(block.block_type)
        words = words_of("<p>".join(parts(block.value))) if parts else ""
        if words:
            found.append((str(block.id), words))
    return found
