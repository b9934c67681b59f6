"""Reads a tree of HTML from top to bottom and writes one block after the other."""

import html
import re
from typing import Final

from broadsheet.transfer.wordpress.body import figures, texts
from broadsheet.transfer.wordpress.body.fragments import (
    BLOCK_LEVEL,
    Element,
    classes,
    is_blank,
    parts,
    without_pictures,
)
from broadsheet.transfer.wordpress.body.writer import Writer

DEPTH_MAX: Final = 80
"""Elements within elements; what lies deeper is kept as one piece of markup."""

_GONE: Final = frozenset({"script", "style", "noscript", "template", "head", "link", "meta"})
_CONTROLS: Final = frozenset("form input button select textarea option canvas svg".split())
_WRAPPERS: Final = frozenset(
    "div section article main aside header footer center details fieldset nav body figure".split()
)
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")


class Flow:
    """Goes through elements in their order and has each written."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def read(self, element: Element, *, breaks: bool, depth: int = 0) -> None:
        """The content of an element. With `breaks`, an empty line parts paragraphs and a new
        line is a line break, as in the classic editor."""
        if depth == 0:
            self._prepare(element)
        run: list[str | Element] = []
        for part in parts(element):
            if isinstance(part, str) or not _is_block(part):
                run.append(part)
                continue
            self._paragraphs(run, element, breaks=breaks)
            run = []
            if depth >= DEPTH_MAX:
                self._writer.keep(part, part.tag)
            else:
                self._element(part, breaks=breaks, depth=depth + 1)
        self._paragraphs(run, element, breaks=breaks)

    def _prepare(self, root: Element) -> None:
        """Links lead to where things are now; frames around words that say nothing go."""
        for span in list(root.iter("span", "font")):
            if not {"lang", "dir", "title"} & set(span.keys()):
                span.drop_tag()
        for link in root.iter("a"):
            if link.get("href"):
                link.set("href", self._writer.around.address(link.get("href").strip()))

    def _element(self, element: Element, *, breaks: bool, depth: int) -> None:
        tag = element.tag
        if tag in _GONE:
            self._writer.body.dropped[tag] += tag in ("script", "style")
        elif tag in texts.LEVELS:
            texts.heading(self._writer, element)
        elif tag in ("ul", "ol", "menu", "dir"):
            texts.listing(self._writer, element)
        elif tag == "blockquote":
            texts.quote(self._writer, element)
        elif tag == "pre":
            texts.code(self._writer, element)
        elif tag == "table":
            figures.table(self._writer, element, "")
        elif tag == "hr":
            self._writer.add("html", {"html": "<hr>"})
        elif tag == "img":
            self._writer.picture(element, "")
        elif tag in figures.PLAYERS:
            figures.player(self._writer, element, "")
        elif tag == "figure" or classes(element) & {"wp-caption", "wp-block-embed"}:
            if not figures.figure(self._writer, element):
                self.read(element, breaks=breaks, depth=depth)
        elif tag in ("p", "summary", "figcaption", "address", "dt", "dd", "li") or tag in _WRAPPERS:
            self.read(element, breaks=breaks, depth=depth)
        else:
            self._writer.keep(element, tag)

    # Paragraphs ------------------------------------------------------------------------------

    def _paragraphs(self, run: list[str | Element], around: Element, *, breaks: bool) -> None:
        """Text and inline elements as paragraphs; pictures among them stand for themselves."""
        pending: list[str] = []
        for part in run:
            if isinstance(part, str):
                pending.append(html.escape(part, quote=False))
                continue
            if part.tag in _GONE or part.tag in _CONTROLS:
                self._writer.body.dropped[part.tag] += 1
                continue
            pictures = [part] if part.tag == "img" else list(part.iter("img"))
            lone = pictures and is_blank("".join(part.itertext()))
            if lone:
                self._flush(pending, around, breaks=breaks)
                pending = []
            else:
                pending.append(without_pictures(part))
            for picture in pictures:
                if not lone:
                    self._flush(pending, around, breaks=breaks)
                    pending = []
                self._writer.picture(picture, "")
        self._flush(pending, around, breaks=breaks)

    def _flush(self, pending: list[str], around: Element, *, breaks: bool) -> None:
        text = "".join(pending)
        if breaks:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            for piece in _BLANK_LINE.split(text):
                lines = [line.strip() for line in piece.strip().split("\n")]
                self._writer.paragraph("<br>".join(lines), around)
        else:
            self._writer.paragraph(" ".join(text.split()), around)


def _is_block(element: Element) -> bool:
    """Whether an element stands for itself, or has something in it that does."""
    if element.tag in BLOCK_LEVEL:
        return True
    return any(child.tag in BLOCK_LEVEL for child in element.iterdescendants() if child.tag != "p")
