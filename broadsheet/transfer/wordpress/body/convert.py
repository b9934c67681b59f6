"""From a text of WordPress, written with Gutenberg or the classic editor, to our blocks."""

import html
import json
from typing import Any, Final

from broadsheet.core.html import clean_html
from broadsheet.transfer.wordpress.body import gutenberg, shortcodes
from broadsheet.transfer.wordpress.body.flow import Flow
from broadsheet.transfer.wordpress.body.fragments import is_blank, parse
from broadsheet.transfer.wordpress.body.surroundings import Body, Surroundings
from broadsheet.transfer.wordpress.body.writer import Writer

REUSE_DEPTH_MAX: Final = 5
"""Reusable blocks within reusable blocks; more is a circle."""

_LEFT_OUT: Final = frozenset({"spacer", "more", "nextpage"})
"""Layout that a story here does not have; nothing is lost without it."""

_WHOLE: Final = frozenset({"list", "quote", "pullquote", "table", "buttons", "verse", "navigation"})
"""Blocks that are read as one piece of markup although blocks may be in them."""


def convert(text: str, around: Surroundings, footnotes: str = "") -> Body:
    """The blocks of a text. `footnotes` is the post's meta of that name, JSON."""
    conversion = _Conversion(around)
    conversion.text(text, 0)
    conversion.footnotes(footnotes)
    return conversion.body


class _Conversion:
    def __init__(self, around: Surroundings) -> None:
        self.body = Body()
        self._around = around
        self._writer = Writer(around, self.body)
        self._flow = Flow(self._writer)

    def text(self, text: str, depth: int) -> None:
        if not gutenberg.has_blocks(text):
            self._markup(text, breaks=True)
            return
        for block in gutenberg.parse(text):
            self._block(block, depth)

    def footnotes(self, text: str) -> None:
        """The notes that Gutenberg keeps beside the text, as a numbered list at its end."""
        if not text:
            return
        try:
            notes = json.loads(text)
            items = [str(note["content"]) for note in notes]
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if items:
            listed = "".join(f"<li>{item}</li>" for item in items)
            self._markup(f"<ol>{listed}</ol>", breaks=False)

    def _markup(self, markup: str, *, breaks: bool) -> None:
        expanded = shortcodes.expand(markup, self.body.shortcodes, self._around.attached())
        if not is_blank(expanded):
            self._flow.read(parse(expanded), breaks=breaks)

    def _block(self, block: gutenberg.WpBlock, depth: int) -> None:
        name = block.name
        if name in _LEFT_OUT:
            return
        if name == "block":
            self._reusable(str(block.attributes.get("ref", "")), depth)
        elif name == "embed" or name.startswith("core-embed/"):
            self._embed(block)
        elif name in ("code", "preformatted", "verse", "html", "image", "table"):
            self._writer.picture_id = _attachment_id(block.attributes)
            self._markup(block.markup(), breaks=False)
            self._writer.picture_id = ""
        elif block.has_blocks and name not in _WHOLE:
            self._container(block, depth)
        elif is_blank(block.markup()):
            if name:
                self.body.dropped[name] += 1
        else:
            self._markup(block.markup(), breaks=name in ("", "freeform", "shortcode"))

    def _container(self, block: gutenberg.WpBlock, depth: int) -> None:
        """A block that lays out others: they follow one another, its own frame goes."""
        self._writer.picture_id = _attachment_id(block.attributes)
        for part in block.parts:
            if isinstance(part, str):
                self._markup(part, breaks=False)
            else:
                self._writer.picture_id = ""
                self._block(part, depth)
        self._writer.picture_id = ""

    def _reusable(self, reference: str, depth: int) -> None:
        text = self._around.reusable(reference)
        if not text or depth >= REUSE_DEPTH_MAX:
            self.body.dropped["reusable block"] += 1
        else:
            self.text(text, depth + 1)

    def _embed(self, block: gutenberg.WpBlock) -> None:
        address = str(block.attributes.get("url", ""))
        frame = parse(block.markup())
        captions = [clean_html(caption.text_content()) for caption in frame.iter("figcaption")]
        address = address or frame.text_content().strip()
        if address:
            self._writer.elsewhere(html.unescape(address), " ".join(captions), "embed")


def _attachment_id(attributes: dict[str, Any]) -> str:
    for key in ("id", "mediaId"):
        value = attributes.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""
