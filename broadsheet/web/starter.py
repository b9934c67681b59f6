"""The pages that a newsroom must have from its first day, with words to start from."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class StarterPage:
    """A static page with its first text, one paragraph for each entry."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    is_rules: bool = False
    """Whether the comment form links here."""

    @property
    def body(self) -> list[dict[str, Any]]:
        """The text as raw stream data."""
        return [{"type": "paragraph", "value": f"<p>{words}</p>"} for words in self.paragraphs]


def starter_pages() -> tuple[StarterPage, ...]:
    """About, privacy, imprint and the rules of discussion, in the desk's language."""
    return (
        StarterPage(
            "about",
            _("About us"),
            (
                _("We report what happens here, name our sources, and correct what we get wrong."),
                _(
                    "This newsroom belongs to no party and no company. It is paid for by its"
                    " readers, and the meter on each page shows what came in this month."
                ),
                _("Write here who you are, who owns the newsroom, and how to reach it."),
            ),
        ),
        StarterPage(
            "privacy",
            _("Privacy"),
            (
                _(
                    "Reading this site sets no cookie, and no page loads anything from others."
                    " We keep no record of who read what."
                ),
                _(
                    "Your address on the network is kept as a keyed hash alone, to limit abuse;"
                    " the key is destroyed after 30 days, and with it every link to you."
                ),
                _(
                    "A comment shows the name that you give it. An e-mail address, if you leave"
                    " one, is used to answer you and is shown to nobody. A vote on a comment sets"
                    " one cookie with a random number, so that you can take it back."
                ),
                _(
                    "Who gave is known to us alone. Amounts are public, without names. Letters to"
                    " you are deleted after 90 days."
                ),
                _("Write here who is responsible, and to whom a reader can complain."),
            ),
        ),
        StarterPage(
            "imprint",
            _("Imprint"),
            (_("Write here who publishes this site, the address, and who answers for it."),),
        ),
        StarterPage(
            "comment-rules",
            _("Rules of discussion"),
            (
                _("Speak about the matter, not about the person. Say where you know it from."),
                _(
                    "We remove insults, threats, advertisement, private data of others, and what"
                    " the law forbids. A comment that we remove leaves a mark in its place."
                ),
                _(
                    "The first comment of a new guest, and one with many links, may wait until"
                    " somebody of us has read it. You are told when that is so."
                ),
            ),
            is_rules=True,
        ),
    )
