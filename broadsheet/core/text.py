"""Plain text from people and files, made safe to store and show."""

import html
import re
import unicodedata
from functools import lru_cache

_DROPPED = {
    *(chr(code) for code in range(0x20) if chr(code) not in "\n\t"),
    *(chr(code) for code in range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",  # bidi overrides and isolates
    "\ufeff",
    "\ufffe",  # no XML may hold these two
    "\uffff",
    "\u2028",
    "\u2029",
}
_DROP_TABLE = {ord(char): None for char in _DROPPED}
# Letters and signs to Unicode, empty space to a reader: Hangul fillers and the braille blank.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN = frozenset("Cc Cf Cs Zs Zl Zp Mn Me".split())
MARKS_MAX = 8
"""Combining marks on one letter. Written languages need six at most; more build towers."""
_BLANKS = re.compile(r"[^\S\n]+")
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)


@lru_cache(maxsize=1)
def _towers() -> re.Pattern[str]:
    """Finds more marks than a letter can carry; made when the first text needs it."""
    marks = [
        chr(code)
        for code in range(0x300, 0x20000)
        if unicodedata.category(chr(code)) in {"Mn", "Me"}
    ]
    one = "[" + "".join(marks) + "]"
    return re.compile(f"({one}{{{MARKS_MAX}}}){one}+")


def clean_text(text: str) -> str:
    """Text of many lines: NFC, no control or bidi-override characters, at most one empty line.

    Lone surrogates are replaced, since no database stores them.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROP_TABLE)
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        text = _towers().sub(r"\1", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip()


def is_visible(text: str) -> bool:
    """Whether there is anything to see: not only blanks, joiners, fillers and the like."""
    return any(
        char not in _BLANK_LETTERS and unicodedata.category(char) not in _UNSEEN for char in text
    )


def clean_line(text: str) -> str:
    """Text of one line: as clean_text, with each run of white space as one space."""
    return _BLANKS.sub(" ", clean_text(text).replace("\n", " ")).strip()


def clean_email(address: str) -> str:
    """An e-mail address as it is kept and compared: without surrounding blanks, in lower case."""
    return clean_line(address).lower()


def plain(markup: str) -> str:
    """The words of an HTML fragment, tags gone and entities decoded, on one line."""
    return clean_line(html.unescape(_TAGS.sub(" ", markup)))


def excerpt(text: str, length: int) -> str:
    """The first words of a text, at most `length` code points, ended by an ellipsis if cut."""
    text = clean_line(text)
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > length // 2 else cut).rstrip(" ,;:.–-") + "…"
