"""What happens to a picture on its way in: looked at, bounded, decoded, and written anew.

Only pixels and the credit survive. Whatever else the file carried (scripts in comments, places
in EXIF, thumbnails, appended archives) is gone, since the stored file is made from the pixels.
"""

import contextlib
import io
import os
import struct
import warnings
import zlib
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError

from broadsheet.core import disk
from broadsheet.publishing.credits import read_credit, xmp_packet

BYTES_MAX: Final = 30 * 1024 * 1024
PIXELS_MAX: Final = 60_000_000
"""As much as the cameras of a newsroom make; decoding it stays within a small machine's memory."""
EDGE_MAX: Final = 4096
"""The longest edge of a stored picture: enough for a printed page, small enough to work with."""
READABLE: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP")

_WRITTEN_AS: Final = {"PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
_EXTENSIONS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
_MIME: Final = {name: f"image/{name.lower()}" for name in _EXTENSIONS}
_SAVE_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 80, "speed": 8},
}
_DECODING_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    OverflowError,
    struct.error,
    zlib.error,
)


class UnusablePicture(Exception):
    """The file cannot become a picture of the newsroom; the text is one sentence for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ReadyFile(TemporaryUploadedFile):
    """A picture fit to be stored, in the upload folder; storing moves it, which is no error."""

    credit: str = ""
    """The credit line that the file from outside carried."""

    def __del__(self) -> None:
        self.close()


def receive_picture(file: IO[bytes] | File, *, name: str) -> ReadyFile:
    """Decode a picture from outside and write it anew; raises UnusablePicture, stores nothing.

    The result lies in the upload folder, so that a full disk is noticed here, while it can still
    be told in a sentence; storing it is then a mere move on the same disk.
    """
    data = _read(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=READABLE) as image:
                _refuse_too_large(image)
                source_format = image.format or ""
                image.draft("RGB", (EDGE_MAX, EDGE_MAX))  # JPEG alone: decode no more than needed
                image.load()
                credit = read_credit(image).line
                pixels = _normal(image)
    except UnusablePicture:
        raise
    except Image.DecompressionBombError as error:
        raise UnusablePicture(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise UnusablePicture(
            _("This file is not a picture that can be read (JPEG, PNG, GIF, WebP, AVIF or TIFF).")
        ) from error
    except _DECODING_ERRORS as error:
        raise UnusablePicture(
            _("This picture is damaged and cannot be read to its end.")
        ) from error
    return _written(pixels, source_format, credit, name)


def full_disk_sentence() -> str:
    """What people are told when a picture could not be written."""
    return _("The picture was not stored: there is no room left on the server's disk.")


def _read(file: IO[bytes] | File) -> bytes:
    file.seek(0)
    data = file.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        raise UnusablePicture(
            _("This file is larger than %(megabytes)d MB; please make it smaller.")
            % {"megabytes": BYTES_MAX // (1024 * 1024)}
        )
    if not data:
        raise UnusablePicture(_("This file is empty."))
    return data


def _refuse_too_large(image: Image.Image) -> None:
    if image.width * image.height > PIXELS_MAX:
        raise UnusablePicture(_too_many_pixels())


def _too_many_pixels() -> str:
    return _("This picture has more than %(megapixels)d megapixels; please make it smaller.") % {
        "megapixels": PIXELS_MAX // 1_000_000
    }


def _normal(image: Image.Image) -> Image.Image:
    """The first frame, upright, in sRGB, at most EDGE_MAX wide or high."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((EDGE_MAX, EDGE_MAX), Image.Resampling.LANCZOS)
    has_alpha = upright.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in upright.info
    mode = "RGBA" if has_alpha else "RGB"
    profile = upright.info.get("icc_profile")
    if profile and upright.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            converted = ImageCms.profileToProfile(
                upright,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        upright = converted or upright
    if upright.mode.startswith(("I", "F")):  # 16 and 32 bits a channel
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    pixels = upright.convert(mode)
    pixels.info = {}
    return pixels


def _written(pixels: Image.Image, source_format: str, credit: str, name: str) -> ReadyFile:
    target = _WRITTEN_AS.get(source_format, "PNG" if pixels.mode == "RGBA" else "JPEG")
    stem = os.path.splitext(os.path.basename(name))[0] or "picture"
    encoded = encode(pixels, target, credit=credit, **_SAVE_OPTIONS[target])
    ready = ReadyFile(f"{stem}.{_EXTENSIONS[target]}", _MIME[target], len(encoded), None)
    ready.credit = credit
    try:
        ready.write(encoded)
        ready.flush()
        ready.seek(0)
    except OSError as error:
        with contextlib.suppress(OSError):  # closing tries to write once more
            ready.close()
        if disk.is_full(error):
            raise UnusablePicture(full_disk_sentence()) from error
        raise
    return ready


def encode(pixels: Image.Image, target: str, *, credit: str, **options: Any) -> bytes:
    """The pixels as a file of the target format which says whose picture it is."""
    if credit:
        packet = xmp_packet(credit)
        if target == "PNG":
            chunks = PngImagePlugin.PngInfo()
            chunks.add_itxt("XML:com.adobe.xmp", packet.decode())
            options["pnginfo"] = chunks
        else:
            options["xmp"] = packet
    out = io.BytesIO()
    pixels.save(out, target, **options)
    return out.getvalue()
