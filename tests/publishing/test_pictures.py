"""Pictures on their way in: safe, bounded, written anew with their credit."""

import io
import resource
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from PIL import Image

from broadsheet.core.models import Announcement
from broadsheet.publishing import actions
from broadsheet.publishing.credits import read_credit, xmp_packet
from broadsheet.publishing.models import Picture, PictureRendition
from broadsheet.publishing.pictures import EDGE_MAX, receive_picture
from broadsheet.publishing.rendering import shown
from tests.publishing.conftest import picture_file


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny file whose header promises a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


JPEG = picture_file(size=(200, 120)).read()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b"<svg onload='alert(1)'/>", "not a picture"),
        (b"GIF89a" + b"\x00" * 20, "damaged|not a picture"),
        (png_that_claims(100_000, 100_000), "more than 60 megapixels"),
        (png_that_claims(9_000, 9_000), "more than 60 megapixels"),
        (png_that_claims(500, 500), "damaged"),
        (JPEG[: len(JPEG) // 2], "damaged"),
        (b"\xff" * (30 * 1024 * 1024 + 1), "larger than 30 MB"),
    ],
)
def test_what_is_no_sound_picture_is_refused_in_a_sentence(db, tmp_path, data, sentence):
    with pytest.raises(actions.UnusablePicture, match=sentence) as refused:
        actions.save_picture(file=ContentFile(data, name="x.jpg"), title="X")
    assert refused.value.sentence.endswith(".")
    assert not Picture.objects.exists()
    assert not list((tmp_path / "media").rglob("*.*"))


def test_a_full_disk_is_told_and_nothing_stored(db, monkeypatch):
    class FullDisk(FileSystemStorage):
        def _save(self, name: str, content: object) -> str:
            with Path("/dev/full").open("wb", buffering=0) as file:
                file.write(b"picture")
            return name

    monkeypatch.setattr(Picture._meta.get_field("file"), "storage", FullDisk())
    with pytest.raises(actions.UnusablePicture, match="no room left"):
        actions.save_picture(file=picture_file(), title="X", credit="Ada")
    assert not Picture.objects.exists()


def test_a_full_upload_folder_is_told_as_well(db):
    # The limit on the size of files stands for a disk without room; other writes are not made.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(actions.UnusablePicture, match="no room left"):
            receive_picture(picture_file(), name="x.jpg")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_scripts_in_metadata_do_not_survive_but_the_credit_does(paper):
    out = io.BytesIO()
    image = Image.new("RGB", (40, 30))
    exif = Image.Exif()
    exif[0x010E] = "<script>alert('description')</script>"
    exif[0x013B] = "Ada Quay"
    image.save(out, "JPEG", exif=exif, comment=b"<script>alert('comment')</script>")
    data = out.getvalue() + b"<?php system('appended'); ?>"
    picture = actions.save_picture(file=ContentFile(data, name="evil.php.jpg"), title="Evil")
    stored = picture.file.open("rb").read()
    for bad in (b"<script", b"alert", b"<?php"):
        assert bad not in stored
    assert picture.credit == "Ada Quay"
    with Image.open(io.BytesIO(stored)) as again:
        assert read_credit(again).line == "Ada Quay"


def test_the_credit_is_read_from_the_file_unless_one_is_given(paper):
    def upload() -> ContentFile:
        return picture_file(xmp=xmp_packet("Ben Moor/EXAMPLE"))

    assert actions.save_picture(file=upload(), title="X").credit == "Ben Moor/EXAMPLE"
    given = actions.save_picture(file=upload(), title="X", credit="Ada Quay")
    assert given.credit == "Ada Quay"


def test_an_imported_picture_without_credit_is_marked(paper):
    picture = actions.save_picture(file=picture_file(), title="X", allow_unknown_credit=True)
    assert picture.credit_unknown
    assert not picture.lacks_credit
    known = actions.save_picture(file=None, title="X", credit="Ada", picture=picture)
    assert (known.credit, known.credit_unknown) == ("Ada", False)


@pytest.mark.parametrize(
    ("kind", "mode", "stored_as"),
    [
        ("JPEG", "CMYK", "JPEG"),
        ("JPEG", "L", "JPEG"),
        ("PNG", "P", "PNG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "I;16", "PNG"),
        ("PNG", "1", "PNG"),
        ("GIF", "P", "PNG"),
        ("WEBP", "RGBA", "WEBP"),
        ("AVIF", "RGB", "AVIF"),
        ("TIFF", "RGB", "JPEG"),
        ("TIFF", "RGBA", "PNG"),
        ("BMP", "RGB", "JPEG"),
    ],
)
def test_every_readable_kind_becomes_a_plain_one(kind, mode, stored_as):
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, kind)
    received = receive_picture(io.BytesIO(out.getvalue()), name=f"x.{kind.lower()}")
    with Image.open(received) as image:
        assert image.format == stored_as
        assert image.size == (30, 20)
        assert image.mode in {"RGB", "RGBA"}


def test_a_lying_picture_is_turned_upright_and_a_huge_one_made_smaller():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = receive_picture(picture_file(size=(80, 20), exif=exif), name="x.jpg")
    with Image.open(turned) as image:
        assert image.size == (20, 80)
    huge = receive_picture(picture_file(size=(EDGE_MAX * 2, 40)), name="x.jpg")
    with Image.open(huge) as image:
        assert image.width == EDGE_MAX


def test_copies_carry_the_credit_and_their_size(paper):
    picture = paper.picture(file=picture_file(size=(1200, 800)))
    copies = shown(picture)
    assert [source.mime for source in copies.sources] == ["image/avif", "image/webp"]
    assert (copies.width, copies.height) == (960, 640)
    assert "480w" in copies.sources[0].srcset
    assert "1200w" in copies.sources[0].srcset
    kinds = set()
    for rendition in PictureRendition.objects.all():
        with rendition.file.open("rb") as file, Image.open(file) as image:
            image.load()
            kinds.add(image.format)
            assert read_credit(image).line == "Ada Quay/EXAMPLE"
            assert image.size == (rendition.width, rendition.height)
    assert kinds == {"JPEG", "WEBP", "AVIF"}


def test_a_new_credit_makes_new_copies(paper):
    picture = paper.picture()
    shown(picture)
    actions.save_picture(file=None, title="X", credit="Ben Moor", picture=picture)
    assert not PictureRendition.objects.exists()
    with Image.open(Picture.objects.get().get_rendition("width-480|format-jpeg").file) as image:
        assert read_credit(image).line == "Ben Moor"


def test_a_picture_whose_file_is_lost_is_left_out(paper):
    picture = paper.picture()
    picture.file.storage.delete(picture.file.name)
    assert shown(Picture.objects.get()) is None


def test_a_change_is_told_with_the_pages_that_show_the_picture(paper):
    picture, other = paper.picture(), paper.picture()
    paper.story(slug="lead", hero=picture)
    block = {"type": "picture", "value": {"picture": picture.pk}}
    paper.story(slug="text", body=[block], hero=other)
    actions.save_page(slug="about", title="About", body=[block], live=True)
    paper.story(slug="draft", hero=picture, live=False)
    paper.story(slug="other", hero=other)
    Announcement.objects.all().delete()
    actions.save_picture(file=None, title="X", credit="Ben Moor", picture=picture)
    (told,) = Announcement.objects.filter(topic="picture.saved")
    assert told.values == {
        "id": picture.pk,
        "paths": ["/about/", "/harbour/lead/", "/harbour/text/"],
    }


@pytest.mark.parametrize("name", ["harbour.jpg", "the-harbour-of-our-town-" * 5 + ".jpg"])
def test_an_address_is_never_used_for_another_picture(paper, name):
    first = paper.picture(file=picture_file(name=name))
    addresses = {first.file.url, first.get_rendition("width-40|format-webp").url}
    first.delete()
    second = paper.picture(file=picture_file(name=name, size=(60, 60)))
    assert addresses.isdisjoint({second.file.url, second.get_rendition("width-40|format-webp").url})
