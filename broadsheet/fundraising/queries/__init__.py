"""Reads of the room, shaped for the page that asks."""

from broadsheet.fundraising.queries.desk import (
    columns_said_before,
    donors_page,
    goals_page,
    notices_page,
    open_disputes,
    pledges_page,
    refunds_page,
    runs_page,
    sources,
    waiting_credits,
)
from broadsheet.fundraising.queries.donors import gifts_of, pledges_of
from broadsheet.fundraising.queries.gifts import (
    GIFTS_A_PAGE,
    booked_months,
    gifts_page,
    waiting_count,
    waiting_gifts,
)
from broadsheet.fundraising.queries.meter import campaign, currency, goal_for, meter_now, reconciled
from broadsheet.fundraising.queries.months import month_report, months_with_gifts
from broadsheet.fundraising.queries.record import RecordPage, line_of, record_lines, record_page
from broadsheet.fundraising.sums import Received, received_in

__all__ = [
    "GIFTS_A_PAGE",
    "Received",
    "RecordPage",
    "booked_months",
    "campaign",
    "columns_said_before",
    "currency",
    "donors_page",
    "gifts_of",
    "gifts_page",
    "goal_for",
    "goals_page",
    "line_of",
    "meter_now",
    "month_report",
    "months_with_gifts",
    "notices_page",
    "open_disputes",
    "pledges_of",
    "pledges_page",
    "received_in",
    "reconciled",
    "record_lines",
    "record_page",
    "refunds_page",
    "runs_page",
    "sources",
    "waiting_count",
    "waiting_credits",
    "waiting_gifts",
]
