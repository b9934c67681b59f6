"""What the mapping of one text is told of the site around it, and what it gives back."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

Block = dict[str, Any]
"""One raw StreamField block: `{"type": …, "value": …}`."""


class Surroundings(Protocol):
    """Answers what one text cannot know by itself."""

    def address(self, href: str) -> str:
        """Where a link of the old site leads now; the link itself when it leads elsewhere."""

    def picture(self, attachment_id: str, source: str) -> int | None:
        """The picture here of an attachment, found by its id, else by its address."""

    def old_address(self, attachment_id: str) -> str:
        """Where the file of an attachment lay on the old site; empty if the export lacks it."""

    def attached(self) -> list[str]:
        """The ids of the picture attachments that belong to this post, in their order."""

    def reusable(self, reference: str) -> str:
        """The text of a reusable block; empty if the file does not have it."""


@dataclass
class Body:
    """A mapped text."""

    blocks: list[Block] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    """What was kept as cleaned markup, by name."""
    dropped: Counter[str] = field(default_factory=Counter)
    """What has no content of its own here and was left out, by name."""
    shortcodes: Counter[str] = field(default_factory=Counter)
    """Shortcodes of plugins that stand in the text as they were."""
    missing_pictures: int = 0
    """Pictures whose file was not given; a link stands in their place."""
