"""One stylesheet and one script for the whole site, made from every room's small files.

A room puts `static/<room>/css/*.css` and `static/<room>/js/*.js` in its folder and is done. The
parts are joined at first use, named by a hash of what is in them, and kept in memory with their
compressed forms. What a stylesheet points to (fonts, pictures) is named by its hash as well.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import brotli
from django.apps import apps
from django.conf import settings

from broadsheet.web.accent import accent_css

LAYERS: Final = "@layer reset, tokens, base, layout, components, utilities;\n"
PREFIX: Final = "/static/"
HASH_LENGTH: Final = 12
FEWEST_ACCENTS_KEPT: Final = 8
"""Stylesheets kept in memory, one for each accent that was asked for."""

STYLES_FIRST: Final = "/* The page ends after its styles. */"
"""Stands as a script at the end of each page, where a browser waits for the stylesheet before it
goes on (HTML, 4.12.1: a script-blocking style sheet). A page that ended earlier would be laid out
without its styles first, since Chromium looks for forms then."""

UNTOLD_MS: Final = 1000
"""So long after the script has come it begins, even where the browser tells of no paint."""

_URL = re.compile(r"""url\(\s*["']?(?!data:|#|https?:|/)([^"')]+)["']?\s*\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_LINE_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/[ \t]*)$", re.M)
_STYLESHEET = re.compile(r"broadsheet-([0-9a-f]{12})-([0-9a-f]{6})\.css")


@dataclass(frozen=True)
class Asset:
    """A file that never changes under its name, with its compressed forms (empty: not worth it)."""

    name: str
    content_type: str
    body: bytes
    gzip: bytes
    brotli: bytes

    @property
    def address(self) -> str:
        """Where the site serves it."""
        return PREFIX + self.name


@dataclass(frozen=True)
class _Bundle:
    """All that the sources give, but for the accent."""

    css: str
    files: dict[str, Asset]
    script: Asset


def _asset(name: str, content_type: str, body: bytes) -> Asset:
    if not content_type.startswith(("text/", "image/svg")):
        return Asset(name, content_type, body, b"", b"")
    return Asset(
        name=name,
        content_type=content_type,
        body=body,
        gzip=gzip.compress(body, 9, mtime=0),
        brotli=brotli.compress(body, mode=brotli.MODE_TEXT),
    )


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:HASH_LENGTH]


def _sources(kind: str) -> list[Path]:
    """The rooms' files of a kind ("css" or "js"), web's first, then by room and name."""
    rooms = sorted(
        (app for app in apps.get_app_configs() if app.name.startswith("broadsheet.")),
        key=lambda app: (app.label != "web", app.label),
    )
    return [
        path
        for room in rooms
        for path in sorted((Path(room.path) / "static" / room.label / kind).glob(f"*.{kind}"))
    ]


def _squeezed(css: str) -> str:
    """The stylesheet without comments and indentation."""
    return _lines(_COMMENT.sub("", css))


def _squeezed_script(js: str) -> str:
    """The script without comments that have lines of their own, and without indentation."""
    return _lines(_LINE_COMMENT.sub("", js))


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"


def _one_after_another(texts: Iterable[str]) -> str:
    """The script: a function for each behaviour, so that no name of one reaches another.

    They begin once something is on the screen, each in a task of its own, so that neither the
    first sight of a page nor what a reader does then waits for them. A browser that keeps to itself
    when that was (those against tracking) begins a while later. What one fails at, or waits for,
    does not keep the others from beginning. When all have begun, the page says so: `data-begun`.
    """
    behaviours = "".join(f"async () => {{\n{text}}},\n" for text in texts)
    return f"""const behaviours = [
{behaviours}];
const begin = () => {{
behaviours.shift()?.();
if (behaviours.length) setTimeout(begin);
else document.documentElement.dataset.begun = "";
}};
const afterPaint = () => {{
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
}};
new PerformanceObserver(afterPaint).observe({{ type: "paint", buffered: true }});
setTimeout(afterPaint, {UNTOLD_MS});
"""


def _newest_change() -> float:
    return max(path.stat().st_mtime for kind in ("css", "js") for path in _sources(kind))


@lru_cache(maxsize=1)
def _built(changed_at: float) -> _Bundle:
    files: dict[str, Asset] = {}

    def point(source: Path, target: str) -> str:
        path = (source.parent / target).resolve()
        body = path.read_bytes()
        name = f"{path.stem}-{_hash(body)}{path.suffix}"
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        files[name] = _asset(name, "font/woff2" if path.suffix == ".woff2" else content_type, body)
        return f'url("{PREFIX}{name}")'

    css = LAYERS
    for source in _sources("css"):
        text = source.read_text(encoding="utf-8")
        css += _squeezed(_URL.sub(lambda found, s=source: point(s, found[1]), text))  # type: ignore[misc]
    texts = (_squeezed_script(path.read_text(encoding="utf-8")) for path in _sources("js"))
    body = _one_after_another(texts).encode()
    script = _asset(f"broadsheet-{_hash(body)}.js", "text/javascript; charset=utf-8", body)
    return _Bundle(css=css, files=files, script=script)


def _bundle() -> _Bundle:
    return _built(_newest_change() if settings.DEVELOPMENT else 0.0)


@lru_cache(maxsize=FEWEST_ACCENTS_KEPT)
def _stylesheet(css: str, accent: str) -> Asset:
    body = (css + accent_css(accent)).encode()
    name = f"broadsheet-{_hash(body)}-{accent.removeprefix('#')}.css"
    return _asset(name, "text/css; charset=utf-8", body)


def stylesheet(accent: str) -> Asset:
    """The stylesheet of the site in a newsroom's accent colour, written as #rrggbb."""
    return _stylesheet(_bundle().css, accent.lower())


def script() -> Asset:
    """The script of the site: every behaviour, each in a scope of its own."""
    return _bundle().script


def fonts() -> list[Asset]:
    """The fonts of the stylesheet, in its order; the first is the one that every page shows."""
    return [asset for asset in _bundle().files.values() if asset.content_type == "font/woff2"]


def find(name: str) -> Asset | None:
    """The asset of a name, or None. A stylesheet of an earlier hash is gone."""
    bundle = _bundle()
    if name == bundle.script.name:
        return bundle.script
    if found := _STYLESHEET.fullmatch(name):
        asset = stylesheet("#" + found[2])
        return asset if asset.name == name else None
    return bundle.files.get(name)
