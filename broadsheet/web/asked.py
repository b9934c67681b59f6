"""What a reader asks for in an address, read kindly: a wrong page number is no such page."""

from typing import Any, Final, NoReturn

from django.core.paginator import Page
from django.http import Http404, HttpRequest

LARGEST_PAGE: Final = 100_000


def page_number(request: HttpRequest) -> int:
    """`?page=` as a number from 1 on; raises Http404 for anything else."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 8) or not 1 <= int(raw) <= LARGEST_PAGE:
        raise Http404("There is no such page.")
    return int(raw)


def existing(page: Page[Any], asked: int) -> Page[Any]:
    """The page itself; raises Http404 where the list ends before the page that was asked for."""
    if page.number != asked:
        no_such_page()
    return page


def no_such_page() -> NoReturn:
    """Raise Http404: the list ends before the page that was asked for."""
    raise Http404("The list ends before this page.")
