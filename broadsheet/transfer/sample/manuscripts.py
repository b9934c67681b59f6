"""Reads the stories of the sample, which are written as plain text, into blocks.

A manuscript opens with TOML between two lines of `+++`. After that a blank line parts one block
from the next. Words are Markdown; `##` and `###` are headings; a block with more to it than words
is TOML between `::: name` and `:::`.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from markdown_it import MarkdownIt

from broadsheet.core.clock import rfc3339
from broadsheet.transfer.sample.moments import moment, name_weekdays

HOME: Final = Path(__file__).parent

_PARTS: Final = re.compile(r"\+\+\+\n(.*?)\+\+\+\n(.*)", re.S)
_BLOCKS: Final = re.compile(
    r"^::: (?P<name>\w+)\n(?P<toml>.*?)^:::$|(?P<words>\S.*?)(?=\n\s*\n|\Z)", re.S | re.M
)
_HEADING: Final = re.compile(r"(#{2,3}) (.*)")
_INLINE: Final = MarkdownIt("zero").enable(["emphasis", "link"])


@dataclass(frozen=True)
class Manuscript:
    """One story or page as it lies in the package."""

    slug: str
    head: dict[str, Any]
    words: str

    def published_at(self, now: datetime) -> datetime:
        """When it appeared, seen from now."""
        return moment(self.head["published"], counted_from=now)


@cache
def toml(path: str) -> dict[str, Any]:
    """One of the sample's TOML files."""
    return tomllib.loads((HOME / path).read_text(encoding="utf-8"))


def manuscripts(folder: str) -> list[Manuscript]:
    """Everything that lies in a folder, by address."""
    return [_read(file) for file in sorted((HOME / folder).glob("*.md"))]


def picture_file(name: str) -> Path:
    """One of the sample's pictures."""
    return HOME / "pictures" / f"{name}.jpg"


def picture_names(manuscript: Manuscript) -> set[str]:
    """The pictures that a story shows."""
    shown = {block["picture"] for kind, block in _blocks(manuscript.words) if kind == "picture"}
    return shown | ({manuscript.head["hero"]} if "hero" in manuscript.head else set())


def body(
    manuscript: Manuscript, *, published_at: datetime, pictures: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The raw stream data of a story; `pictures` gives the id for each name."""
    words = name_weekdays(manuscript.words, counted_from=published_at)

    def at(text: str) -> str:
        return rfc3339(moment(text, counted_from=published_at))

    return [
        {"type": kind, "value": _VALUES[kind](value, at, pictures)}
        for kind, value in _blocks(words)
    ]


def _read(file: Path) -> Manuscript:
    found = _PARTS.fullmatch(file.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{file.name} does not open with its head.")
    return Manuscript(slug=file.stem, head=tomllib.loads(found[1]), words=found[2])


def _blocks(words: str) -> Iterator[tuple[str, Any]]:
    for found in _BLOCKS.finditer(words):
        if found["name"]:
            yield found["name"], tomllib.loads(found["toml"])
        elif heading := _HEADING.fullmatch(found["words"]):
            yield "heading", {"text": heading[2], "level": len(heading[1])}
        else:
            yield "paragraph", found["words"]


# From what is written to what a block holds --------------------------------------------------

At = Callable[[str], str]
Pictures = Mapping[str, int]


def _html(text: str) -> str:
    return str(_INLINE.renderInline(text)).replace("\n", "<br>")


def _paragraph(text: str, _at: At, _pictures: Pictures) -> str:
    return f"<p>{_html(text)}</p>"


def _as_written(value: dict[str, Any], _at: At, _pictures: Pictures) -> dict[str, Any]:
    return value


def _list(value: dict[str, Any], _at: At, _pictures: Pictures) -> dict[str, Any]:
    return {"ordered": value["ordered"], "items": [_html(item) for item in value["items"]]}


def _picture(value: dict[str, Any], _at: At, pictures: Pictures) -> dict[str, Any]:
    return {"decorative": False, **value, "picture": pictures[value["picture"]]}


def _correction(value: dict[str, Any], at: At, _pictures: Pictures) -> dict[str, Any]:
    return {"text": value["text"], "corrected_at": at(value["corrected_on"])}


def _claim(value: dict[str, Any], at: At, _pictures: Pictures) -> dict[str, Any]:
    return {**_said(value, at), "responses": [_said(one, at) for one in value["responses"]]}


def _said(value: dict[str, Any], at: At) -> dict[str, Any]:
    kept = {key: words for key, words in value.items() if key != "said_on"}
    return {**kept, "said_at": at(value["said_on"])}


_VALUES: Final[dict[str, Callable[[Any, At, Pictures], Any]]] = {
    "paragraph": _paragraph,
    "heading": _as_written,
    "pull_quote": _as_written,
    "quote": _as_written,
    "list": _list,
    "picture": _picture,
    "correction": _correction,
    "claim": _claim,
}
