"""Bank statements: from a file of the bank's to plain lines. Nothing is written here."""

from broadsheet.fundraising.statements.camt import read_camt
from broadsheet.fundraising.statements.columns import (
    Columns,
    first_lines,
    guess,
    headings,
    read_csv,
)
from broadsheet.fundraising.statements.lines import BadStatement, Line, with_keys

__all__ = [
    "BadStatement",
    "Columns",
    "Line",
    "first_lines",
    "guess",
    "headings",
    "read_camt",
    "read_csv",
    "with_keys",
]
