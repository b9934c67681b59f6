"""Blocks that say who says what: quote, claim with its responses, correction."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    """`{text, speaker, role, via}`: somebody's own words, and through whom they reached us."""

    text = blocks.TextBlock(label=_("Their words"))
    speaker = blocks.CharBlock(label=_("Speaker"), required=False, max_length=200)
    role = blocks.CharBlock(
        label=_("Role"), required=False, max_length=200, help_text=_("Such as “harbour master”.")
    )
    via = blocks.CharBlock(
        label=_("Quoted via"),
        required=False,
        max_length=200,
        help_text=_(
            "The medium or spokesperson that passed the words on, if we did not hear them."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "publishing/blocks/quote.html"


class CorrectionBlock(blocks.StructBlock):
    """`{text, corrected_at}`: what was wrong, and since when it is right."""

    text = blocks.TextBlock(label=_("What was wrong, and what is right"))
    corrected_at = blocks.DateTimeBlock(label=_("Corrected at"))

    class Meta:
        icon = "warning"
        label = _("Correction")
        template = "publishing/blocks/correction.html"


RESPONSE_KINDS: Final = (
    ("rejects", _("rejects this")),
    ("disputes", _("disputes this")),
    ("confirms", _("confirms this")),
    ("no_comment", _("gives no comment")),
)

CLAIM_STATUSES: Final = (
    ("not_verified", _("Not verified by us")),
    ("partly_verified", _("Partly verified by us")),
    ("verified", _("Verified by us")),
    ("shown_false", _("Shown to be false")),
)

_DAY_HELP = _("Leave the time at 00:00 where only the day is known.")


class ResponseValue(blocks.StructValue):
    """A response that can say its kind in words."""

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(dict(RESPONSE_KINDS).get(self["kind"], self["kind"]))


class ResponseBlock(blocks.StructBlock):
    """`{kind, text, speaker, role, said_at, source_url, source_title}`."""

    kind = blocks.ChoiceBlock(
        label=_("Response"), choices=RESPONSE_KINDS, default="rejects", search_index=False
    )
    speaker = blocks.CharBlock(label=_("Who answers"), max_length=200)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=200)
    text = blocks.TextBlock(label=_("In which words"), required=False)
    said_at = blocks.DateTimeBlock(label=_("When"), required=False, help_text=_DAY_HELP)
    source_title = blocks.CharBlock(label=_("Source"), required=False, max_length=300)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "comment"
        label = _("Response")
        value_class = ResponseValue


class ClaimValue(blocks.StructValue):
    """A claim that can say its status in words."""

    @property
    def status_label(self) -> str:
        """The newsroom's own finding in words."""
        return str(dict(CLAIM_STATUSES).get(self["status"], self["status"]))


class ClaimBlock(blocks.StructBlock):
    """Something that somebody says is so, who answers, and what the newsroom could verify.

    `{text, speaker, role, said_at, place, source_url, source_title, responses: [...], status,
    status_note}`.
    """

    text = blocks.TextBlock(
        label=_("The claim"), help_text=_("In neutral words, without taking a side.")
    )
    speaker = blocks.CharBlock(label=_("Who says it"), max_length=200)
    role = blocks.CharBlock(
        label=_("Role"), required=False, max_length=200, help_text=_("Such as “army spokesperson”.")
    )
    said_at = blocks.DateTimeBlock(label=_("When"), required=False, help_text=_DAY_HELP)
    place = blocks.CharBlock(
        label=_("Where"),
        required=False,
        max_length=200,
        help_text=_("Such as “press conference”, or a city."),
    )
    source_title = blocks.CharBlock(label=_("Source"), required=False, max_length=300)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    responses = blocks.ListBlock(ResponseBlock(), label=_("Responses"), default=[])
    status = blocks.ChoiceBlock(
        label=_("What we could verify"),
        choices=CLAIM_STATUSES,
        default="not_verified",
        search_index=False,
    )
    status_note = blocks.TextBlock(
        label=_("How we know"),
        required=False,
        help_text=_("What was checked, by whom, and what remains open."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Claim: who says what")
        template = "publishing/blocks/claim.html"
        value_class = ClaimValue
