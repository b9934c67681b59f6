"""What readers may discuss: live public stories and pages with their discussion switched on."""

from broadsheet.core.subjects import Subject
from broadsheet.publishing import queries as publishing
from broadsheet.publishing.models import ArticlePage, StaticPage

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
        key: Subject(key=key, title=page.title, path=page.url or "/")
        for key in keys
        if (page := pages.get(_id_of(key) or 0))
    }


def emails_of_authors(key: str) -> frozenset[str]:
    """The addresses of who has a part in a story, in lower case."""
    number = _id_of(key)
    return publishing.emails_of_authors(number) if number is not None else frozenset()
