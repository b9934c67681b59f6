"""Reads of the room, shaped for the page that asks."""

from broadsheet.fundraising.queries.gifts import (
    GIFTS_A_PAGE,
    booked_months,
    gifts_page,
    waiting_count,
    waiting_gifts,
)
from broadsheet.fundraising.queries.meter import campaign, currency, goal_for, meter_now
from broadsheet.fundraising.queries.months import month_report, months_with_gifts
from broadsheet.fundraising.queries.record import RecordPage, line_of, record_lines, record_page
from broadsheet.fundraising.sums import Received, received_in

__all__ = [
    "GIFTS_A_PAGE",
    "Received",
    "RecordPage",
    "booked_months",
    "campaign",
    "currency",
    "gifts_page",
    "goal_for",
    "line_of",
    "meter_now",
    "month_report",
    "months_with_gifts",
    "received_in",
    "record_lines",
    "record_page",
    "waiting_count",
    "waiting_gifts",
]
