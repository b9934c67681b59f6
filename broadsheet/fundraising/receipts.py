"""A donor's receipt: what it says, and how it is set on paper.

Its number comes from the booking and so is given once. The code on it is the donor's proof: its
hash stands beside the gift in the public record.
"""

import io
from collections.abc import Iterable
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

FONTS: Final = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "Vera.ttf",
)
"""The first of these that is there sets receipts; the last comes with reportlab, for Latin only."""
FONT_NAME: Final = "Receipt"
LEFT: Final = 25 * mm
TOP: Final = 265 * mm
COLUMN: Final = 55 * mm
LINE: Final = 7 * mm
SMALL: Final = 9
"""Size of the small print in points."""


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


@lru_cache(maxsize=1)
def _font() -> str:
    for file in FONTS:
        if file == FONTS[-1] or Path(file).is_file():
            pdfmetrics.registerFont(TTFont(FONT_NAME, file))
            break
    return FONT_NAME


def _settable(text: str) -> str:
    """The text, with what the font has no sign for left out."""
    signs = pdfmetrics.getFont(_font()).face.charToGlyph
    return "".join(sign for sign in text if ord(sign) in signs)


def as_pdf(receipt: Receipt) -> bytes:
    """The receipt as one A4 page."""
    file = io.BytesIO()
    page = Canvas(file, pagesize=A4, invariant=True)
    page.setTitle(_settable(f"{_('Receipt')} {receipt.number}"))
    page.setAuthor(_settable(receipt.newsroom))
    page.setFont(_font(), 18)
    page.drawString(LEFT, TOP, _settable(receipt.newsroom))
    page.setLineWidth(1.2)
    page.line(LEFT, TOP - 4 * mm, A4[0] - LEFT, TOP - 4 * mm)
    page.setFont(_font(), 13)
    page.drawString(LEFT, TOP - 16 * mm, _settable(_("Receipt for a gift")))
    at = _set_rows(page, receipt.rows, TOP - 28 * mm)
    page.setFont(_font(), SMALL)
    for paragraph in _small_print(receipt):
        at -= 2 * mm
        for line in simpleSplit(_settable(paragraph), _font(), SMALL, A4[0] - 2 * LEFT):
            at -= 4.5 * mm
            page.drawString(LEFT, at, line)
    page.showPage()
    page.save()
    return file.getvalue()


def _set_rows(page: Canvas, rows: Iterable[tuple[str, str]], at: float) -> float:
    page.setLineWidth(0.3)
    for name, value in rows:
        page.setFont(_font(), 10)
        page.setFillGray(0.35)
        page.drawString(LEFT, at, _settable(name))
        page.setFillGray(0)
        page.drawString(LEFT + COLUMN, at, _settable(value))
        page.line(LEFT, at - 2.2 * mm, A4[0] - LEFT, at - 2.2 * mm)
        at -= LINE
    return at


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
    found.append(receipt.record_address)
    return found
