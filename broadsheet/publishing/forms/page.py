"""The form of pages with text."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from broadsheet.publishing.rules import credit_sentence, pictures_in, without_credit


class NewsPageForm(WagtailAdminPageForm):
    """A page with text: it may be saved as a draft at any time, but goes live only with credits."""

    def clean(self) -> dict[str, Any]:
        """Refuse to publish, schedule or submit where a picture has no credit."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self._refuse("hero", without_credit(cleaned.get("hero")))
            self._refuse("body", without_credit(*pictures_in(cleaned.get("body"))))
        return cleaned

    def _refuse(self, field: str, titles: list[str]) -> None:
        if titles:
            self.add_error(field if field in self.fields else None, credit_sentence(titles))
