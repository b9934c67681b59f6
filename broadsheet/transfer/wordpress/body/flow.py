"""Reads a tree of HTML from top to bottom and writes one block after the other."""

import html
import re
from typing import Final
from urllib.parse import urlsplit

from broadsheet.core.html import clean_html
from broadsheet.core.text import clean_line, excerpt
from broadsheet.transfer.wordpress.body.fragments import (
    BLOCK_LEVEL,
    Element,
    classes,
    inner,
    is_blank,
    markup,
    parse,
    parts,
    words,
)
from broadsheet.transfer.wordpress.body.surroundings import Body, Surroundings

HEADING_LENGTH_MAX: Final = 300
CAPTION_LENGTH_MAX: Final = 600
ALT_LENGTH_MAX: Final = 255
SPEAKER_LENGTH_MAX: Final = 200
LANGUAGE_LENGTH_MAX: Final = 40
"""As the blocks of publishing have them."""

DEPTH_MAX: Final = 80
"""Elements within elements; what lies deeper is kept as one piece of markup."""

_HEADINGS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_GONE: Final = frozenset({"script", "style", "noscript", "template", "head", "link", "meta"})
_CONTROLS: Final = frozenset("form input button select textarea option canvas svg".split())
_PLAYERS: Final = frozenset({"iframe", "video", "audio", "embed", "object"})
_WRAPPERS: Final = frozenset(
    "div section article main aside header footer center details fieldset nav body figure".split()
)
_QUOTE_MARKUP: Final = frozenset("p br em strong b i cite span footer div q small".split())
_BLANK_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
_BARE_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LEADS_SOMEWHERE = re.compile(r"https?://|/|[^:]+(/|$)", re.I)


class Flow:
    """Appends the blocks of what it reads to a Body."""

    def __init__(self, around: Surroundings, body: Body) -> None:
        self.picture_id = ""
        """The attachment that the block around says its picture is."""
        self._around = around
        self._body = body

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
                self._keep(part, part.tag)
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
                link.set("href", self._around.address(link.get("href").strip()))

    def _element(self, element: Element, *, breaks: bool, depth: int) -> None:
        tag = element.tag
        if tag in _GONE:
            self._body.dropped[tag] += tag in ("script", "style")
        elif tag in _HEADINGS:
            self._heading(element)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element)
        elif tag == "blockquote":
            self._quote(element)
        elif tag == "pre":
            self._code(element)
        elif tag == "table":
            self._table(element, "")
        elif tag == "hr":
            self._add("html", {"html": "<hr>"})
        elif tag == "img":
            self._picture(element, "")
        elif tag in _PLAYERS:
            self._player(element, "")
        elif tag == "figure" or classes(element) & {"wp-caption", "wp-block-embed"}:
            self._figure(element, breaks=breaks, depth=depth)
        elif tag in ("p", "summary", "figcaption", "address", "dt", "dd", "li") or tag in _WRAPPERS:
            self.read(element, breaks=breaks, depth=depth)
        else:
            self._keep(element, tag)

    # Paragraphs ------------------------------------------------------------------------------

    def _paragraphs(self, run: list[str | Element], around: Element, *, breaks: bool) -> None:
        """Text and inline elements as paragraphs; pictures among them stand for themselves."""
        pending: list[str] = []
        for part in run:
            if isinstance(part, str):
                pending.append(html.escape(part, quote=False))
                continue
            if part.tag in _GONE or part.tag in _CONTROLS:
                self._body.dropped[part.tag] += 1
                continue
            pictures = [part] if part.tag == "img" else list(part.iter("img"))
            lone = pictures and is_blank("".join(part.itertext()))
            if lone:
                self._flush(pending, around, breaks=breaks)
                pending = []
            else:
                pending.append(_without_pictures(part))
            for picture in pictures:
                if not lone:
                    self._flush(pending, around, breaks=breaks)
                    pending = []
                self._picture(picture, "")
        self._flush(pending, around, breaks=breaks)

    def _flush(self, pending: list[str], around: Element, *, breaks: bool) -> None:
        text = "".join(pending)
        if breaks:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            for piece in _BLANK_LINE.split(text):
                lines = [line.strip() for line in piece.strip().split("\n")]
                self._paragraph("<br>".join(lines), around)
        else:
            self._paragraph(" ".join(text.split()), around)

    def _paragraph(self, text: str, around: Element) -> None:
        text = re.sub(r"(?:\s*<br\s*/?>\s*)+$|^(?:\s*<br\s*/?>\s*)+", "", text.strip())
        if _BARE_ADDRESS.fullmatch(text):
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
        self._add("paragraph", clean_html(f"<p{named}>{cleaned}</p>"))

    def _heading(self, element: Element) -> None:
        text = clean_line(words(element))
        pictures = list(element.iter("img"))
        if 0 < len(text) <= HEADING_LENGTH_MAX:
            self._add("heading", {"text": text, "level": _HEADINGS[element.tag]})
        elif text:
            self._add("paragraph", f"<p><b>{html.escape(text)}</b></p>")
        for picture in pictures:
            self._picture(picture, "")

    # Lists, quotes, code, tables -------------------------------------------------------------

    def _list(self, element: Element) -> None:
        items = [child for child in element if child.tag == "li"]
        pictures = list(element.iter("img"))
        strangers = [
            child
            for child in element.iter()
            if child is not element and isinstance(child.tag, str) and child.tag in BLOCK_LEVEL
        ]
        plain_tags = {"li", "p"}
        if not is_blank(words(element, items)):
            self._keep(element, element.tag)
            return
        if items and all(stranger.tag in plain_tags for stranger in strangers):
            texts = [_item(item) for item in items]
            texts = [text for text in texts if not is_blank(re.sub(r"<[^>]*>", "", text))]
            if texts:
                self._add("list", {"ordered": element.tag == "ol", "items": texts})
        elif items and all(s.tag in plain_tags | {"ul", "ol"} for s in strangers):
            self._add("paragraph", clean_html(_without_pictures(element)))
        else:
            self._keep(element, element.tag)
            return
        for picture in pictures:
            self._picture(picture, "")

    def _quote(self, element: Element) -> None:
        if classes(element) & {"wp-block-pullquote", "pullquote"}:
            self._pull_quote(element)
            return
        if any(
            isinstance(child.tag, str) and child.tag not in _QUOTE_MARKUP
            for child in element.iterdescendants()
            if not _is_in_cite(child, element)
        ):
            self._keep(element, "quote with markup")
            return
        text, speaker = _text_and_cite(element)
        if text and len(speaker) <= SPEAKER_LENGTH_MAX:
            self._add("quote", {"text": text, "speaker": speaker, "role": "", "via": ""})
        elif text or speaker:
            self._keep(element, "quote with markup")

    def _pull_quote(self, element: Element) -> None:
        self._body.dropped["link in a pull quote"] += len(list(element.iter("a")))
        text, attribution = _text_and_cite(element)
        if text and len(attribution) <= SPEAKER_LENGTH_MAX:
            self._add("pull_quote", {"text": text, "attribution": attribution})
        elif text or attribution:
            self._add("pull_quote", {"text": f"{text}\n{attribution}".strip(), "attribution": ""})

    def _code(self, element: Element) -> None:
        for line_break in list(element.iter("br")):
            line_break.tail = "\n" + (line_break.tail or "")
        text = "".join(element.itertext()).strip("\r\n")
        if is_blank(text):
            return
        named = " ".join(
            [*classes(element), *(c for e in element.iter("code") for c in classes(e))]
        )
        found = re.search(r"(?:language|lang|brush)[-:](\S+)", named)
        language = found[1].strip(";")[:LANGUAGE_LENGTH_MAX] if found else ""
        self._add("code", {"text": text, "language": language})

    def _table(self, element: Element, caption: str) -> None:
        self._pictures_as_links(element)
        if is_blank("".join(element.itertext())):
            return
        if caption and element.find(".//caption") is not None:
            self._paragraph(html.escape(caption, quote=False), element)
        elif caption:
            made = parse(f"<table><caption>{html.escape(caption)}</caption></table>")
            element.insert(0, made.find(".//caption"))
        self._add("table", {"html": clean_html(markup(element)).strip()})

    # Pictures and players --------------------------------------------------------------------

    def _figure(self, element: Element, *, breaks: bool, depth: int) -> None:
        """What a figure shows, with its caption; one with more in it is read like running text."""
        captions = [found for found in element.iter("figcaption", "p", "dd") if _is_caption(found)]
        tables = list(element.iter("table"))
        players = list(element.iter(*_PLAYERS))
        pictures = list(element.iter("img"))
        shows = captions + tables + players
        link = element.find(".//a[@href]")
        is_embed = "wp-block-embed" in classes(element)
        if "wp-block-pullquote" in classes(element):
            self._pull_quote(element)
        elif is_embed and link is not None and is_blank(words(element, [*captions, link])):
            self.elsewhere(link.get("href"), _joined(captions), "embed")
        elif is_embed and _BARE_ADDRESS.fullmatch(words(element, captions)):
            self.elsewhere(words(element, captions), _joined(captions), "embed")
        elif len(tables) + bool(players) + bool(pictures) > 1 or not is_blank(
            words(element, shows)
        ):
            self.read(element, breaks=breaks, depth=depth)
        elif tables:
            self._table(tables[0], _joined(captions))
        elif players:
            for player in players:
                self._player(player, _joined(captions) if player is players[-1] else "")
        elif pictures:
            self._pictured(element, pictures, captions)
        else:
            self.read(element, breaks=breaks, depth=depth)

    def _pictured(self, element: Element, pictures: list[Element], captions: list[Element]) -> None:
        if len(pictures) == 1:
            named = self.picture_id or (element.get("data-id") or "")
            self._picture(pictures[0], _joined(captions), named)
            return
        left = list(captions)
        for picture in pictures:
            own = [found for found in left if found in _around_picture(picture, element)]
            left = [found for found in left if found not in own]
            self._picture(picture, _joined(own))
        for caption in left:
            self._paragraph(html.escape(_joined([caption]), quote=False), element)

    def _picture(self, element: Element, caption: str, number: str = "") -> None:
        source = (element.get("src") or element.get("data-src") or "").strip()
        found = re.search(r"\bwp-image-(\d+)", element.get("class") or "")
        number = (found[1] if found else "") or number or (element.get("data-id") or "")
        alt = excerpt(element.get("alt") or "", ALT_LENGTH_MAX)
        number = number or self.picture_id
        picture = self._around.picture(number, source)
        if picture is not None:
            caption = excerpt(caption, CAPTION_LENGTH_MAX)
            value = {"picture": picture, "caption": caption, "alt": alt, "decorative": False}
            self._add("picture", value)
            return
        self._body.missing_pictures += 1
        source = source or self._around.old_address(number)
        if source or alt or caption:
            self._link(source, alt, caption, "picture without its file")

    def _player(self, element: Element, caption: str) -> None:
        holders = [element, *element.iter("source", "embed", "a")]
        found = (
            holder.get(name) for holder in holders for name in ("src", "data-src", "data", "href")
        )
        address = next((value for value in found if value), "")
        self.elsewhere(address, caption, element.tag)

    def elsewhere(self, address: str, caption: str, what: str) -> None:
        """A link in the place of something that another site plays or shows."""
        if _LEADS_SOMEWHERE.match(address):
            self._link(address, "", caption, what)
        else:
            self._body.dropped[what] += 1

    def _link(self, address: str, label: str, caption: str, what: str) -> None:
        if address.startswith("//"):
            address = "https:" + address
        label = label or _short(address)
        shown = f'<a href="{html.escape(address)}">{html.escape(label)}</a>'
        if not address:
            shown = html.escape(label)
        noted = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
        cleaned = clean_html(f"<figure>{shown}{noted}</figure>")
        self._body.kept[what] += 1
        self._add("html", {"html": cleaned})

    # What has no counterpart -----------------------------------------------------------------

    def _keep(self, element: Element, name: str) -> None:
        self._pictures_as_links(element)
        cleaned = clean_html(markup(element)).strip()
        if is_blank(html.unescape(re.sub(r"<[^>]*>", "", cleaned))):
            return
        self._body.kept[name] += 1
        self._add("html", {"html": cleaned})

    def _pictures_as_links(self, element: Element) -> None:
        """No page here loads a picture from another site: a link takes its place."""
        for picture in list(element.iter("img", "iframe", "video", "audio", "embed", "object")):
            source = picture.get("src") or picture.get("data") or ""
            label = clean_line(picture.get("alt") or "") or _short(source)
            self._body.missing_pictures += picture.tag == "img"
            tail = picture.tail
            picture.clear()
            picture.tag, picture.tail = "a", tail
            if source:
                picture.set("href", self._around.address(source))
            picture.text = label

    def _add(self, kind: str, value: object) -> None:
        self._body.blocks.append({"type": kind, "value": value})


def _is_block(element: Element) -> bool:
    """Whether an element stands for itself, or has something in it that does."""
    if element.tag in BLOCK_LEVEL:
        return True
    return any(child.tag in BLOCK_LEVEL for child in element.iterdescendants() if child.tag != "p")


def _without_pictures(element: Element) -> str:
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


def _item(element: Element) -> str:
    """The inline markup of a list item; its paragraphs become lines."""
    pieces: list[str] = []
    for part in parts(element):
        is_paragraph = not isinstance(part, str) and part.tag == "p"
        if is_paragraph:
            _without_pictures(part)
        pieces.append(f"<br>{inner(part)}<br>" if is_paragraph else _inline(part))
    text = re.sub(r"(<br>\s*)+", "<br>", " ".join("".join(pieces).split()))
    return clean_html(text.removeprefix("<br>").removesuffix("<br>").strip())


def _inline(part: str | Element) -> str:
    if isinstance(part, str):
        return markup(part)
    return "" if part.tag == "img" else _without_pictures(part)


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


def _short(address: str) -> str:
    """An address as people read it: no scheme, no query."""
    split = urlsplit(address) if "[" not in address else None
    if split is None or not split.netloc:
        return excerpt(address, 120)
    return excerpt(f"{split.netloc.removeprefix('www.')}{split.path}".rstrip("/"), 120)
