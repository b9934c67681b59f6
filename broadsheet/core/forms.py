"""Forms that are made for each of very many requests.

Django copies every field of a form, with its widget and its choices, for each instance, lest one
change its own: of a comment's eight fields that is a tenth of what posting it takes.
"""

from typing import Any, Self, TypeVar

from django.forms import Form

F = TypeVar("F", bound=Form)


class _Shared(dict[str, Any]):
    """Declared fields; Django's copy of them is they themselves."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


def unchanging(form: type[F]) -> type[F]:
    """Have all instances of the decorated form share its fields, which none of them changes."""
    form.base_fields = _Shared(form.base_fields)
    return form
