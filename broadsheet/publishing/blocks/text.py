"""Blocks of running text and things to see; none is mere layout."""

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
