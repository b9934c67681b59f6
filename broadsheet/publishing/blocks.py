"""The blocks that a story is made of. Each means something; none is mere layout.

Names and raw values are a contract with importers and exporters; each class states its own.
"""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from broadsheet.core.html import clean_html
from broadsheet.core.text import plain

INLINE_FEATURES: Final = [
    "bold",
    "italic",
    "link",
    "superscript",
    "subscript",
    "strikethrough",
    "code",
]
PARAGRAPH_FEATURES: Final = [*INLINE_FEATURES, "ul", "ol"]
"""No pictures or embeds inside running text: these are blocks, so that each has its credit."""


class LevelBlock(blocks.ChoiceBlock):
    """A heading's level, kept as the number 2 or 3."""

    choices = ((2, _("Heading")), (3, _("Smaller heading")))

    def to_python(self, value: Any) -> int:
        """The stored number; anything else is the larger heading."""
        return 3 if str(value) == "3" else 2

    def value_from_form(self, value: Any) -> int:
        """The chosen number."""
        return self.to_python(value)

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing to search."""
        return []


class HeadingBlock(blocks.StructBlock):
    """`{text, level: 2 | 3}`."""

    text = blocks.CharBlock(label=_("Words"), max_length=300)
    level = LevelBlock(label=_("Level"), default=2)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "publishing/blocks/heading.html"
        form_classname = "struct-block"


class PullQuoteBlock(blocks.StructBlock):
    """`{text, attribution}`: words of the story itself, set large."""

    text = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(label=_("Who says it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "publishing/blocks/pull_quote.html"


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


class PictureBlock(blocks.StructBlock):
    """`{picture: id, caption, alt, decorative}`; empty caption and alt are the picture's own."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=600,
        help_text=_("Left empty, the picture's own caption is shown."),
    )
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=255,
        help_text=_("What a reader who cannot see it should know. Empty: the picture's own."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only decorative"),
        required=False,
        help_text=_("The picture adds nothing that the words do not say."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse a picture that says nothing to those who cannot see it, unless decorative."""
        cleaned = super().clean(value)
        picture = cleaned.get("picture")
        if (
            not self.is_deferred_validation
            and picture
            and not cleaned.get("decorative")
            and not (cleaned.get("alt") or picture.description)
        ):
            raise StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(
                        _("Say what the picture shows, or mark it as only decorative.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "publishing/blocks/picture.html"


class ListBlock(blocks.StructBlock):
    """`{ordered: bool, items: [html]}`."""

    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=INLINE_FEATURES, label=_("Item")), label=_("Items")
    )

    class Meta:
        icon = "list-ul"
        label = _("List")
        template = "publishing/blocks/list.html"


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
        icon = "comment-large"
        label = _("Claim: who says what")
        template = "publishing/blocks/claim.html"
        value_class = ClaimValue


class CodeBlock(blocks.StructBlock):
    """`{text, language}`."""

    text = blocks.TextBlock(label=_("Code"), rows=8)
    language = blocks.CharBlock(label=_("Language"), required=False, max_length=40)

    class Meta:
        icon = "code"
        label = _("Code")
        template = "publishing/blocks/code.html"


class CleanHtmlBlock(blocks.RawHTMLBlock):
    """Markup that is cleaned whenever somebody saves it."""

    def clean(self, value: Any) -> SafeString:
        """The markup without anything that could run or reach out."""
        return mark_safe(clean_html(super().clean(value) or ""))

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words of the markup."""
        return [plain(str(value or ""))]


class TableBlock(blocks.StructBlock):
    """`{html}`: a table as markup."""

    html = CleanHtmlBlock(label=_("Table"), help_text=_("A <table>; anything unsafe is removed."))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "publishing/blocks/table.html"


class KeptHtmlBlock(blocks.StructBlock):
    """`{html}`: imported markup that has no block of its own; listed at the desk."""

    html = CleanHtmlBlock(
        label=_("Markup"),
        help_text=_("Kept as it came from elsewhere. Better blocks can replace it at any time."),
    )

    class Meta:
        icon = "code"
        label = _("Kept markup")
        template = "publishing/blocks/html.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Rich text of one or more paragraphs, as HTML."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "publishing/blocks/paragraph.html"


def _common() -> list[tuple[str, blocks.Block]]:
    return [
        ("paragraph", ParagraphBlock(features=PARAGRAPH_FEATURES, group=_("Text"))),
        ("heading", HeadingBlock(group=_("Text"))),
        ("list", ListBlock(group=_("Text"))),
        ("quote", QuoteBlock(group=_("Who says what"))),
        ("picture", PictureBlock(group=_("To see"))),
        ("table", TableBlock(group=_("To see"))),
        ("code", CodeBlock(group=_("To see"))),
        ("html", KeptHtmlBlock(group=_("To see"))),
    ]


ARTICLE_BLOCKS: Final = [
    *_common(),
    ("claim", ClaimBlock(group=_("Who says what"))),
    ("pull_quote", PullQuoteBlock(group=_("Text"))),
    ("correction", CorrectionBlock(group=_("Who says what"))),
]
PAGE_BLOCKS: Final = [*_common(), ("pull_quote", PullQuoteBlock(group=_("Text")))]
