"""Fragments of HTML as trees: parsed forgivingly, read, and written out again."""

import html
from collections.abc import Iterator
from typing import Any, Final

import lxml.html
from lxml import etree

from broadsheet.core.text import clean_text

Element = Any
"""An element of lxml; the library has no types of its own."""

BLOCK_LEVEL: Final = frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr iframe li main menu nav noscript object ol"
    " audio video embed p pre script section style summary table tbody td tfoot th thead tr ul"
    " body html head".split()
)


def parse(markup: str) -> Element:
    """The fragment as a `div` around it; markup is never refused, only mended."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = lxml.html.document_fromstring(
        f"<html><body><div>{markup}</div></body></html>".encode("utf-8", "replace"), parser=parser
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


def words(element: Element) -> str:
    """The text of an element, `<br>` and paragraphs as new lines."""
    pieces: list[str] = []

    def walk(node: Element) -> None:
        for part in parts(node):
            if isinstance(part, str):
                pieces.append(part)
            elif part.tag == "br":
                pieces.append("\n")
            else:
                walk(part)
                if part.tag in BLOCK_LEVEL:
                    pieces.append("\n\n")

    walk(element)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return clean_text("\n".join(lines)).strip()


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: white space of any kind, zero-width included."""
    return not text.replace("\u200b", "").replace("\ufeff", "").replace("\u2060", "").strip()


def classes(element: Element) -> set[str]:
    """The class names of an element."""
    return set((element.get("class") or "").split())
