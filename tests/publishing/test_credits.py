"""Reading the credit out of pictures, and writing it back in."""

import io
import json
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from broadsheet.publishing.credits import Credit, read_credit, xmp_packet
from broadsheet.publishing.pictures import UnusablePicture, receive_picture


@pytest.mark.parametrize(
    ("name", "agency", "line"),
    [
        ("Ada Quay", "EXAMPLE", "Ada Quay/EXAMPLE"),
        ("Ada Quay", "", "Ada Quay"),
        ("", "EXAMPLE", "EXAMPLE"),
        ("", "", ""),
        ("Ada Quay", "Ada Quay/EXAMPLE", "Ada Quay/EXAMPLE"),
        ("Ada Quay for EXAMPLE", "Example", "Ada Quay for EXAMPLE"),
        ("Ada Quay", "ada quay", "ada quay"),
    ],
)
def test_the_line_names_person_and_agency_once(name, agency, line):
    assert Credit(name=name, agency=agency).line == line


def test_a_line_that_is_too_long_for_the_database_is_cut():
    assert len(Credit(name="A" * 300, agency="B" * 300).line) == 255


def opened(kind: str = "JPEG", **options: Any) -> Image.Image:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind, **options)
    image = Image.open(io.BytesIO(out.getvalue()))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_what_was_written_is_read_again(kind):
    image = opened(kind, xmp=xmp_packet("Ada “Q” <Quay>/EXAMPLE & Sons"))
    assert read_credit(image).line == "Ada “Q” <Quay>/EXAMPLE & Sons"


def test_png_keeps_it_too():
    chunks = PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", xmp_packet("Ada Quay").decode())
    assert read_credit(opened("PNG", pnginfo=chunks)).line == "Ada Quay"


def iptc(*fields: tuple[int, int, bytes]) -> bytes:
    body = b"".join(
        b"\x1c" + bytes([record, number]) + len(value).to_bytes(2, "big") + value
        for record, number, value in fields
    )
    block = b"8BIM\x04\x04\x00\x00" + len(body).to_bytes(4, "big") + body
    payload = b"Photoshop 3.0\x00" + block + b"\x00" * (len(body) % 2)
    return b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload


def jpeg_with(segment: bytes) -> Image.Image:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    data = out.getvalue()
    return Image.open(io.BytesIO(data[:2] + segment + data[2:]))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([(2, 80, b"Ada Quay"), (2, 110, b"EXAMPLE")], "Ada Quay/EXAMPLE"),
        ([(1, 90, b"\x1b%G"), (2, 80, "Zoë Ñandú".encode())], "Zoë Ñandú"),
        ([(2, 80, "Zoë Ñandú".encode("cp1252"))], "Zoë Ñandú"),
        ([(2, 80, "Zoë".encode())], "Zoë"),
        ([(2, 80, b"Ada"), (2, 80, b"Ben")], "Ada, Ben"),
        ([(2, 80, b"  Ada\x00\x07 Quay \r\n")], "Ada Quay"),
        ([], ""),
    ],
)
def test_iptc_in_its_encodings(fields, expected):
    assert read_credit(jpeg_with(iptc(*fields))).line == expected


@pytest.mark.parametrize(
    "packet",
    [
        b"not xml at all",
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>',
        b"<x:xmpmeta",
        b"\x00" * 50,
    ],
)
def test_hostile_or_broken_xmp_says_nothing(packet):
    assert read_credit(opened(xmp=packet)).line == ""


def test_real_pictures_say_what_exiftool_reads(test_data):
    rows = json.loads((test_data / "images" / "expected.json").read_text())
    compared = 0
    for row in rows:
        path = test_data / row["SourceFile"]
        try:
            with path.open("rb") as file:
                line = receive_picture(file, name=path.name).credit
        except UnusablePicture:
            # Broken on purpose, or no picture at all (a sidecar, a bitmap no reader accepts).
            assert "poc" in path.name.lower() or "ExifTool:Warning" in row or path.suffix == ".xmp"
            continue
        creators = row.get("XMP-dc:Creator") or []
        bylines = row.get("IPTC:By-line") or []
        bylines = bylines if isinstance(bylines, list) else [bylines]
        name = ", ".join(creators) or ", ".join(bylines) or row.get("IFD0:Artist", "")
        agency = row.get("XMP-photoshop:Credit") or row.get("IPTC:Credit") or ""
        assert line == Credit(name=name.strip(), agency=agency).line, row["SourceFile"]
        compared += 1
    assert compared >= 18
