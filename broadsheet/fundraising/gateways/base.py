"""What every way of giving can do, and when it is asked to.

To add one: copy `bank.py`, give it a key of its own, name it in `gateways/__init__.py`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from broadsheet.core.money import format_amount
from broadsheet.fundraising import references
from broadsheet.fundraising.models import Book, Gift


@dataclass(frozen=True)
class Redirect:
    """The donor goes on at this address: a path of ours, or the address of a checkout."""

    address: str


@dataclass(frozen=True)
class Instructions:
    """The donor pays on their own, and writes the reference on the transfer."""

    holder: str
    iban: str
    """In blocks of four, or empty."""
    account_text: str
    bic: str
    bank_name: str
    amount_minor: int
    currency: str
    reference: str
    """Compact, as banks take it."""
    note: str
    qr_svg: str
    """A payment code as inline SVG where a standard exists for the currency, else empty."""

    @property
    def amount(self) -> str:
        """The amount for people."""
        return format_amount(self.amount_minor, self.currency)

    @property
    def reference_text(self) -> str:
        """The reference in blocks of four."""
        return references.for_people(self.reference)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What to write on the transfer: (name, value for people, value to copy)."""
        rows = [
            (_("Recipient"), self.holder, self.holder),
            (_("IBAN"), self.iban, self.iban.replace(" ", "")),
            (_("Account"), self.account_text, self.account_text),
            (_("BIC"), self.bic, self.bic),
            (_("Bank"), self.bank_name, self.bank_name),
            (_("Amount"), self.amount, ""),
            (_("Reference"), self.reference_text, self.reference),
        ]
        return [row for row in rows if row[1]]

    @property
    def text(self) -> str:
        """All of it as plain text, for letters and the API."""
        parts = [f"{name}: {value}" for name, value, _copy in self.lines]
        return "\n".join([*parts, *([self.note] if self.note else [])])


class Gateway(ABC):
    """One way of giving. Methods never write the ledger: money is booked by `settle_gift` alone."""

    key: ClassVar[str] = ""
    """Stored with each gift; never changes."""
    name: ClassVar[str | Promise] = ""
    """What the donor chooses."""
    hint: ClassVar[str | Promise] = ""
    """One line under the name."""
    book: ClassVar[Book] = Book.LIVE
    frequencies: ClassVar[frozenset[str]] = frozenset({"once"})
    works_in_sample: ClassVar[bool] = False
    """Whether a data folder marked as sample may offer it: only where no real money can move."""

    @abstractmethod
    def why_closed(self) -> str:
        """Runs whenever a page or a call offers ways of giving: "" when open, else one sentence.

        May read settings; must not call the outside.
        """

    def prepare(self, gift: Gift) -> None:  # noqa: B027 - not every gateway has to
        """Runs before the gift's row is written: set what belongs to it, such as a reference.

        Must not call the outside. May run again with the same unsaved gift.
        """

    @abstractmethod
    def begin(self, gift: Gift) -> Redirect | Instructions:
        """Runs after the gift's row is committed, and again when a donor repeats the same call.

        May call the outside, with a key made from the gift's token so that a repeat is harmless.
        """

    def instructions(self, gift: Gift) -> Instructions | None:
        """Runs when the gift's page or a letter is written; None where nothing is left to do."""
        return None
