"""Shortcodes: words in square brackets that WordPress replaces when it shows a text.

Those of WordPress itself become HTML that the mapping knows. Those of plugins stay visible as
they were written, and are counted, since only the plugin knew what they meant.
"""

import html
import re
from collections import Counter
from typing import Final
from urllib.parse import quote

_OPENING = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,40})((?:\s[^\[\]]{0,2000})?)(/?)\](\]?)")
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|'([^']*)'|(\S+)"""
)
_VERBATIM = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.S | re.I)

ENCLOSING: Final = frozenset(
    {"caption", "wp_caption", "embed", "audio", "video", "playlist", "wpdiscuz-feedback"}
    | {"sourcecode", "code", "source", "codeblock"}
)
ALONE: Final = frozenset({"gallery", "audio", "video", "playlist", "youtube", "vimeo", "caption"})
CODE: Final = frozenset({"sourcecode", "code", "source", "codeblock"})


def expand(text: str, unknown: Counter[str], attached: list[str]) -> str:
    """The text with WordPress's own shortcodes as HTML; others are counted in `unknown`.

    `attached` are the ids of the pictures that a gallery without ids shows.
    """
    if "[" not in text:
        return text
    return _Expansion(text, unknown, attached).run()


class _Expansion:
    def __init__(self, text: str, unknown: Counter[str], attached: list[str]) -> None:
        self._text = text
        self._unknown = unknown
        self._attached = attached
        self._lower = text.lower()
        self._closings: dict[str, int] = {}
        """Where the next end of each name was found; beyond the text for none."""
        self._verbatim = [found.span() for found in _VERBATIM.finditer(text)][::-1]

    def run(self) -> str:
        text, out, at = self._text, list[str](), 0
        while found := _OPENING.search(text, at):
            out.append(text[at : found.start()])
            made, at = self._one(found)
            out.append(made)
        out.append(text[at:])
        return "".join(out)

    def _one(self, found: re.Match[str]) -> tuple[str, int]:
        """What one opening stands for, and where to go on."""
        escaped, closing, name, attributes, _, escaped_end = found.groups()
        name = name.lower()
        if escaped and escaped_end:
            return found[0][1:-1], found.end()
        if self._is_verbatim(found.start()):
            return found[0], found.end()
        after = found.end() - len(escaped_end)
        if closing or name not in ENCLOSING | ALONE:
            if not closing and self._looks_like_shortcode(found, name):
                self._unknown[name] += 1
            return found[0], found.end()
        values, bare = _attributes(attributes)
        end = self._closing(name, after) if name in ENCLOSING else None
        if end is not None:
            inside = self._text[after : end[0]]
            return escaped + self._enclosed(name, values, bare, inside), end[1]
        if name in ALONE:
            return escaped + self._alone(name, values, bare), after
        self._unknown[name] += 1
        return found[0], found.end()

    def _is_verbatim(self, at: int) -> bool:
        while self._verbatim and self._verbatim[-1][1] <= at:
            self._verbatim.pop()
        return bool(self._verbatim) and self._verbatim[-1][0] <= at

    def _looks_like_shortcode(self, found: re.Match[str], name: str) -> bool:
        """Bracketed words are common in prose: "[sic]"; a shortcode has more to it."""
        if "=" in found[4] or "_" in name or "-" in name or found[5]:
            return True
        return self._closing(name, found.end()) is not None

    def _closing(self, name: str, at: int) -> tuple[int, int] | None:
        mark = f"[/{name}]"
        start = self._closings.get(name, -1)
        if start < at:
            start = self._lower.find(mark, at)
            self._closings[name] = start = start if start >= 0 else len(self._text)
        return None if start == len(self._text) else (start, start + len(mark))

    def _enclosed(self, name: str, values: dict[str, str], bare: list[str], inside: str) -> str:
        if name == "wpdiscuz-feedback":
            return inside  # passages.py tells of it
        if name in CODE:
            language = values.get("language") or values.get("lang") or ""
            return _code(language, inside)
        if name in ("caption", "wp_caption"):
            return _caption(values, inside)
        address = html.unescape(re.sub(r"<[^>]*>", "", inside)).strip()
        return _link(address or _source(values, bare))

    def _alone(self, name: str, values: dict[str, str], bare: list[str]) -> str:
        if name == "gallery":
            ids = re.findall(r"\d+", values.get("ids") or values.get("include") or "")
            return "".join(_picture(number) for number in ids or self._attached)
        if name == "vimeo" and bare and bare[0].isdigit():
            return _link(f"https://vimeo.com/{bare[0]}")
        return _link(_source(values, bare))


def _attributes(text: str) -> tuple[dict[str, str], list[str]]:
    values: dict[str, str] = {}
    bare: list[str] = []
    for found in _ATTRIBUTE.finditer(html.unescape(text)):
        name, double, single, plain, *others = found.groups()
        if name:
            values.setdefault(name.lower(), double or single or plain or "")
        else:
            bare.append(next((other for other in others if other), "").lstrip("="))
    return values, bare


def _source(values: dict[str, str], bare: list[str]) -> str:
    for key in ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "flv", "id"):
        if values.get(key):
            return values[key]
    return next((word for word in bare if "/" in word), "")


def _link(address: str) -> str:
    """A frame of its own for something that plays elsewhere."""
    if not address:
        return ""
    escaped = html.escape(quote(address, safe="/:?=&#%+@,;~!$'()*[]"))
    return (
        f'\n\n<figure class="wp-block-embed"><a href="{escaped}">{html.escape(address)}</a>'
        "</figure>\n\n"
    )


def _picture(number: str) -> str:
    return f'\n\n<figure class="wp-block-image"><img class="wp-image-{number}"></figure>\n\n'


def _code(language: str, inside: str) -> str:
    text = html.escape(html.unescape(inside).strip("\r\n"), quote=False)
    return f'\n\n<pre class="language-{html.escape(language)}">{text}</pre>\n\n'


def _caption(values: dict[str, str], inside: str) -> str:
    """The caption stands in an attribute, in old files, or behind the picture."""
    picture, caption = inside, values.get("caption", "")
    found = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", inside, re.S | re.I)
    if found:
        picture, caption = found[1], caption or found[2]
    number = re.search(r"\d+", values.get("id", ""))
    mark = f' data-id="{number[0]}"' if number else ""
    return (
        f'\n\n<figure class="wp-block-image"{mark}>{picture.strip()}'
        f"<figcaption>{caption.strip()}</figcaption></figure>\n\n"
    )
