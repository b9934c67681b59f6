"""The text of a comment: HTML of a few kinds, with new lines that mean line breaks."""

import html
import re
from typing import Final

from broadsheet.transfer.wordpress.body.fragments import (
    BLOCK_LEVEL,
    Element,
    is_blank,
    markup,
    parse,
    parts,
    words,
)

DEPTH_MAX: Final = 30
"""Quotes within quotes; deeper ones give their words."""

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
_RENAMED = {"b": "strong", "i": "em"}


def comment_html(text: str) -> str:
    """Paragraphs as WordPress shows them; the caller cleans the result."""
    root = parse(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    for element in list(root.iter("b", "i")):
        element.tag = _RENAMED[element.tag]
    for picture in list(root.iter("img")):
        source, label = picture.get("src") or "", picture.get("alt") or picture.get("src") or ""
        tail = picture.tail
        picture.clear()
        picture.tag, picture.tail, picture.text = "a", tail, label
        picture.set("href", source)
    return _flow(root)


def _flow(element: Element, depth: int = 0) -> str:
    """The content of an element as paragraphs and blocks."""
    if depth > DEPTH_MAX:
        return _paragraphs(html.escape(words(element), quote=False))
    out: list[str] = []
    run: list[str] = []
    for part in parts(element):
        if isinstance(part, str):
            run.append(_linked(part))
        elif part.tag not in BLOCK_LEVEL:
            run.append(markup(part))
        else:
            out.append(_paragraphs("".join(run)))
            run = []
            out.append(_block(part, depth + 1))
    out.append(_paragraphs("".join(run)))
    return "".join(out)


def _block(element: Element, depth: int) -> str:
    if element.tag in ("p", "div"):
        return _flow(element, depth)
    if element.tag == "blockquote":
        return f"<blockquote>{_flow(element, depth)}</blockquote>"
    return markup(element)


def _paragraphs(text: str) -> str:
    made = []
    for piece in _BLANK_LINE.split(text.strip()):
        if not is_blank(html.unescape(re.sub(r"<[^>]*>", "", piece))):
            lines = "<br>".join(line.strip() for line in piece.strip().split("\n"))
            made.append(f"<p>{lines}</p>")
    return "".join(made)


def _linked(text: str) -> str:
    """Text with its bare addresses as links, escaped."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(text):
        pieces.append(html.escape(text[at : found.start()], quote=False))
        address = html.escape(found[0])
        pieces.append(f'<a href="{address}">{address}</a>')
        at = found.end()
    pieces.append(html.escape(text[at:], quote=False))
    return "".join(pieces)
