"""Things to discuss, and a moderator's hands."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from broadsheet.core import subjects
from broadsheet.core.subjects import Subject, Text, TextBlock
from broadsheet.discussion import actions
from broadsheet.discussion.actions import Posted

FERRY = "story:1"
BAKERY = "story:2"
ARTICLE = "page:7"
"""What the API calls article 7."""


class Stories:
    """The subjects of these tests; `close` and `hide` change one."""

    def __init__(self) -> None:
        self.known = {
            FERRY: Subject(FERRY, "The ferry stays in port", "/harbour/ferry/"),
            BAKERY: Subject(BAKERY, "A bakery reopens", "/town/bakery/"),
            ARTICLE: Subject(ARTICLE, "The budget passes", "/town/budget/"),
        }

        self.texts: dict[str, Text] = {}
        self.revision = 100

    def resolve(self, keys: list[str]) -> dict[str, Subject]:
        return {key: self.known[key] for key in keys if key in self.known}

    def read(self, key: str) -> Text | None:
        return self.texts.get(key) if key in self.known else None

    def write(self, key: str, **blocks: str) -> None:
        """Publish the next edition of a text."""
        self.revision += 1
        said = tuple(TextBlock(pk, words) for pk, words in blocks.items())
        self.texts[key] = Text(self.revision, said)

    def close(self, key: str, reason: str = "") -> None:
        self.known[key] = replace(self.known[key], is_open=False, closed_reason=reason)

    def hide(self, key: str) -> None:
        del self.known[key]


@pytest.fixture(autouse=True)
def stories(monkeypatch) -> Iterator[Stories]:
    found = Stories()
    for kind in ("story", "page"):
        monkeypatch.setitem(subjects._resolvers, kind, found.resolve)
        monkeypatch.setitem(subjects._readers, kind, found.read)
    return found


@pytest.fixture
def open_house(db) -> None:
    """First comments are published, as in the sample newsroom."""
    actions.save_rules(hold_first_comments=False)


@pytest.fixture
def say(open_house) -> Callable[..., Posted]:
    """Posts a comment under the ferry story: `say("Ada", "Hello", parent_id=3)`."""
    spoken = iter(range(10_000))

    def say(name: str = "Ada", body: str = "", **others: object) -> Posted:
        body = body or f"Remark number {next(spoken)}."
        return actions.post_comment(
            **{"subject": FERRY, "name": name, "body": body} | others  # type: ignore[arg-type]
        )

    return say
