"""Fragments of HTML as trees: parsed forgivingly, read, and written out again."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import lxml.html
from lxml import etree

from broadsheet.core.text import clean_line, clean_text, plain

Element = Any
"""An element of lxml; the library has no types of its own."""

BLOCK_LEVEL: Final = frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr iframe li main menu nav noscript object ol"
    " audio video embed p pre script section style summary table tbody td tfoot th thead tr ul"
    " body html head".split()
)

_PAGE_TAGS = re.compile(r"</?(?:html|head|body)\b[^<>]*>", re.I)
"""A fragment is inside a page; such a tag in the middle would end the tree."""


def parse(markup: str) -> Element:
    """The fragment as a `div` around it; markup is never refused, only mended."""
    markup = _PAGE_TAGS.sub("", markup)
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = lxml.html.document_fromstring(
        f"<html><body><div>{markup}</div></body></html>".encode("utf-8", "replace"), parser=parser
    )
    if any("depth" in error.message for error in parser.error_log):
        # libxml2 drops what lies deeper than some 2,000 elements: keep the words at least.
        return lxml.html.fragment_fromstring(
            html.escape(plain(markup), quote=False), create_parent="div"
        )
    return _whole(root)


def _whole(root: Element) -> Element:
    """One div with everything: a stray closing tag may have ended ours too soon."""
    body = root.find("body")
    first = body[0]
    for late in list(body)[1:]:
        first.append(late)
    if first.tail:
        add_text(first, first.tail)
        first.tail = None
    return first


def add_text(element: Element, text: str) -> None:
    """Put text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def parts(element: Element) -> Iterator[str | Element]:
    """The texts and child elements of an element, in their order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def markup(part: str | Element) -> str:
    """A text or an element (without what follows it) as HTML."""
    if isinstance(part, str):
        return html.escape(part, quote=False)
    written = etree.tostring(part, encoding="unicode", method="html", with_tail=False)
    return str(written)


def inner(element: Element) -> str:
    """What is inside an element, as HTML."""
    return "".join(markup(part) for part in parts(element))


def words(element: Element, without: Sequence[Element] = ()) -> str:
    """The text of an element, `<br>` and paragraphs as new lines.

    What stands in the elements of `without` is left out.
    """
    pieces: list[str] = []
    left_out: Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if left_out is None and node in without:
                left_out = node
            if left_out is None:
                pieces.append("\n" if node.tag == "br" else node.text or "")
            continue
        if left_out is node:
            left_out = None
        if left_out is None and node is not element:
            pieces.append("\n\n" if node.tag in BLOCK_LEVEL else "")
            pieces.append(node.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return clean_text("\n".join(lines)).strip()


def line_of(markup: str) -> str:
    """The words of a fragment on one line; inline markup leaves no gaps in them."""
    if "<" not in markup and "&" not in markup:
        return clean_line(markup)
    return clean_line(words(parse(markup)))


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: white space of any kind, zero-width included."""
    return not text.replace("\u200b", "").replace("\ufeff", "").replace("\u2060", "").strip()


def classes(element: Element) -> set[str]:
    """The class names of an element."""
    return set((element.get("class") or "").split())


def without_pictures(element: Element) -> str:
    """An element as HTML; the pictures in it are taken out, the words around them stay."""
    for picture in list(element.iter("img")):
        tail, picture.tail = picture.tail, None
        parent, before = picture.getparent(), picture.getprevious()
        if parent is None:
            continue
        parent.remove(picture)
        if before is not None:
            before.tail = (before.tail or "") + (tail or "")
        else:
            parent.text = (parent.text or "") + (tail or "")
    return markup(element)
