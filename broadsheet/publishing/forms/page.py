"""The form of pages with text."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from broadsheet.publishing.rules import credit_sentence, pictures_in, without_credit


class NewsPageForm(WagtailAdminPageForm):
    """A page with text: it may be saved as a draft at any time, but goes live only with credits."""

    def clean(self) -> dict[str, Any]:
        """Refuse to publish, schedule or submit where a picture has no credit."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        hero = without_credit(cleaned.get("hero"))
        if hero:
            self.add_error("hero", credit_sentence(hero))
        in_text = _errors_in(cleaned.get("body"))
        if in_text:
            self.add_error("body", StreamBlockValidationError(block_errors=in_text))
        return cleaned


def _errors_in(body: StreamValue | None) -> dict[int, StructBlockValidationError]:
    """The sentence beside each picture block that may not be published, by its place."""
    errors: dict[int, StructBlockValidationError] = {}
    for place, block in enumerate(body or ()):
        titles = without_credit(*pictures_in([block]))
        if titles:
            errors[place] = StructBlockValidationError(
                block_errors={"picture": ValidationError(credit_sentence(titles))}
            )
    return errors
