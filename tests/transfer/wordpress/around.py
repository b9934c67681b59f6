"""A site around one text, for tests of the mapping alone."""

from dataclasses import dataclass, field


@dataclass
class Around:
    """Answers from dictionaries."""

    addresses: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)
    """By attachment id or by source."""
    old: dict[str, str] = field(default_factory=dict)
    gallery: list[str] = field(default_factory=list)
    blocks: dict[str, str] = field(default_factory=dict)

    def address(self, href: str) -> str:
        return self.addresses.get(href, href)

    def picture(self, attachment_id: str, source: str) -> int | None:
        return self.pictures.get(attachment_id) or self.pictures.get(source)

    def old_address(self, attachment_id: str) -> str:
        return self.old.get(attachment_id, "")

    def attached(self) -> list[str]:
        return self.gallery

    def reusable(self, reference: str) -> str:
        return self.blocks.get(reference, "")
