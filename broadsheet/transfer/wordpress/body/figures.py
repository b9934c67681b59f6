"""Figures: what is shown with a caption, such as pictures, galleries, tables and players."""

import html
from typing import Final

from broadsheet.core.html import clean_html
from broadsheet.core.text import clean_line
from broadsheet.transfer.wordpress.body.fragments import (
    Element,
    classes,
    is_blank,
    markup,
    parse,
    words,
)
from broadsheet.transfer.wordpress.body.texts import pull_quote
from broadsheet.transfer.wordpress.body.writer import BARE_ADDRESS, Writer

PLAYERS: Final = frozenset({"iframe", "video", "audio", "embed", "object"})


def figure(writer: Writer, element: Element) -> bool:
    """What a figure shows, with its caption.

    False, and nothing written, where more is in it: it must be read like running text.
    """
    captions = [found for found in element.iter("figcaption", "p", "dd") if _is_caption(found)]
    tables = list(element.iter("table"))
    players = list(element.iter(*PLAYERS))
    pictures = list(element.iter("img"))
    shows = captions + tables + players
    link = element.find(".//a[@href]")
    is_embed = "wp-block-embed" in classes(element)
    if "wp-block-pullquote" in classes(element):
        pull_quote(writer, element)
    elif is_embed and link is not None and is_blank(words(element, [*captions, link])):
        writer.elsewhere(link.get("href"), _joined(captions), "embed")
    elif is_embed and BARE_ADDRESS.fullmatch(words(element, captions)):
        writer.elsewhere(words(element, captions), _joined(captions), "embed")
    elif len(tables) + bool(players) + bool(pictures) > 1 or not is_blank(words(element, shows)):
        return False
    elif tables:
        table(writer, tables[0], _joined(captions))
    elif players:
        for one in players:
            player(writer, one, _joined(captions) if one is players[-1] else "")
    elif pictures:
        _pictured(writer, element, pictures, captions)
    else:
        return False
    return True


def table(writer: Writer, element: Element, caption: str) -> None:
    """A table; a caption becomes its own."""
    writer.pictures_as_links(element)
    if is_blank("".join(element.itertext())):
        return
    if caption and element.find(".//caption") is not None:
        writer.paragraph(html.escape(caption, quote=False), element)
    elif caption:
        made = parse(f"<table><caption>{html.escape(caption)}</caption></table>")
        element.insert(0, made.find(".//caption"))
    writer.add("table", {"html": clean_html(markup(element)).strip()})


def player(writer: Writer, element: Element, caption: str) -> None:
    """A link to what a frame or player shows."""
    holders = [element, *element.iter("source", "embed", "a")]
    found = (holder.get(name) for holder in holders for name in ("src", "data-src", "data", "href"))
    address = next((value for value in found if value), "")
    writer.elsewhere(address, caption, element.tag)


def _pictured(
    writer: Writer, element: Element, pictures: list[Element], captions: list[Element]
) -> None:
    if len(pictures) == 1:
        named = writer.picture_id or (element.get("data-id") or "")
        writer.picture(pictures[0], _joined(captions), named)
        return
    left = list(captions)
    for picture in pictures:
        own = [found for found in left if found in _around_picture(picture, element)]
        left = [found for found in left if found not in own]
        writer.picture(picture, _joined(own))
    for caption in left:
        writer.paragraph(html.escape(_joined([caption]), quote=False), element)


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or "wp-caption-text" in classes(element)


def _joined(captions: list[Element]) -> str:
    return clean_line(" ".join(words(caption) for caption in captions))


def _around_picture(picture: Element, top: Element) -> list[Element]:
    """The captions in the frame of one picture among several."""
    parent = picture.getparent()
    while parent is not None and parent is not top:
        if parent.tag in ("figure", "dl", "li"):
            return [found for found in parent.iter("figcaption", "dd") if _is_caption(found)]
        parent = parent.getparent()
    return []
