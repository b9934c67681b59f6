"""Headings, lists, quotes and code."""

import html
import re
from copy import deepcopy
from typing import Final

from broadsheet.core.html import clean_html
from broadsheet.core.text import clean_line
from broadsheet.transfer.wordpress.body.fragments import (
    BLOCK_LEVEL,
    Element,
    classes,
    inner,
    is_blank,
    markup,
    parts,
    without_pictures,
    words,
)
from broadsheet.transfer.wordpress.body.writer import Writer

HEADING_LENGTH_MAX: Final = 300
SPEAKER_LENGTH_MAX: Final = 200
LANGUAGE_LENGTH_MAX: Final = 40
"""As the blocks of publishing have them."""

LEVELS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
"""Our level of each heading; the headline alone is of level 1."""

_QUOTE_MARKUP: Final = frozenset("p br em strong b i cite span footer div q small".split())


def heading(writer: Writer, element: Element) -> None:
    """A heading; one that is too long for a heading becomes a bold paragraph."""
    text = clean_line(words(element))
    pictures = list(element.iter("img"))
    if 0 < len(text) <= HEADING_LENGTH_MAX:
        writer.add("heading", {"text": text, "level": LEVELS[element.tag]})
    elif text:
        writer.add("paragraph", f"<p><b>{html.escape(text)}</b></p>")
    for picture in pictures:
        writer.picture(picture, "")


def listing(writer: Writer, element: Element) -> None:
    """A list. One that is nested or counts in its own way stays rich text; one with more in it is
    kept as it was."""
    items = [child for child in element if child.tag == "li"]
    pictures = list(element.iter("img"))
    strangers = [
        child
        for child in element.iter()
        if child is not element and isinstance(child.tag, str) and child.tag in BLOCK_LEVEL
    ]
    plain_tags = {"li", "p"}
    counts_otherwise = bool({"start", "reversed"} & set(element.keys()))
    if not is_blank(words(element, items)):
        writer.keep(element, element.tag)
        return
    is_flat = all(stranger.tag in plain_tags for stranger in strangers)
    if items and is_flat and not counts_otherwise:
        texts = [_item(item) for item in items]
        texts = [text for text in texts if not is_blank(re.sub(r"<[^>]*>", "", text))]
        if texts:
            writer.add("list", {"ordered": element.tag == "ol", "items": texts})
    elif items and all(s.tag in plain_tags | {"ul", "ol"} for s in strangers):
        writer.add("paragraph", clean_html(without_pictures(element)))
    else:
        writer.keep(element, element.tag)
        return
    for picture in pictures:
        writer.picture(picture, "")


def quote(writer: Writer, element: Element) -> None:
    """A quote with its speaker; one with links or more in it is kept as it was."""
    if classes(element) & {"wp-block-pullquote", "pullquote"}:
        pull_quote(writer, element)
        return
    if any(
        isinstance(child.tag, str) and child.tag not in _QUOTE_MARKUP
        for child in element.iterdescendants()
        if not _is_in_cite(child, element)
    ):
        writer.keep(element, "quote with markup")
        return
    whole = deepcopy(element)  # the cite is taken out of the other one
    text, speaker = _text_and_cite(element)
    if text and len(speaker) <= SPEAKER_LENGTH_MAX:
        writer.add("quote", {"text": text, "speaker": speaker, "role": "", "via": ""})
    elif text or speaker:
        writer.keep(whole, "quote with markup")


def pull_quote(writer: Writer, element: Element) -> None:
    """Words of the story itself, set large."""
    writer.body.dropped["link in a pull quote"] += len(list(element.iter("a")))
    text, attribution = _text_and_cite(element)
    if text and len(attribution) <= SPEAKER_LENGTH_MAX:
        writer.add("pull_quote", {"text": text, "attribution": attribution})
    elif text or attribution:
        writer.add("pull_quote", {"text": f"{text}\n{attribution}".strip(), "attribution": ""})


def code(writer: Writer, element: Element) -> None:
    """Text to the letter."""
    for line_break in list(element.iter("br")):
        line_break.tail = "\n" + (line_break.tail or "")
    text = "".join(element.itertext()).strip("\r\n")
    if is_blank(text):
        return
    named = " ".join([*classes(element), *(c for e in element.iter("code") for c in classes(e))])
    found = re.search(r"(?:language|lang|brush)[-:](\S+)", named)
    language = found[1].strip(";")[:LANGUAGE_LENGTH_MAX] if found else ""
    writer.add("code", {"text": text, "language": language})


def _item(element: Element) -> str:
    """The inline markup of a list item; its paragraphs become lines."""
    pieces: list[str] = []
    for part in parts(element):
        is_paragraph = not isinstance(part, str) and part.tag == "p"
        if is_paragraph:
            without_pictures(part)
        pieces.append(f"<br>{inner(part)}<br>" if is_paragraph else _inline(part))
    text = re.sub(r"(<br>\s*)+", "<br>", " ".join("".join(pieces).split()))
    return clean_html(text.removeprefix("<br>").removesuffix("<br>").strip())


def _inline(part: str | Element) -> str:
    if isinstance(part, str):
        return markup(part)
    return "" if part.tag == "img" else without_pictures(part)


def _is_in_cite(element: Element, top: Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if parent.tag == "cite":
            return True
        parent = parent.getparent()
    return False


def _text_and_cite(element: Element) -> tuple[str, str]:
    """The words of a quote, and who it says they are from."""
    cites = [clean_line(words(cite)) for cite in element.iter("cite")]
    for cite in list(element.iter("cite")):
        tail = cite.tail
        cite.clear()
        cite.tail = tail
    return words(element), ", ".join(cite for cite in cites if cite).lstrip("—–- ")
