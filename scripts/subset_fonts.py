"""Makes the serif of the site from Source Serif 4, split by which characters a page shows.

    python -m pip install fonttools brotli
    npm pack @fontsource-variable/source-serif-4 && tar xzf fontsource-*.tgz
    python scripts/subset_fonts.py package/files

Most pages need the first part alone; a browser fetches another one only when a character of its
`unicode-range` occurs (`css/base.css`, which the last lines of the output are for).
"""

import argparse
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fontTools.subset import Options, Subsetter  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]
from fontTools.varLib.instancer import (  # type: ignore[import-not-found]
    instantiateVariableFont,
)

FOLDER: Final = Path(__file__).parent.parent / "broadsheet/web/static/web/fonts"
WEIGHTS: Final = (400, 700)
FEATURES: Final = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk"]
NAMES: Final = {
    0: "Copyright 2014-2023 Adobe (http://www.adobe.com/)."
    " A modified subset of a font with the reserved name Source.",
    1: "Broadsheet Serif",
    2: "Regular",
    4: "Broadsheet Serif",
    6: "BroadsheetSerif",
    13: "SIL Open Font License 1.1",
    14: "https://openfontlicense.org",
}
"""The original's name is reserved by its licence, so the subset carries another one."""


@dataclass(frozen=True)
class Part:
    """A file of the serif."""

    name: str
    source: str
    characters: str
    """As in CSS: U+20-7E, …"""

    @property
    def numbers(self) -> set[int]:
        """The characters as numbers."""
        found: set[int] = set()
        for span in self.characters.replace("U+", "").split(","):
            first, _, last = span.strip().partition("-")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
        return found


PARTS: Final = (
    Part(
        "broadsheet-serif-english.woff2",
        "source-serif-4-latin-wght-normal.woff2",
        "U+20-7E, U+A0, U+A3, U+B7, U+2009, U+2013, U+2014, U+2018, U+2019, U+201C, U+201D,"
        " U+2026, U+20AC",
    ),
    Part(
        "broadsheet-serif-latin.woff2",
        "source-serif-4-latin-wght-normal.woff2",
        "U+A1, U+A2, U+A4-B6, U+B8-FF, U+131, U+152, U+153, U+2C6, U+2DA, U+2DC, U+201A, U+201E,"
        " U+2022, U+2032, U+2033, U+2039, U+203A, U+2044, U+2122, U+2191, U+2193, U+2212",
    ),
    Part(
        "broadsheet-serif-latin-extended.woff2",
        "source-serif-4-latin-ext-wght-normal.woff2",
        "U+100-130, U+132-151, U+154-17F, U+218-21B, U+1E9E",
    ),
)


def made(font: Any, numbers: set[int]) -> bytes:
    """The part of a font with these characters, as WOFF 2."""
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = list(NAMES)
    options.drop_tables += ["BASE", "STAT"]
    subset = Subsetter(options)
    subset.populate(unicodes=numbers)
    subset.subset(font)
    for number, text in NAMES.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def narrowed(file: Path) -> Any:
    """The font with the weights that the stylesheet uses."""
    font = instantiateVariableFont(TTFont(file), {"wght": WEIGHTS})
    font.flavor = None
    whole = io.BytesIO()
    font.save(whole)
    whole.seek(0)
    return TTFont(whole)


def main() -> None:
    """Write the files and say how large they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, help="the folder with the fonts of the package")
    folder = parser.parse_args().files
    for part in PARTS:
        body = made(narrowed(folder / part.source), part.numbers)
        (FOLDER / part.name).write_bytes(body)
        print(f"{part.name}: {len(body)} bytes; unicode-range: {part.characters};")


if __name__ == "__main__":
    main()
