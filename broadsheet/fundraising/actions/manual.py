"""Entries by hand: with a reason, and above a limit with a second person."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_line
from broadsheet.fundraising import ledger
from broadsheet.fundraising.actions.refunds import SamePerson
from broadsheet.fundraising.actions.wishes import GiftRefused, check_currency
from broadsheet.fundraising.models import FundraisingSettings, ManualEntry


def write_entry(
    *,
    kind: str,
    amount_minor: int,
    currency: str,
    happened_at: datetime,
    reason: str,
    by: User,
    token: str = "",
) -> ManualEntry:
    """Book money by hand, or let it wait for a second person above the newsroom's limit.

    The same token is the same entry. Raises GiftRefused for what cannot be booked.
    """
    if token and (known := ManualEntry.objects.filter(token=token).first()):
        return known
    reason = clean_line(reason)[:500]
    check_currency(currency)
    if kind not in ManualEntry.Kind.values:
        raise GiftRefused("kind", _("Please choose a kind."))
    if not amount_minor:
        raise GiftRefused("amount", _("An entry is more, or less, than nothing."))
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    if happened_at > clock.now():
        raise GiftRefused("happened_on", _("This day has not come yet."))
    limit = FundraisingSettings.current().second_person_above(currency)
    with transaction.atomic():
        entry = ManualEntry.objects.create(
            token=token or new_token(),
            kind=kind,
            amount_minor=amount_minor,
            currency=currency,
            happened_at=happened_at,
            reason=reason,
            by=by,
            written_at=clock.now(),
            is_sample=Newsroom.current().is_sample,
        )
        if abs(amount_minor) <= limit:
            _book(entry, by=None)
    entry.refresh_from_db()
    return entry


def approve_entry(*, entry: ManualEntry, by: User) -> ManualEntry:
    """The second person agrees: it is booked. Raises SamePerson."""
    if entry.by_id == by.pk:
        raise SamePerson
    with transaction.atomic():
        _book(entry, by=by)
    entry.refresh_from_db()
    return entry


def turn_down_entry(*, entry: ManualEntry, by: User) -> ManualEntry:
    """Somebody says no: nothing is booked."""
    ManualEntry.objects.filter(pk=entry.pk, state=ManualEntry.State.WAITING).update(
        state=ManualEntry.State.TURNED_DOWN, decided_by=by, decided_at=clock.now()
    )
    entry.refresh_from_db()
    return entry


def _book(entry: ManualEntry, *, by: User | None) -> None:
    claimed = ManualEntry.objects.filter(pk=entry.pk, state=ManualEntry.State.WAITING).update(
        state=ManualEntry.State.BOOKED, decided_by=by, decided_at=clock.now()
    )
    if claimed:
        booked = ledger.record_manual(entry=entry)
        announce(
            "money.booked",
            month=booked.month,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
        )
