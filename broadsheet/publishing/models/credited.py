"""Pages that go live only when every picture on them says whose it is."""

from typing import Any

from broadsheet.publishing.rules import CreditMissing, pictures_in, without_credit


class Credited:
    """Mixed into a page class with a `body`: the last guard, whoever wishes to publish."""

    live: bool
    body: Any
    hero: Any = None

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; a live page with a picture without credit is refused (CreditMissing)."""
        if self.live:
            self.refuse_missing_credits()
        return super().save(*args, **kwargs)  # type: ignore[misc]

    @property
    def pictures(self) -> list[Any]:
        """The pictures on the page, the lead first."""
        return [picture for picture in (self.hero, *pictures_in(self.body)) if picture]

    def refuse_missing_credits(self) -> None:
        """Raise CreditMissing where a picture of the page has no credit."""
        titles = without_credit(*self.pictures)
        if titles:
            raise CreditMissing(titles)
