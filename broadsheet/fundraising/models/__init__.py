"""The facts of fundraising, one file per noun."""

from broadsheet.fundraising.models.campaign import Campaign, Goal
from broadsheet.fundraising.models.gift import Book, Gift, GiftEvent, State
from broadsheet.fundraising.models.ledger import (
    Account,
    AppendOnly,
    LedgerEntry,
    LedgerTransaction,
)
from broadsheet.fundraising.models.settings import FundraisingSettings

__all__ = [
    "Account",
    "AppendOnly",
    "Book",
    "Campaign",
    "FundraisingSettings",
    "Gift",
    "GiftEvent",
    "Goal",
    "LedgerEntry",
    "LedgerTransaction",
    "State",
]
