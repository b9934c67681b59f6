"""The blocks that a story is made of. Each means something.

Names and raw values are a contract with importers and exporters; each class states its own.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from broadsheet.publishing.blocks.statements import ClaimBlock, CorrectionBlock, QuoteBlock
from broadsheet.publishing.blocks.text import (
    PARAGRAPH_FEATURES,
    CodeBlock,
    HeadingBlock,
    KeptHtmlBlock,
    ListBlock,
    ParagraphBlock,
    PictureBlock,
    PullQuoteBlock,
    TableBlock,
)


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
