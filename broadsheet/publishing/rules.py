"""Rules of the house for what may be published."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class CreditMissing(PermissionDenied):
    """A story was to go live with a picture that has no credit; the text says which.

    Being a PermissionDenied, the desk answers it with a refusal wherever it comes from.
    """

    def __init__(self, titles: list[str]) -> None:
        self.sentence = credit_sentence(titles)
        super().__init__(self.sentence)


def credit_sentence(titles: list[str]) -> str:
    """What an editor is told about pictures without a credit."""
    names = ", ".join(f"“{title}”" for title in titles)
    if len(titles) == 1:
        return _("%(names)s has no credit. Give the picture one (Name/AGENCY), then publish.") % {
            "names": names
        }
    return _("%(names)s have no credit. Give each picture one (Name/AGENCY), then publish.") % {
        "names": names
    }


def pictures_in(body: Iterable[Any] | None) -> Iterator[Any]:
    """The pictures of a text (a stream value or some of its blocks), in their order."""
    for block in body or ():
        if block.block_type == "picture" and block.value.get("picture"):
            yield block.value["picture"]


def without_credit(*pictures: Any) -> list[str]:
    """The titles of the pictures that may not be published yet, each once."""
    return list(
        dict.fromkeys(picture.title for picture in pictures if picture and picture.lacks_credit)
    )
