"""What every way of giving can do, and when it is asked to.

To add one: copy `bank.py`, give it a key of its own, name it in `gateways/__init__.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from broadsheet.core.money import format_amount
from broadsheet.fundraising import references
from broadsheet.fundraising.gateways.facts import Heard, Listed, PledgeFact, RefundFact, Told
from broadsheet.fundraising.models import Book, Gift, Pledge, Refund


class GatewayDown(Exception):
    """The gateway cannot be reached, or does not answer in time: try again later.

    Whether it did what was asked is not known.
    """


class GatewayRefused(Exception):
    """The gateway understood and said no; the message is its reason, for the desk."""


class NotThere(LookupError):
    """The gateway knows no such object."""


class BadNotice(ValueError):
    """A notice that is not the gateway's word: wrong signature, too old, or no notice at all."""


@dataclass(frozen=True)
class Redirect:
    """The donor goes on at this address: a path of ours, or the address of a checkout."""

    address: str
    ref: str = ""
    """What the gateway calls the checkout, where it has a name."""


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
    """One way of giving.

    Methods never write the database: they ask and answer, and actions/settlement.py books. Those
    that call the outside raise GatewayDown, and GatewayRefused or NotThere where they say so; they
    run outside of transactions, with idempotency keys made from our own rows, so that each may run
    twice.
    """

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

    keeps_fee: ClassVar[bool] = False
    """Whether it keeps a part of each payment, which a donor may add to the gift."""
    gives_back: ClassVar[bool] = False
    """Whether it can be asked for a refund; else the treasurer transfers it and books that."""
    asked_by: ClassVar[tuple[str, ...]] = ()
    """How the names begin by which it may be asked for a payment, the best first."""
    in_masses: ClassVar[frozenset[str]] = frozenset()
    """The kinds of notices that come in masses while somebody tries stolen cards."""

    @property
    def tells(self) -> bool:
        """Whether it sends notices, answers `fetch` and lists its payments."""
        return False

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

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Runs in the request that brings a notice: check that it is genuine, and read its name.

        Raises BadNotice. Must not call the outside and must be done in a millisecond.
        """
        raise BadNotice

    def fetch(self, ref: str) -> Told:
        """Runs in the worker: ask for an object by any of its names, with all that hangs on it.

        Only reads. Raises NotThere.
        """
        raise NotThere

    def payments_between(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """Runs at night: what the gateway received in this time. Only reads."""
        return iter(())

    def refund(self, refund: Refund) -> RefundFact:
        """Runs in the worker after the refund's row is committed. Raises GatewayRefused."""
        raise GatewayRefused

    def give_up(self, gift: Gift, ref: str) -> None:
        """Runs when a started gift is no longer wanted: close its checkout. Raises GatewayRefused
        where it is paid or closed already.
        """
        raise GatewayRefused

    def change_pledge(self, pledge: Pledge, amount_minor: int) -> PledgeFact:
        """Runs when a donor changes the monthly amount: from the next charge on."""
        raise GatewayRefused

    def pause_pledge(self, pledge: Pledge, until: datetime | None) -> PledgeFact:
        """Runs when a donor pauses, or, with None, goes on."""
        raise GatewayRefused

    def end_pledge(self, pledge: Pledge) -> PledgeFact:
        """Runs when a donor ends a pledge: nothing is charged any more. Safe to repeat."""
        raise GatewayRefused

    def portal(self, pledge: Pledge, return_to: str) -> str:
        """Runs when a donor wants to change the card: an address of the gateway's own, one use."""
        raise GatewayRefused
