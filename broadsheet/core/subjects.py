"""What a discussion can hang on: `web` registers how a subject key is looked up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """A public thing that people may discuss, such as an article."""

    key: str
    """Kind and id, such as "page:12"."""
    title: str
    path: str
    """Its address on this site, such as "/harbour/ferry-row/"."""
    is_open: bool = True
    closed_reason: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of a published text: a paragraph, a heading, a quote."""

    id: str
    words: str
    """Plain words on one line, as `core.html.words_of` gives them; never empty."""


@dataclass(frozen=True)
class Text:
    """What a subject says, in one of its editions."""

    revision: int
    """Names the edition; another text has another revision."""
    blocks: tuple[TextBlock, ...]


Resolver = Callable[[list[str]], dict[str, Subject]]
"""Takes keys of one kind; gives the subjects that exist and are public now."""

Reader = Callable[[str], Text | None]
"""Takes one key; gives the text that is public now, None where there is none."""

_resolvers: dict[str, Resolver] = {}
_readers: dict[str, Reader] = {}


def register(kind: str, resolve: Resolver, read: Reader | None = None) -> None:
    """Let keys that start with `kind:` be looked up by `resolve`, and their text by `read`."""
    _resolvers[kind] = resolve
    if read is not None:
        _readers[kind] = read


def find_many(keys: Iterable[str]) -> dict[str, Subject]:
    """The public subjects among `keys`, each kind asked once."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.partition(":")[0], []).append(key)
    found: dict[str, Subject] = {}
    for kind, some in by_kind.items():
        if kind in _resolvers:
            found |= _resolvers[kind](some)
    return found


def find(key: str) -> Subject | None:
    """The public subject of a key, or None."""
    return find_many([key]).get(key)


Authors = Callable[[str], frozenset[str]]
"""Takes a key of one kind; gives the e-mail addresses, in lower case, of who made the subject."""

_authors: dict[str, Authors] = {}


def register_authors(kind: str, authors: Authors) -> None:
    """Let `authors` say who made subjects whose keys start with `kind:`."""
    _authors[kind] = authors


def emails_of_authors(key: str) -> frozenset[str]:
    """Under which addresses the authors of a subject sign in; nobody else is to see them."""
    authors = _authors.get(key.partition(":")[0])
    return authors(key) if authors else frozenset()


def text_of(key: str) -> Text | None:
    """What a public subject says now; None where it is not public or has no words."""
    read = _readers.get(key.partition(":")[0])
    return read(key) if read else None
