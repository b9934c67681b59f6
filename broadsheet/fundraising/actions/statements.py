"""Bank statements read in: each credit finds its gift by the reference, or waits for a person."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.text import clean_line
from broadsheet.fundraising import queries
from broadsheet.fundraising.actions.gifts import AlreadySettled, record_transfer, settle_gift
from broadsheet.fundraising.actions.wishes import GiftRefused
from broadsheet.fundraising.models import BankCredit, Gift, State, StatementImport
from broadsheet.fundraising.models.gift import states_before
from broadsheet.fundraising.statements import Line, with_keys

Credit = BankCredit.State


class AlreadyMatched(Exception):
    """Somebody decided about this credit first."""


def import_statement(
    *,
    name: str,
    form: str,
    content: bytes,
    lines: Sequence[Line],
    by: User | None,
    columns: Mapping[str, str] | None = None,
) -> StatementImport:
    """Keep the credits of a statement that are new, and match those with a reference of ours.

    `columns` is what a person said about its headings, to be remembered for the next file.
    Safe to repeat, also with files that overlap: a credit is known by its line. One transaction.
    """
    currency = queries.currency()
    with transaction.atomic():
        statement = StatementImport.objects.create(
            name=clean_line(name)[:200],
            form=form,
            sha256=hashlib.sha256(content).hexdigest(),
            imported_at=clock.now(),
            by=by,
            columns=dict(columns or {}),
            lines=len(lines),
        )
        for key, line in with_keys(lines):
            if line.amount_minor <= 0 or line.currency != currency:
                statement.skipped += 1
                continue
            credit = _keep(statement, key, line)
            if credit is None:
                statement.known += 1
                continue
            statement.created += 1
            gift = gift_of_reference(credit.reference, currency)
            if gift is not None and credit.booked_on <= clock.today():
                match_credit(credit=credit, gift=gift, by=by)
                statement.matched += 1
        statement.save()
    return statement


def _keep(statement: StatementImport, key: str, line: Line) -> BankCredit | None:
    if BankCredit.objects.filter(line_key=key).exists():
        return None
    try:
        with transaction.atomic():
            return BankCredit.objects.create(
                statement=statement,
                line_key=key,
                booked_on=line.booked_on,
                amount_minor=line.amount_minor,
                currency=line.currency,
                reference=line.reference[:40],
                payer=clean_line(line.payer)[:140],
                text=clean_line(line.text)[:500],
            )
    except IntegrityError:
        return None


def gift_of_reference(reference: str, currency: str) -> Gift | None:
    """The bank gift that was given this reference."""
    if not reference:
        return None
    made_here = [Gift.Source.DESK, Gift.Source.STATEMENT]
    found = Gift.objects.filter(gateway="bank", reference=reference, currency=currency)
    return found.exclude(source__in=made_here).order_by("id").first()


def match_credit(*, credit: BankCredit, gift: Gift, by: User | None) -> Gift:
    """This credit is the money of that gift: booked on the day of the statement.

    Where the gift has its money already (a standing order brings the same reference each month),
    another gift of the same donor is booked. Raises AlreadyMatched, GiftRefused.
    """
    if gift.currency != credit.currency or gift.gateway != "bank":
        raise GiftRefused("gift", _("This gift is not a transfer in the credit’s currency."))
    with transaction.atomic():
        found = _booked(credit, gift, by)
        _decide(credit, Credit.MATCHED, by=by, gift=found)
    return found


def _booked(credit: BankCredit, gift: Gift, by: User | None) -> Gift:
    at = moment_of(credit.booked_on)
    if State(gift.state) in states_before(State.SETTLED):
        try:
            return settle_gift(gift=gift, amount_minor=credit.amount_minor, settled_at=at, by=by)
        except AlreadySettled:
            pass
    return _another(credit, by=by, name=gift.name, email=gift.email)


def book_credit(*, credit: BankCredit, by: User | None, name: str = "", email: str = "") -> Gift:
    """This credit is a gift that nobody announced. Raises AlreadyMatched, GiftRefused."""
    with transaction.atomic():
        gift = _another(credit, by=by, name=name, email=email)
        _decide(credit, Credit.MATCHED, by=by, gift=gift)
    return gift


def _another(credit: BankCredit, *, by: User | None, name: str, email: str) -> Gift:
    return record_transfer(
        amount_minor=credit.amount_minor,
        currency=credit.currency,
        received_at=moment_of(credit.booked_on),
        by=by,
        name=name,
        email=email,
        reference=credit.reference,
        source=Gift.Source.STATEMENT,
        idempotency_key=f"statement:{credit.line_key}",
    )


def set_credit_aside(*, credit: BankCredit, note: str, by: User | None) -> None:
    """This credit is no gift, such as a repaid deposit. Raises GiftRefused without a note."""
    if not clean_line(note):
        raise GiftRefused("note", _("Please say what it is."))
    with transaction.atomic():
        _decide(credit, Credit.SET_ASIDE, by=by, note=note)


def take_credit_back(*, credit: BankCredit, by: User | None) -> None:
    """A credit that was set aside waits again. Raises AlreadyMatched where it was not."""
    with transaction.atomic():
        moved = BankCredit.objects.filter(pk=credit.pk, state=Credit.SET_ASIDE).update(
            state=Credit.WAITING, by=by, decided_at=clock.now()
        )
    if not moved:
        raise AlreadyMatched
    credit.refresh_from_db()


def _decide(
    credit: BankCredit,
    state: BankCredit.State,
    *,
    by: User | None,
    gift: Gift | None = None,
    note: str = "",
) -> None:
    decided = BankCredit.objects.filter(pk=credit.pk, state=Credit.WAITING).update(
        state=state, gift=gift, by=by, decided_at=clock.now(), note=clean_line(note)[:500]
    )
    if not decided:
        raise AlreadyMatched
    credit.refresh_from_db()


def moment_of(day: date) -> datetime:
    """The moment at which money of a day counts: noon here, or now where that is still to come."""
    noon = datetime.combine(day, time(12), tzinfo=clock.zone())
    now = clock.now()
    return now if noon > now >= noon - timedelta(hours=12) else noon
