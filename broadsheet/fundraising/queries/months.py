"""Months for everybody to read."""

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import sums
from broadsheet.fundraising.models import Book, Campaign, Goal, LedgerTransaction
from broadsheet.fundraising.months import MonthReport, report_of
from broadsheet.fundraising.queries.meter import currency


def _first(**narrowed: str) -> LedgerTransaction | None:
    rows = LedgerTransaction.objects.filter(
        book=Book.LIVE, is_sample=Newsroom.current().is_sample, **narrowed
    )
    return rows.order_by("month").first()


def months_with_gifts() -> list[Month]:
    """All months from the first booking to this one, newest first; empty before the first."""
    current = clock.month_of(clock.now())
    found = [_first(currency=code) for code in _currencies()]
    firsts = [Month.parse(booking.month) for booking in found if booking]
    if not firsts:
        return []
    months = [max(current, *firsts)]
    while months[-1] > min(firsts):
        months.append(months[-1].previous())
    return months


def month_report(month: Month) -> list[MonthReport]:
    """A month's reports, one for each currency in which something was booked; this one's first.

    An open month has a report of this currency also where nothing was booked in it yet, a closed
    one only where nothing was booked in any. Empty for a month of which there is nothing to tell:
    before the first gift, or to come.
    """
    now = clock.now()
    known = months_with_gifts()
    if not known or not known[-1] <= month <= known[0]:
        return []
    chosen = currency()
    found = [code for code in _currencies() if _first(currency=code, month=month.key)]
    if chosen not in found and (not found or month == clock.month_of(now)):
        found.append(chosen)
    return [
        report_of(
            month=month,
            currency=code,
            goal_minor=_goal(month, code),
            found=sums.day_sums(month, code),
            now=now,
            is_sample=Newsroom.current().is_sample,
            is_of_meter=code == chosen,
        )
        for code in sorted(found, key=lambda code: code != chosen)
    ]


def _currencies() -> list[str]:
    """Every currency that was ever asked for."""
    found = set(Campaign.objects.order_by().values_list("currency", flat=True).distinct())
    return sorted(found | {currency()})


def _goal(month: Month, code: str) -> int | None:
    """The goal that held in a month for gifts of a currency."""
    goals = Goal.objects.filter(campaign__currency=code, month__lte=month.key)
    found = goals.order_by("-campaign__opened_at", "-month").first()
    return found.amount_minor if found else None
