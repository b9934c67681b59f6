"""Whose picture is it? Reads the credit out of a picture's own metadata, and writes it back in.

Three places are asked, in this order, for each of the two parts of a credit line:
the name from XMP dc:creator, IPTC by-line (2:80), EXIF Artist; the agency from XMP
photoshop:Credit, IPTC credit (2:110). XMP comes first because IPTC cuts names at 32 bytes and
EXIF often holds the camera's owner.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin, JpegImagePlugin

from broadsheet.core.text import clean_line

CREDIT_LENGTH_MAX: Final = 255
METADATA_BYTES_MAX: Final = 2_000_000

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CREDIT: Final = "{http://ns.adobe.com/photoshop/1.0/}Credit"

_IPTC_CHARSET: Final = (1, 90)
_IPTC_BYLINE: Final = (2, 80)
_IPTC_CREDIT: Final = (2, 110)
_IPTC_RESOURCE: Final = 0x0404
_UTF8_FLAG: Final = b"\x1b%G"


@dataclass(frozen=True)
class Credit:
    """The two parts of a credit line; either may be empty."""

    name: str = ""
    agency: str = ""

    @property
    def line(self) -> str:
        """`Name/AGENCY`; only one part where the other is missing or already says it."""
        name, agency = self.name, self.agency
        if not name or name.casefold() in agency.casefold():
            line = agency or name
        elif not agency or agency.casefold() in name.casefold():
            line = name
        else:
            line = f"{name}/{agency}"
        return line[:CREDIT_LENGTH_MAX]


def read_credit(image: ImageFile.ImageFile) -> Credit:
    """The credit that an opened picture carries; empty parts where it says nothing readable."""
    xmp = _xmp(image)
    iptc = _iptc(image)
    return Credit(
        name=xmp.name or iptc.name or _exif_artist(image),
        agency=xmp.agency or iptc.agency,
    )


def xmp_packet(credit: str) -> bytes:
    """An XMP packet that says whose picture it is, to be put into a stored file.

    The whole line is `photoshop:Credit`; what stands before the slash is `dc:creator`.
    """
    line = escape(credit, {'"': "&quot;"})
    name = escape(credit.partition("/")[0].strip(), {'"': "&quot;"})
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{line}">'
        f"<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


# XMP ----------------------------------------------------------------------------------------


def _xmp(image: Image.Image) -> Credit:
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet or len(packet) > METADATA_BYTES_MAX:
        return Credit()
    root = _parsed(packet)
    if root is None:
        return Credit()
    names: list[str] = []
    agency = ""
    for description in root.iter(f"{_RDF}Description"):
        names = names or [clean_line(text) for text in _texts(description, _CREATOR)]
        agency = agency or clean_line(" ".join(_texts(description, _CREDIT)))
    return Credit(name=", ".join(name for name in names if name), agency=agency)


def _parsed(packet: bytes) -> Element | None:
    # Packets are padded with zeros or blanks; in UTF-16 these may be half a character.
    for attempt in (packet, packet.rstrip(b"\x00 \r\n\t")):
        try:
            return ElementTree.fromstring(attempt)
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            continue
    return None


def _texts(description: Element, tag: str) -> Iterator[str]:
    if tag in description.attrib:
        yield description.attrib[tag]
    for element in description.iter(tag):
        items = list(element.iter(f"{_RDF}li"))
        for holder in items or [element]:
            yield "".join(holder.itertext())


# IPTC ---------------------------------------------------------------------------------------


def _iptc(image: ImageFile.ImageFile) -> Credit:
    try:
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            _join_split_resource(image)
        found: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    except (SyntaxError, ValueError, OSError, struct.error, AttributeError, TypeError):
        return Credit()  # a broken block says nothing
    is_utf8 = _UTF8_FLAG in _values(found.get(_IPTC_CHARSET))
    return Credit(
        name=_iptc_text(found.get(_IPTC_BYLINE), is_utf8),
        agency=_iptc_text(found.get(_IPTC_CREDIT), is_utf8),
    )


def _join_split_resource(image: JpegImagePlugin.JpegImageFile) -> None:
    """A long Photoshop block is cut over several JPEG segments; Pillow reads only pieces of it."""
    head = b"Photoshop 3.0\x00"
    pieces = [
        data[len(head) :]
        for marker, data in getattr(image, "applist", [])
        if marker == "APP13" and data.startswith(head)
    ]
    if len(pieces) < 2:
        return
    joined = b"".join(pieces)
    found = re.search(rb"8BIM\x04\x04(?:\x00\x00|.{2})", joined, re.S)
    if found:
        (size,) = struct.unpack_from(">I", joined, found.end())
        start = found.end() + 4
        image.info["photoshop"] = {_IPTC_RESOURCE: joined[start : start + size]}


def _values(raw: Any) -> list[bytes]:
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def _iptc_text(raw: Any, is_utf8: bool) -> str:
    names = [clean_line(_decoded(value, is_utf8)) for value in _values(raw)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _decoded(value: bytes, is_utf8: bool) -> str:
    # Without the flag the standard allows anything; UTF-8 is tried, then what Windows wrote.
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8" if is_utf8 else "cp1252", "replace")


# EXIF ---------------------------------------------------------------------------------------


def _exif_artist(image: Image.Image) -> str:
    try:
        artist = image.getexif().get(ExifTags.Base.Artist, "")
    except (SyntaxError, ValueError, OSError, struct.error, KeyError, TypeError):
        return ""
    if isinstance(artist, bytes):
        artist = artist.decode("latin-1")
    if not isinstance(artist, str):
        return ""
    # Pillow reads EXIF text as Latin-1, most cameras and programs write UTF-8.
    return clean_line(_decoded(artist.encode("latin-1", "replace"), is_utf8=False))
