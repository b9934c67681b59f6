"""The only code that writes in this room, one transaction each."""

from broadsheet.fundraising.actions.campaigns import (
    MonthIsOver,
    ensure_campaign,
    set_bank_account,
    set_card_fee,
    set_goal,
    set_milestones,
    set_offer,
)
from broadsheet.fundraising.actions.donors import erase_donor, post_donor_link, tell_pledge_ended
from broadsheet.fundraising.actions.gift_files import import_gifts
from broadsheet.fundraising.actions.gifts import (
    AlreadySettled,
    NotSettled,
    cancel_gift,
    correct_gift,
    give_up_old_gifts,
    record_transfer,
    settle_gift,
)
from broadsheet.fundraising.actions.looking import wish_for_look
from broadsheet.fundraising.actions.manual import approve_entry, turn_down_entry, write_entry
from broadsheet.fundraising.actions.notices import keep_notice, replay_notice
from broadsheet.fundraising.actions.playing import pretend_to_pay
from broadsheet.fundraising.actions.pledges import (
    change_pledge,
    end_pledge,
    pause_pledge,
    portal_address,
)
from broadsheet.fundraising.actions.questioned import accept_payment, turn_down_payment
from broadsheet.fundraising.actions.queue import work_for_gateways
from broadsheet.fundraising.actions.reconciliation import (
    compare_now,
    look_again,
    reconcile_all,
    reconcile_open_payments,
)
from broadsheet.fundraising.actions.record import (
    add_lines,
    carry_forward,
    extend_record,
    forget_proofs,
    prove,
    seal_of,
)
from broadsheet.fundraising.actions.refunds import (
    SamePerson,
    approve_refund,
    refund_gift,
    turn_down_refund,
)
from broadsheet.fundraising.actions.reminders import (
    ask_reminder,
    confirm_reminder,
    forget_reminder,
    send_reminders,
)
from broadsheet.fundraising.actions.samples import (
    NotASample,
    record_sample_gifts,
    remove_sample_gifts,
)
from broadsheet.fundraising.actions.starting import (
    GatewayUnreachable,
    KeyUsed,
    Started,
    come_by_letter,
    go_on_with,
    start_gift,
)
from broadsheet.fundraising.actions.statements import (
    AlreadyMatched,
    book_credit,
    import_statement,
    match_credit,
    set_credit_aside,
    take_credit_back,
)
from broadsheet.fundraising.actions.wishes import GiftRefused

__all__ = [
    "AlreadyMatched",
    "AlreadySettled",
    "GatewayUnreachable",
    "GiftRefused",
    "KeyUsed",
    "MonthIsOver",
    "NotASample",
    "NotSettled",
    "SamePerson",
    "Started",
    "accept_payment",
    "add_lines",
    "approve_entry",
    "approve_refund",
    "ask_reminder",
    "book_credit",
    "cancel_gift",
    "carry_forward",
    "change_pledge",
    "come_by_letter",
    "compare_now",
    "confirm_reminder",
    "correct_gift",
    "end_pledge",
    "ensure_campaign",
    "erase_donor",
    "extend_record",
    "forget_proofs",
    "forget_reminder",
    "give_up_old_gifts",
    "go_on_with",
    "import_gifts",
    "import_statement",
    "keep_notice",
    "look_again",
    "match_credit",
    "pause_pledge",
    "portal_address",
    "post_donor_link",
    "pretend_to_pay",
    "prove",
    "reconcile_all",
    "reconcile_open_payments",
    "record_sample_gifts",
    "record_transfer",
    "refund_gift",
    "remove_sample_gifts",
    "replay_notice",
    "seal_of",
    "send_reminders",
    "set_bank_account",
    "set_card_fee",
    "set_credit_aside",
    "set_goal",
    "set_milestones",
    "set_offer",
    "settle_gift",
    "start_gift",
    "take_credit_back",
    "tell_pledge_ended",
    "turn_down_entry",
    "turn_down_payment",
    "turn_down_refund",
    "wish_for_look",
    "work_for_gateways",
    "write_entry",
]
