"""CSV as banks write it: each bank other columns, so somebody says once which is which."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.core.money import BadAmount, exponent
from broadsheet.fundraising.statements.lines import LINES_MAX, BadStatement, Line

DELIMITERS: Final = ";,\t|"
DAYS: Final = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d-%m-%Y")
LINES_SHOWN: Final = 3
HEADER_SEARCHED: Final = 20
"""Lines in which the header is looked for: banks like to put the account above it."""
_WORDS: Final = {
    "day": ("booking date", "buchungstag", "buchungsdatum", "date", "datum", "dato", "fecha"),
    "amount": ("amount", "betrag", "montant", "importe", "bedrag", "importo", "belopp"),
    "currency": ("currency", "währung", "waehrung", "devise", "moneda", "valuta"),
    "payer": ("payer", "name", "auftraggeber", "beguenstigter", "zahlungspflichtiger", "debtor"),
    "text": ("reference", "verwendungszweck", "description", "details", "libell", "concepto"),
    "bank_ref": ("transaction id", "entry reference", "kundenreferenz", "bank reference"),
}


@dataclass(frozen=True)
class Columns:
    """Which column, by its heading, holds what. Only day and amount have to be there."""

    day: str
    amount: str
    currency: str = ""
    payer: str = ""
    text: str = ""
    bank_ref: str = ""
    day_format: str = ""
    """One of DAYS; empty for the first that reads every line."""
    decimal_comma: bool | None = None
    """Whether "1.234,50" is meant; None for what the amounts themselves show."""


def _rows(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the numbered lines after it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise BadStatement(_("This is no text file."))
    head = "\n".join(text.splitlines()[:HEADER_SEARCHED])
    delimiter = max(DELIMITERS, key=head.count)
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1)
    ]
    filled = [row for row in rows if sum(map(bool, row[1])) >= 2]
    if not filled:
        raise BadStatement(_("There are no lines in this file."))
    if len(filled) > LINES_MAX:
        raise BadStatement(_("This statement is too long; please split it."))
    at = max(range(min(HEADER_SEARCHED, len(filled))), key=lambda i: (_known(filled[i][1]), -i))
    return filled[at][1], filled[at + 1 :]


def _known(cells: list[str]) -> int:
    return sum(
        any(word in cell.lower() for word in words) for words in _WORDS.values() for cell in cells
    )


def headings(content: bytes) -> list[str]:
    """The headings of the columns, for the screen where somebody says which is which."""
    return [cell for cell in _rows(content)[0] if cell]


def first_lines(content: bytes) -> list[list[str]]:
    """The first lines after the headings, a cell for each heading, to tell the columns by."""
    header, rows = _rows(content)
    places = [place for place, cell in enumerate(header) if cell]
    return [
        [row[place] if place < len(row) else "" for place in places]
        for _number, row in rows[:LINES_SHOWN]
    ]


def guess(content: bytes) -> dict[str, str]:
    """Which heading seems to be which field of `Columns`; day and amount may be missing."""
    cells = headings(content)
    found: dict[str, str] = {}
    for field, words in _WORDS.items():
        for word in words:
            fits = [cell for cell in cells if word in cell.lower() and cell not in found.values()]
            if fits:
                found[field] = fits[0]
                break
    return found


def read_csv(content: bytes, columns: Columns, currency: str) -> list[Line]:
    """The lines of a CSV statement; `currency` holds where no column says it.

    Raises BadStatement with the line that cannot be read.
    """
    header, rows = _rows(content)
    places: dict[str, int] = {}
    for field in ("day", "amount", "currency", "payer", "text", "bank_ref"):
        heading = getattr(columns, field)
        if not heading:
            continue
        if heading not in header:
            raise BadStatement(_("There is no column “%(name)s”.") % {"name": heading})
        places[field] = header.index(heading)

    def cell(row: list[str], field: str) -> str:
        place = places.get(field)
        return row[place] if place is not None and place < len(row) else ""

    days = [cell(row, "day") for _number, row in rows]
    shape = columns.day_format or _day_format([day for day in days if day])
    comma = columns.decimal_comma
    if comma is None:
        comma = _has_decimal_comma([cell(row, "amount") for _number, row in rows])
    found = []
    for number, row in rows:
        if not cell(row, "day") and not cell(row, "amount"):
            continue
        try:
            unit = cell(row, "currency").upper() or currency
            found.append(
                Line(
                    booked_on=datetime.strptime(cell(row, "day"), shape).date(),  # noqa: DTZ007
                    amount_minor=_minor(cell(row, "amount"), unit, decimal_comma=comma),
                    currency=unit,
                    payer=cell(row, "payer")[:140],
                    text=cell(row, "text")[:500],
                    bank_ref=cell(row, "bank_ref")[:140],
                )
            )
        except (ValueError, BadAmount) as error:
            raise BadStatement(
                _("Line %(number)d cannot be read: %(why)s") % {"number": number, "why": error}
            ) from error
    return found


def _day_format(days: list[str]) -> str:
    for shape in DAYS:
        try:
            read: list[date] = [datetime.strptime(day, shape).date() for day in days]  # noqa: DTZ007
        except ValueError:
            continue
        if read:
            return shape
    raise BadStatement(_("The days in this file are written in a way that is not known here."))


def _has_decimal_comma(amounts: list[str]) -> bool:
    commas = sum(bool(re.search(r",\d{1,2}\D*$", one)) for one in amounts)
    points = sum(bool(re.search(r"\.\d{1,2}\D*$", one)) for one in amounts)
    return commas > points


def _minor(text: str, currency: str, *, decimal_comma: bool) -> int:
    """Signed minor units of "-1.234,50", "1,234.50 €", "20"."""
    bare = re.sub(r"[^\d.,+−-]", "", text).replace("−", "-")
    bare = bare.replace(".", "").replace(",", ".") if decimal_comma else bare.replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", bare):
        raise BadAmount(text)
    whole, _point, part = bare.lstrip("+-").partition(".")
    digits = exponent(currency)
    if len(part.rstrip("0")) > digits:
        raise BadAmount(text)
    amount = int(whole + part[:digits].ljust(digits, "0"))
    return -amount if bare.startswith("-") else amount
