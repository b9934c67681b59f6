"""What readers may discuss: live public stories and pages with their discussion switched on."""

from broadsheet.core.subjects import Subject, Text, TextBlock
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.publishing.words import words_of_blocks

KIND = "page"


def key_of_id(pk: int) -> str:
    """The subject key of the page with this id, such as "page:12"."""
    return f"{KIND}:{pk}"


def key_of(page: ArticlePage | StaticPage) -> str:
    """The subject key of a page."""
    return key_of_id(page.pk)


def _id_of(key: str) -> int | None:
    number = key.partition(":")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


def resolve(keys: list[str]) -> dict[str, Subject]:
    """The public subjects among keys of kind "page"."""
    ids = {number for key in keys if (number := _id_of(key)) is not None}
    pages = publishing.discussed_pages(ids)
    return {
        key: Subject(key=key, title=page.title, path=page.path)
        for key in keys
        if (page := pages.get(_id_of(key) or 0))
    }


def emails_of_authors(key: str) -> frozenset[str]:
    """The addresses of who has a part in a story, in lower case."""
    number = _id_of(key)
    return publishing.emails_of_authors(number) if number is not None else frozenset()


def read(key: str) -> Text | None:
    """What a page says now; None where it is not public or not discussed."""
    page = publishing.discussed_page(_id_of(key) or 0)
    return text_of_page(page) if page is not None else None


def text_of_page(page: ArticlePage | StaticPage) -> Text:
    """The words of a page as it is given, which may be a draft."""
    blocks = tuple(TextBlock(pk, words) for pk, words in words_of_blocks(page.body))
    return Text(revision=page.live_revision_id or 0, blocks=blocks)
