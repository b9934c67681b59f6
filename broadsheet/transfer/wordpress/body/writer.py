"""Writes blocks: paragraphs, pictures, links to what stays elsewhere, and markup that is kept."""

import html
import re
from typing import Final
from urllib.parse import urlsplit

from broadsheet.core.html import clean_html
from broadsheet.core.text import clean_line, excerpt
from broadsheet.transfer.wordpress.body.fragments import Element, is_blank, markup
from broadsheet.transfer.wordpress.body.surroundings import Body, Surroundings

CAPTION_LENGTH_MAX: Final = 600
ALT_LENGTH_MAX: Final = 255
"""As the picture block of publishing has them."""

BARE_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_LEADS_SOMEWHERE = re.compile(r"https?://|/|[^:]+(/|$)", re.I)


class Writer:
    """Appends blocks to a Body."""

    def __init__(self, around: Surroundings, body: Body) -> None:
        self.picture_id = ""
        """The attachment that the block around says its picture is."""
        self.around = around
        self.body = body

    def add(self, kind: str, value: object) -> None:
        """One more block."""
        self.body.blocks.append({"type": kind, "value": value})

    def paragraph(self, text: str, around: Element) -> None:
        """Inline markup as a paragraph; the element around it may give language and direction."""
        text = re.sub(r"(?:\s*<br\s*/?>\s*)+$|^(?:\s*<br\s*/?>\s*)+", "", text.strip())
        if BARE_ADDRESS.fullmatch(text):
            address = html.unescape(text)
            self.elsewhere(address, "", "embed")
            return
        cleaned = clean_html(text).strip()
        if is_blank(html.unescape(re.sub(r"<[^>]*>", "", cleaned))):
            return
        if around.tag == "summary":
            cleaned = f"<b>{cleaned}</b>"
        named = "".join(
            f' {name}="{html.escape(around.get(name))}"'
            for name in ("lang", "dir")
            if around.tag == "p" and around.get(name)
        )
        self.add("paragraph", clean_html(f"<p{named}>{cleaned}</p>"))

    def picture(self, element: Element, caption: str, number: str = "") -> None:
        """A picture, or a link where its file is not here; `number` is its attachment."""
        source = (element.get("src") or element.get("data-src") or "").strip()
        found = re.search(r"\bwp-image-(\d+)", element.get("class") or "")
        number = (found[1] if found else "") or number or (element.get("data-id") or "")
        source = "" if source.startswith("data:") else source
        alt = excerpt(element.get("alt") or "", ALT_LENGTH_MAX)
        number = number or self.picture_id
        picture = self.around.picture(number, source)
        if picture is not None:
            caption = excerpt(caption, CAPTION_LENGTH_MAX)
            value = {"picture": picture, "caption": caption, "alt": alt, "decorative": False}
            self.add("picture", value)
            return
        self.body.missing_pictures += 1
        source = source or self.around.old_address(number)
        if source or alt or caption:
            self._link(source, alt, caption, "picture without its file")

    def elsewhere(self, address: str, caption: str, what: str) -> None:
        """A link in the place of something that another site plays or shows."""
        if _LEADS_SOMEWHERE.match(address):
            self._link(address, "", caption, what)
        else:
            self.body.dropped[what] += 1

    def _link(self, address: str, label: str, caption: str, what: str) -> None:
        if address.startswith("//"):
            address = "https:" + address
        label = label or _short(address)
        shown = f'<a href="{html.escape(address)}">{html.escape(label)}</a>'
        if not address:
            shown = html.escape(label)
        noted = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
        cleaned = clean_html(f"<figure>{shown}{noted}</figure>")
        self.body.kept[what] += 1
        self.add("html", {"html": cleaned})

    def keep(self, element: Element, name: str) -> None:
        """Markup without a counterpart, cleaned and named."""
        self.pictures_as_links(element)
        cleaned = clean_html(markup(element)).strip()
        if is_blank(html.unescape(re.sub(r"<[^>]*>", "", cleaned))):
            return
        self.body.kept[name] += 1
        self.add("html", {"html": cleaned})

    def pictures_as_links(self, element: Element) -> None:
        """No page here loads a picture from another site: a link takes its place."""
        for picture in list(element.iter("img", "iframe", "video", "audio", "embed", "object")):
            source = picture.get("src") or picture.get("data") or ""
            label = clean_line(picture.get("alt") or "") or _short(source)
            self.body.missing_pictures += picture.tag == "img"
            tail = picture.tail
            picture.clear()
            picture.tag, picture.tail = "a", tail
            if source:
                picture.set("href", self.around.address(source))
            picture.text = label


def _short(address: str) -> str:
    """An address as people read it: no scheme, no query."""
    split = urlsplit(address) if "[" not in address else None
    if split is None or not split.netloc:
        return excerpt(address, 120)
    return excerpt(f"{split.netloc.removeprefix('www.')}{split.path}".rstrip("/"), 120)
