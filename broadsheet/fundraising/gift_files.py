"""Gifts as a CSV file, out and in again: a file that was written here gives the same books.

A row is one movement. Its `gift` names the gift it is about, so that a gift and what became of it
(fee, refund, dispute, correction) find each other. Times are RFC 3339 in UTC; amounts are whole
minor units and always positive, but for entries by hand and fees, which may be negative.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from broadsheet.core.clock import rfc3339
from broadsheet.core.money import EXPONENTS
from broadsheet.fundraising import gateways
from broadsheet.fundraising.models import Account, Book, LedgerTransaction

Kind = LedgerTransaction.Kind

COLUMNS: Final = (
    "kind",
    "happened_at",
    "amount_minor",
    "currency",
    "gateway",
    "movement",
    "gift",
    "started_at",
    "promised_minor",
    "cover_minor",
    "reference",
    "source_path",
    "name",
    "email",
    "message",
    "reason",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t")
"""What a spreadsheet would take for a formula at the start of a text."""
ROWS_MAX: Final = 200_000
FIELD_MAX: Final = 20_000


class BadFile(ValueError):
    """The file cannot be read in; the message names the line and what is wrong there."""


@dataclass(frozen=True)
class Movement:
    """One row of the file."""

    kind: str
    happened_at: datetime
    amount_minor: int
    currency: str
    gateway: str
    movement: str
    """What the gateway calls it; unique with gateway and kind."""
    gift: str
    started_at: datetime | None
    promised_minor: int
    cover_minor: int
    reference: str
    source_path: str
    name: str
    email: str
    message: str
    reason: str


# Out --------------------------------------------------------------------------------------------


def written(bookings: QuerySet[LedgerTransaction]) -> Iterator[str]:
    """The file for these bookings, in the order of the ledger, a few lines at a time."""
    line = io.StringIO()
    writer = csv.DictWriter(line, COLUMNS)
    writer.writeheader()
    rows = (
        bookings.filter(book=Book.LIVE)
        .order_by("pk")
        .select_related("gift", "refund", "dispute", "manual")
        .prefetch_related("entries__account")
    )
    for booking in rows.iterator(chunk_size=1000):
        writer.writerow(_row(booking))
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _row(booking: LedgerTransaction) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": booking.kind,
        "happened_at": rfc3339(booking.happened_at),
        "amount_minor": _amount(booking),
        "currency": booking.currency,
        "gateway": booking.gateway,
        "movement": booking.provider_object,
    }
    gift = booking.gift
    if gift is not None:
        row["gift"] = gift.token
    if gift is not None and booking.kind == Kind.GIFT:
        row |= {
            "started_at": rfc3339(gift.started_at),
            "promised_minor": gift.amount_minor,
            "cover_minor": gift.cover_minor,
            "reference": gift.reference,
            "source_path": gift.source_path,
            "name": _harmless(gift.name),
            "email": _harmless(gift.email),
            "message": _harmless(gift.message),
        }
    if booking.refund:
        row["reason"] = _harmless(booking.refund.reason)
    elif booking.dispute:
        row["reason"] = _harmless(booking.dispute.reason)
    elif booking.manual:
        row["gift"] = booking.manual.kind
        row["reason"] = _harmless(booking.manual.reason)
    return row


def _amount(booking: LedgerTransaction) -> int:
    """How much moved: positive, whichever side; an entry by hand and a fee keep their sign."""
    amounts = {entry.account.kind: entry.amount_minor for entry in booking.entries.all()}
    if booking.kind == Kind.FEE:
        return int(amounts[Account.Kind.FEES])
    if booking.kind == Kind.MANUAL:
        return int(amounts.get(Account.Kind.FEES) or amounts[Account.Kind.BANK])
    return max(abs(amount) for amount in amounts.values())


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _as_it_was(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


# In ---------------------------------------------------------------------------------------------


def read(text: str) -> list[Movement]:
    """The movements in a file, all of it read before anything is done; raises BadFile."""
    csv.field_size_limit(FIELD_MAX)
    rows = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS[:7] if name not in (rows.fieldnames or ())]
    if missing:
        raise BadFile(_("This file has no column “%s”.") % missing[0])
    found = []
    seen: set[tuple[str, str, str]] = set()
    try:
        for row in rows:
            movement = _movement(row, rows.line_num)
            key = (movement.gateway, movement.movement, movement.kind)
            if key in seen:
                raise _wrong(rows.line_num, _("the same movement stands in the file twice"))
            seen.add(key)
            found.append(movement)
            if len(found) > ROWS_MAX:
                raise BadFile(_("This file has more than %d rows.") % ROWS_MAX)
    except csv.Error as error:
        raise _wrong(rows.line_num, str(error)) from error
    return found


def _wrong(line: int, why: str) -> BadFile:
    return BadFile(_("Line %(line)d: %(why)s.") % {"line": line, "why": why})


def _movement(row: dict[str, str | None], line: int) -> Movement:
    def text(name: str) -> str:
        return _as_it_was((row.get(name) or "").strip().replace("\x00", ""))

    def number(name: str) -> int:
        try:
            return int(text(name) or 0)
        except ValueError:
            raise _wrong(line, _("“%s” is no whole number") % text(name)[:40]) from None

    def moment(name: str) -> datetime:
        try:
            found = datetime.fromisoformat(text(name))
        except ValueError:
            raise _wrong(line, _("“%s” is no time") % text(name)[:40]) from None
        if found.tzinfo is None:
            raise _wrong(line, _("“%s” says no time zone") % text(name)[:40])
        return found.astimezone(UTC)

    kind, currency, gateway = text("kind"), text("currency"), text("gateway")
    if kind not in Kind.values:
        raise _wrong(line, _("“%s” is no kind of movement") % kind[:40])
    if currency not in EXPONENTS:
        raise _wrong(line, _("“%s” is no currency that this newsroom knows") % currency[:40])
    known = {one.key for one in gateways.GATEWAYS if one.book == Book.LIVE}
    if kind != Kind.MANUAL and gateway not in known:
        raise _wrong(line, _("“%s” is no way of giving that this newsroom has") % gateway[:40])
    amount_minor = number("amount_minor")
    if (amount_minor <= 0 and kind not in {Kind.FEE, Kind.MANUAL}) or amount_minor == 0:
        raise _wrong(line, _("the amount is not more than nothing"))
    if not text("movement") or not text("gift"):
        raise _wrong(line, _("the movement or its gift has no name"))
    return Movement(
        kind=kind,
        happened_at=moment("happened_at"),
        amount_minor=amount_minor,
        currency=currency,
        gateway=gateway,
        movement=text("movement")[:255],
        gift=text("gift")[:32],
        started_at=moment("started_at") if text("started_at") else None,
        promised_minor=number("promised_minor"),
        cover_minor=number("cover_minor"),
        reference=text("reference")[:40],
        source_path=text("source_path")[:500],
        name=text("name")[:80],
        email=text("email")[:254],
        message=text("message")[:500],
        reason=text("reason")[:500],
    )
