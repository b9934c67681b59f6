"""The only code that writes in this room, one transaction each."""

from broadsheet.fundraising.actions.campaigns import (
    MonthIsOver,
    ensure_campaign,
    set_bank_account,
    set_goal,
    set_offer,
)
from broadsheet.fundraising.actions.gifts import (
    AlreadySettled,
    KeyUsed,
    NotSettled,
    Started,
    cancel_gift,
    correct_gift,
    give_up_old_gifts,
    record_transfer,
    settle_gift,
    start_gift,
)
from broadsheet.fundraising.actions.record import (
    add_lines,
    carry_forward,
    extend_record,
    forget_proofs,
    prove,
    seal_of,
)
from broadsheet.fundraising.actions.samples import (
    NotASample,
    record_sample_gifts,
    remove_sample_gifts,
)
from broadsheet.fundraising.actions.wishes import GiftRefused

__all__ = [
    "AlreadySettled",
    "GiftRefused",
    "KeyUsed",
    "MonthIsOver",
    "NotASample",
    "NotSettled",
    "Started",
    "add_lines",
    "cancel_gift",
    "carry_forward",
    "correct_gift",
    "ensure_campaign",
    "extend_record",
    "forget_proofs",
    "give_up_old_gifts",
    "prove",
    "record_sample_gifts",
    "record_transfer",
    "remove_sample_gifts",
    "seal_of",
    "set_bank_account",
    "set_goal",
    "set_offer",
    "settle_gift",
    "start_gift",
]
