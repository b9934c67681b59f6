"""The facts of fundraising, one file per noun."""

from broadsheet.fundraising.models.breaker import Breaker
from broadsheet.fundraising.models.campaign import Campaign, Goal
from broadsheet.fundraising.models.donor import Donor
from broadsheet.fundraising.models.gift import Book, Gift, GiftEvent, State
from broadsheet.fundraising.models.ledger import (
    Account,
    AppendOnly,
    LedgerEntry,
    LedgerTransaction,
)
from broadsheet.fundraising.models.manual import ManualEntry
from broadsheet.fundraising.models.notice import GatewayObject, Notice
from broadsheet.fundraising.models.play import PlayNotice, PlayPayment, PlayRefund
from broadsheet.fundraising.models.pledge import Attempt, Pledge
from broadsheet.fundraising.models.reconciliation import ReconciliationRun
from broadsheet.fundraising.models.record import CarriedSum, Proof, RecordLine
from broadsheet.fundraising.models.refund import Dispute, Refund
from broadsheet.fundraising.models.reminder import Reminder
from broadsheet.fundraising.models.settings import FundraisingSettings
from broadsheet.fundraising.models.statement import BankCredit, StatementImport

__all__ = [
    "Account",
    "AppendOnly",
    "Attempt",
    "BankCredit",
    "Book",
    "Breaker",
    "Campaign",
    "CarriedSum",
    "Dispute",
    "Donor",
    "FundraisingSettings",
    "GatewayObject",
    "Gift",
    "GiftEvent",
    "Goal",
    "LedgerEntry",
    "LedgerTransaction",
    "ManualEntry",
    "Notice",
    "PlayNotice",
    "PlayPayment",
    "PlayRefund",
    "Pledge",
    "Proof",
    "ReconciliationRun",
    "RecordLine",
    "Refund",
    "Reminder",
    "State",
    "StatementImport",
]
