"""What a month brought, in figures that name nobody: sums, sizes and days, each of many gifts.

Anything smaller than a whole month is shown only where at least FLOOR gifts stand together, so that
no figure is one person's gift. Days and sizes with fewer are put together with their neighbours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.money import EXPONENTS, format_amount
from broadsheet.fundraising.models import CarriedSum, LedgerTransaction
from broadsheet.fundraising.plots import Column, Plot, draw
from broadsheet.fundraising.sums import BAND_UNITS, DaySum

Kind = LedgerTransaction.Kind
Side = CarriedSum.Side

FLOOR: Final = 5
"""So many gifts hide each other."""
RECEIVED: Final = frozenset({"gift", "manual"})
"""Kinds of booking that bring money; all others take it back, or give back what was taken."""


@dataclass(frozen=True)
class Span:
    """Gifts that are shown together: of some days, or of some sizes."""

    first: int
    """A day of the month, or the smallest size in minor units."""
    last: int | None
    """The last day, or the size that is not reached any more; None where there is no end."""
    gifts: int
    amount_minor: int


def put_together(spans: Iterable[Span]) -> list[Span]:
    """Join neighbours until at least FLOOR gifts stand in each; empty where there are too few."""
    found: list[Span] = []
    open_span: Span | None = None
    for span in spans:
        open_span = _joined(open_span, span) if open_span else span
        if open_span.gifts >= FLOOR:
            found.append(open_span)
            open_span = None
    if open_span is not None and found:
        found[-1] = _joined(found[-1], open_span)
    return found


def _joined(one: Span, other: Span) -> Span:
    return Span(
        one.first, other.last, one.gifts + other.gifts, one.amount_minor + other.amount_minor
    )


@dataclass(frozen=True)
class MonthReport:
    """A month in one currency. Amounts are minor units of `currency`."""

    month: Month
    currency: str
    goal_minor: int | None
    received_minor: int
    """All gifts that were booked in the month."""
    taken_back_minor: int
    """Refunds, disputes and corrections that were booked in it; those given back are taken off."""
    fees_minor: int
    gifts: int
    bands: Sequence[Span]
    days: Sequence[Span]
    as_of: datetime
    today: date
    is_sample: bool
    is_of_meter: bool
    """Whether the currency is the one that the meter counts."""

    @property
    def counted_minor(self) -> int:
        """Received, less what was taken back: what the meter shows, in its own currency."""
        return self.received_minor - self.taken_back_minor

    @property
    def net_minor(self) -> int:
        """What is left for the newsroom: `counted_minor` less fees."""
        return self.counted_minor - self.fees_minor

    @property
    def is_closed(self) -> bool:
        """Whether the month is over."""
        return self.today > self.month.last_day

    @property
    def title(self) -> str:
        """The month for people: "November 2026"."""
        return f"{MONTHS[self.month.month]} {self.month.year}"

    @property
    def key(self) -> str:
        """The month in addresses."""
        return self.month.key

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """The sums in order: (name of the row, its words, its amount)."""
        counted = _("On the meter") if self.is_of_meter else _("After refunds")
        return [
            ("received", _("Received"), self.money(self.received_minor)),
            ("back", _("Refunded or taken back"), self.money(-self.taken_back_minor)),
            ("meter", counted, self.money(self.counted_minor)),
            ("fees", _("Fees of payment services"), self.money(-self.fees_minor)),
            ("net", _("Left for the newsroom"), self.money(self.net_minor)),
        ]

    @property
    def gifts_text(self) -> str:
        """The number of gifts in words."""
        return ngettext("%(count)d gift", "%(count)d gifts", self.gifts) % {"count": self.gifts}

    @property
    def sentence(self) -> str:
        """The month in one sentence."""
        words = {
            "sum": self.money(self.counted_minor),
            "gifts": self.gifts_text,
            "goal": self.money(self.goal_minor or 0),
        }
        if not self.gifts:
            return _("No gift has arrived in this month.") if self.is_closed else _("No gift yet.")
        if self.goal_minor is None:
            return _("%(sum)s from %(gifts)s.") % words
        if self.is_closed:
            return _("%(sum)s from %(gifts)s; the goal was %(goal)s.") % words
        return _("%(sum)s from %(gifts)s so far; the goal is %(goal)s.") % words

    @property
    def as_of_text(self) -> str:
        """The moment of the figures on the newsroom's clock."""
        return formats.date_format(self.as_of.astimezone(clock.zone()), _("j F Y, H:i"))

    @property
    def as_of_machine(self) -> str:
        """The moment of the figures as HTML's <time> takes it."""
        return self.as_of.replace(microsecond=0).isoformat()

    def money(self, amount_minor: int) -> str:
        """An amount for people."""
        return format_amount(amount_minor, self.currency)

    @property
    def band_rows(self) -> list[dict[str, Any]]:
        """Sizes of gifts: label, gifts, sum, and the share of all gifts in percent."""
        return [
            {
                "label": self._band_label(band),
                "gifts": band.gifts,
                "amount": self.money(band.amount_minor),
                "percent": 100 * band.gifts // max(1, sum(one.gifts for one in self.bands)),
            }
            for band in self.bands
        ]

    def _band_label(self, band: Span) -> str:
        if band.last is None:
            return (
                _("%(from)s and more") % {"from": self.money(band.first)}
                if band.first
                else _("any size")
            )
        if not band.first:
            return _("below %(to)s") % {"to": self.money(band.last)}
        words = {"from": self.money(band.first), "to": self.money(band.last)}
        return _("%(from)s to below %(to)s") % words

    @property
    def day_rows(self) -> list[dict[str, Any]]:
        """Days, or runs of days: label, gifts and sum."""
        return [
            {
                "label": self.day_label(span),
                "gifts": span.gifts,
                "amount": self.money(span.amount_minor),
            }
            for span in self.days
        ]

    @property
    def plot(self) -> Plot | None:
        """The days as bars; those shown together share one, at their average."""
        columns = [
            Column(
                label=self.day_label(span),
                steps=(span.last or span.first) - span.first + 1,
                amount_minor=span.amount_minor,
                note=ngettext("%(count)d gift", "%(count)d gifts", span.gifts)
                % {"count": span.gifts},
            )
            for span in self.days
        ]
        return draw(columns, self.currency)

    def day_label(self, span: Span) -> str:
        """ "3" or "3 to 5", with the month's name."""
        name = MONTHS[self.month.month]
        if span.first == span.last:
            return _("%(day)d %(month)s") % {"day": span.first, "month": name}
        words = {"first": span.first, "last": span.last, "month": name}
        return _("%(first)d to %(last)d %(month)s") % words


def report_of(
    *,
    month: Month,
    currency: str,
    goal_minor: int | None,
    found: Sequence[DaySum],
    now: datetime,
    is_sample: bool,
    is_of_meter: bool,
) -> MonthReport:
    """The report that follows from a month's sums."""
    today = now.astimezone(clock.zone()).date()
    booked = [one for one in found if one.side == Side.GIFTS]
    gifts = [one for one in booked if one.kind == Kind.GIFT]
    undone = sum(one.count for one in found if one.side == Side.UNDONE)
    last_day = min(month.last_day.day, today.day) if today <= month.last_day else month.last_day.day
    return MonthReport(
        month=month,
        currency=currency,
        goal_minor=goal_minor,
        received_minor=sum(one.amount_minor for one in booked if one.kind in RECEIVED),
        taken_back_minor=-sum(one.amount_minor for one in booked if one.kind not in RECEIVED),
        fees_minor=sum(one.amount_minor for one in found if one.side == Side.FEES),
        gifts=sum(one.count for one in gifts) - undone,
        bands=put_together(_by_size(gifts, currency)),
        days=put_together(_by_day(gifts, month, last_day)),
        as_of=now,
        today=today,
        is_sample=is_sample,
        is_of_meter=is_of_meter,
    )


def _by_size(received: Sequence[DaySum], currency: str) -> list[Span]:
    unit = 10 ** EXPONENTS[currency]
    ends = [*BAND_UNITS[1:], None]
    totals = {
        band: (sum(one.count for one in rows), sum(one.amount_minor for one in rows))
        for band, rows in _grouped(received, lambda one: one.band)
    }
    return [
        Span(start * unit, None if end is None else end * unit, *totals.get(band, (0, 0)))
        for band, (start, end) in enumerate(zip(BAND_UNITS, ends, strict=True))
    ]


def _by_day(received: Sequence[DaySum], month: Month, last_day: int) -> list[Span]:
    """One span a day; a booking of another zone's calendar stands on the nearest day."""

    def day_of(one: DaySum) -> int:
        return min(max(one.day, month.first_day), month.last_day).day

    totals = {
        day: (sum(one.count for one in rows), sum(one.amount_minor for one in rows))
        for day, rows in _grouped(received, day_of)
    }
    end = max([last_day, *totals])
    return [Span(day, day, *totals.get(day, (0, 0))) for day in range(1, end + 1)]


def _grouped(rows: Sequence[DaySum], key: Any) -> list[tuple[int, list[DaySum]]]:
    return [(value, list(group)) for value, group in groupby(sorted(rows, key=key), key=key)]
