"""The block grammar that Gutenberg writes into a text as HTML comments, read into a tree."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

DEPTH_MAX: Final = 60
"""Blocks within blocks; deeper ones count as being at this depth."""

_MARK = re.compile(r"(/?)wp:((?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)(?![^\s/{])")


@dataclass
class WpBlock:
    """A block with its attributes, the markup in it, and the blocks between that markup."""

    name: str
    """Without "core/"; empty for text that stands outside of any block."""
    attributes: dict[str, Any] = field(default_factory=dict)
    parts: "list[str | WpBlock]" = field(default_factory=list)

    @property
    def has_blocks(self) -> bool:
        """Whether there are blocks in it."""
        return any(isinstance(part, WpBlock) for part in self.parts)

    def markup(self) -> str:
        """All the markup in it, that of inner blocks included."""
        return "".join(part if isinstance(part, str) else part.markup() for part in self.parts)


def has_blocks(text: str) -> bool:
    """Whether a text was written with Gutenberg."""
    return "<!-- wp:" in text


def parse(text: str) -> list[WpBlock]:
    """The blocks of a text. What is never closed ends with the text; stray ends are ignored."""
    root = WpBlock("")
    stack = [root]
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        comment = text[start + 4 : end].strip()
        _add_text(stack[-1], text[at:start])
        at = end + 3
        if found := _MARK.match(comment):
            _mark(stack, closes=bool(found[1]), name=found[2], rest=comment[found.end() :])
    _add_text(stack[-1], text[at:])
    return [part if isinstance(part, WpBlock) else WpBlock("", {}, [part]) for part in root.parts]


def _mark(stack: list[WpBlock], *, closes: bool, name: str, rest: str) -> None:
    name = name.removeprefix("core/")
    if closes:
        _close(stack, name)
        return
    stands_alone = rest.endswith("/")
    block = WpBlock(name, _attributes(rest.removesuffix("/").strip()))
    stack[-1].parts.append(block)
    if not stands_alone and len(stack) < DEPTH_MAX:
        stack.append(block)


def _add_text(block: WpBlock, text: str) -> None:
    if text:
        block.parts.append(text)


def _close(stack: list[WpBlock], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def _attributes(text: str) -> dict[str, Any]:
    if not text.startswith("{"):
        return {}
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
