"""Sizes and formats in which a picture is shown, and how each copy is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.files import File
from wagtail.images.models import Filter
from willow.image import AvifImageFile, ImageFile, JPEGImageFile, PNGImageFile, WebPImageFile

from broadsheet.publishing.pictures import encode

WIDTHS: Final = (480, 960, 1600)
"""Pixels: a phone or a card, a phone's sharp screen or a column, a wide screen's sharp column."""
CARD_WIDTHS: Final = (480, 960)
FALLBACK_WIDTH: Final = 960
"""The one JPEG, for browsers that know neither AVIF nor WebP."""
FORMATS: Final = (("avif", "image/avif"), ("webp", "image/webp"))

_FILES: Final[dict[str, type[ImageFile]]] = {
    "avif": AvifImageFile,
    "jpeg": JPEGImageFile,
    "png": PNGImageFile,
    "webp": WebPImageFile,
}
# One step slower (AVIF speed 8, WebP method 4) takes three times as long for 5 % fewer bytes.
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "avif": {"quality": 55, "speed": 9, "max_threads": 1},
    "jpeg": {"quality": 78, "progressive": True, "optimize": True},
    "png": {"optimize": True},
    "webp": {"quality": 76, "method": 2},
}


class CreditFilter(Filter):
    """Wagtail's filter, but the copy it writes carries the credit as XMP."""

    def run(self, image: Any, output: Any, source: File | None = None) -> ImageFile:
        """Write the copy into `output`."""
        with self.get_willow_image(image, source) as opened:
            original_format = opened.format_name
            picture = opened.auto_orient()
            transform = self.get_transform(image, picture.get_size())
            picture = picture.crop(transform.get_rect().round()).resize(transform.size)
            env: dict[str, Any] = {"original-format": original_format}
            for operation in self.filter_operations:
                picture = operation.run(picture, image, env) or picture
            target = env.get("output-format", original_format)
            if target not in _FILES:
                target = "png"
            if target == "jpeg" and picture.has_alpha():
                picture = picture.set_background_color_rgb((255, 255, 255))
            pixels = picture.image
            if target != "png" and pixels.mode not in {"RGB", "RGBA"}:
                pixels = pixels.convert("RGB")
            output.write(encode(pixels, target.upper(), credit=image.credit, **_OPTIONS[target]))
        output.seek(0)
        return _FILES[target](output)


@dataclass(frozen=True)
class Source:
    """One `<source>` of a picture element."""

    mime: str
    srcset: str


@dataclass(frozen=True)
class Shown:
    """What `_picture.html` needs: the sources, and the image for everybody else."""

    sources: tuple[Source, ...]
    url: str
    width: int
    height: int


def _widths(picture: Any, widths: Iterable[int]) -> list[int]:
    """The widths that make sense: none is larger than the picture but the first above it."""
    fitting: list[int] = []
    for width in widths:
        fitting.append(width)
        if width >= picture.width * 0.9:
            break
    return fitting


def specs(picture: Any, widths: Iterable[int] = WIDTHS) -> list[str]:
    """The rendition specs in which a picture is shown at these widths."""
    fitting = _widths(picture, widths)
    return [
        *(f"width-{width}|format-{name}" for name, _mime in FORMATS for width in fitting),
        f"width-{FALLBACK_WIDTH}|format-jpeg",
    ]


ALL_SPECS: Final = [
    *(f"width-{width}|format-{name}" for name, _mime in FORMATS for width in WIDTHS),
    f"width-{FALLBACK_WIDTH}|format-jpeg",
]


def shown(picture: Any, widths: Iterable[int] = WIDTHS) -> Shown | None:
    """The picture's copies, made now where they are missing; None where its file is gone."""
    wanted = specs(picture, widths)
    loaded = {copy.filter_spec: copy for copy in getattr(picture, "prefetched_renditions", ())}
    # Wagtail would read each spec anew to see whether it cuts around a focus; these never do.
    renditions = {spec: loaded[spec] for spec in wanted if spec in loaded}
    if len(renditions) < len(set(wanted)):
        try:
            renditions = picture.get_renditions(*wanted)
        except OSError:
            return None
    fallback = renditions[wanted[-1]]
    return Shown(
        sources=tuple(
            Source(
                mime=mime,
                srcset=", ".join(
                    f"{rendition.url} {rendition.width}w"
                    for spec, rendition in renditions.items()
                    if spec.endswith(f"format-{name}")
                ),
            )
            for name, mime in FORMATS
        ),
        url=fallback.url,
        width=fallback.width,
        height=fallback.height,
    )
