"""A donor's receipt: what it says, and how it is set on paper.

Its number comes from the booking and so is given once. The code on it is the donor's proof: its
hash stands beside the gift in the public record.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from broadsheet.core import clock
from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.core.money import format_amount
from broadsheet.fundraising import gateways, references
from broadsheet.fundraising.models import Book, Gift, LedgerTransaction, Proof, RecordLine, State

FOLDERS: Final = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/dejavu-serif-fonts",
    "/usr/share/fonts/TTF",
)
"""Where systems keep DejaVu, which has most alphabets."""
PLAIN: Final = ("ReceiptPlain", "DejaVuSans.ttf", "Vera.ttf")
STRONG: Final = ("ReceiptStrong", "DejaVuSans-Bold.ttf", "VeraBd.ttf")
SERIF: Final = ("ReceiptSerif", "DejaVuSerif-Bold.ttf", "VeraBd.ttf")
"""A name, the file of DejaVu, and what comes with reportlab in its place, for Latin only."""
LEFT: Final = 25 * mm
RIGHT: Final = A4[0] - LEFT
TOP: Final = 262 * mm
COLUMN: Final = 52 * mm
LINE: Final = 5 * mm
ROW: Final = 8.5 * mm
FOOT: Final = 18 * mm
INK: Final = 0.1
QUIET: Final = 0.38
HAIR: Final = 0.8
"""Greys: of what is read, of what stands beside it, and of thin rules."""
MASTHEAD, TITLE, LARGE, TEXT, SMALL = 21, 15, 13, 10, 8.5
"""Sizes in points."""


@dataclass(frozen=True)
class Receipt:
    """What a receipt says."""

    number: str
    newsroom: str
    donor: str
    amount: str
    given_back: str
    """What was given back since, or nothing."""
    received_on: date
    way: str
    reference: str
    code: str
    """The donor's proof; empty where it was destroyed."""
    line: int | None
    """The line of the public record, once it has one."""
    record_address: str
    is_sample: bool
    is_test: bool
    written_at: datetime

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The facts in order, those that there are."""
        found = [
            (_("Number"), self.number),
            (_("Received from"), self.donor),
            (_("Amount"), self.amount),
            (_("Given back since"), self.given_back),
            (_("Received on"), formats.date_format(self.received_on, _("j F Y"))),
            (_("Way of giving"), self.way),
            (_("Reference"), self.reference),
            (_("Line of the public record"), str(self.line) if self.line else ""),
            (_("Code of proof"), self.code),
        ]
        return [row for row in found if row[1]]

    @property
    def letter_rows(self) -> list[tuple[str, str]]:
        """The rows without what a stranger may have typed into the form: for letters."""
        return [row for row in self.rows if row[1] != self.donor]


class NoReceipt(LookupError):
    """There is none: no money is booked for this gift, or it was taken back."""


def number_of(booking: LedgerTransaction) -> str:
    """A receipt's number: the month of the booking and its place in the ledger."""
    return f"{booking.month}-{booking.pk:06d}"


def receipt_of(gift: Gift) -> Receipt:
    """The receipt of a gift that was received; raises NoReceipt."""
    booking = gift.transactions.filter(kind=LedgerTransaction.Kind.GIFT).first()
    if booking is None or gift.state != State.SETTLED:
        raise NoReceipt
    line = RecordLine.objects.filter(transaction=booking).first()
    proof = Proof.objects.filter(transaction=booking).first()
    return Receipt(
        number=number_of(booking),
        newsroom=Newsroom.current().title,
        donor=gift.name,
        amount=format_amount(gift.received_minor or 0, gift.currency),
        given_back=format_amount(gift.refunded_minor, gift.currency) if gift.refunded_minor else "",
        received_on=booking.happened_at.astimezone(clock.zone()).date(),
        way=str(gateways.find(gift.gateway).name),
        reference=references.for_people(gift.reference),
        code=proof.code if proof else "",
        line=line.number if line else None,
        record_address=absolute("/support/record/"),
        is_sample=gift.is_sample,
        is_test=gift.book == Book.TEST,
        written_at=clock.now(),
    )


def receipt_or_none(gift: Gift) -> Receipt | None:
    """The receipt of a gift, where there is one."""
    try:
        return receipt_of(gift)
    except NoReceipt:
        return None


@lru_cache(maxsize=3)
def _font(name: str, file: str, spare: str) -> str:
    """Have a typeface ready; gives its name."""
    found = [path for folder in FOLDERS if (path := Path(folder, file)).is_file()]
    pdfmetrics.registerFont(TTFont(name, str(found[0]) if found else spare))
    return name


def _settable(text: str, font: str) -> str:
    """The text, with what the font has no sign for left out."""
    signs = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(sign for sign in text if ord(sign) in signs)


def _lines(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """The text in lines that fit; a word that is longer than a line is cut."""
    for line in simpleSplit(text, font, size, width):
        rest = line
        while rest:
            end = len(rest)
            while end > 1 and pdfmetrics.stringWidth(rest[:end], font, size) > width:
                end -= 1
            yield rest[:end]
            rest = rest[end:]


class _Sheet:
    """A page that is set from top to bottom; `at` is where the next line stands."""

    def __init__(self, page: Canvas) -> None:
        self.page = page
        self.at = TOP

    def write(
        self,
        text: str,
        font: tuple[str, str, str],
        size: float,
        *,
        left: float = LEFT,
        grey: float = INK,
        leading: float = LINE,
    ) -> None:
        """Set a text in as many lines as it takes; `at` is then at the last of them."""
        name = _font(*font)
        self.page.setFont(name, size)
        self.page.setFillGray(grey)
        lines = _lines(_settable(text, name), name, size, RIGHT - left)
        for number, line in enumerate(lines):
            self.at -= leading if number else 0
            self.page.drawString(left, self.at, line)

    def rule(self, below: float, *, width: float, grey: float) -> None:
        """Draw a line across the column, so far below the text."""
        self.page.setLineWidth(width)
        self.page.setStrokeGray(grey)
        self.page.line(LEFT, self.at - below, RIGHT, self.at - below)


def as_pdf(receipt: Receipt) -> bytes:
    """The receipt as one A4 page."""
    file = io.BytesIO()
    page = Canvas(file, pagesize=A4, invariant=True)
    page.setTitle(f"{_('Receipt')} {receipt.number}")
    page.setAuthor(receipt.newsroom)
    sheet = _Sheet(page)
    sheet.write(receipt.newsroom, SERIF, MASTHEAD, leading=9 * mm)
    sheet.rule(5 * mm, width=1.1, grey=INK)
    sheet.rule(5.9 * mm, width=0.4, grey=INK)
    sheet.at -= 20 * mm
    sheet.write(_("Receipt for a gift"), SERIF, TITLE)
    sheet.at -= 13 * mm
    _set_rows(sheet, receipt)
    sheet.at -= 4 * mm
    for paragraph in _small_print(receipt):
        sheet.write(paragraph, PLAIN, SMALL, grey=QUIET, leading=4.4 * mm)
        sheet.at -= 7 * mm
    sheet.at = FOOT
    sheet.rule(-5.5 * mm, width=0.4, grey=HAIR)
    sheet.write(receipt.record_address, PLAIN, SMALL, grey=QUIET)
    page.showPage()
    page.save()
    return file.getvalue()


def _set_rows(sheet: _Sheet, receipt: Receipt) -> None:
    for name, value in receipt.rows:
        is_sum = value == receipt.amount
        top = sheet.at
        sheet.write(name, PLAIN, TEXT, grey=QUIET)
        sheet.at = top
        sheet.write(value, STRONG, LARGE if is_sum else TEXT, left=LEFT + COLUMN)
        sheet.rule(3.1 * mm, width=0.5, grey=HAIR)
        sheet.at -= ROW


def _small_print(receipt: Receipt) -> list[str]:
    found = []
    if receipt.is_test:
        found.append(_("TEST: no money moved, and it does not show on the meter."))
    if receipt.is_sample:
        found.append(_("This is a sample newsroom: no real money is meant."))
    if receipt.code:
        found.append(
            _(
                "The public record shows every gift without a name, each with a seal. The seal of"
                " this gift is the SHA-256 of the code above: with it you can show that the gift is"
                " in the record. Whoever has the code can do so too; please keep it to yourself."
            )
        )
    return found
