"""Letters to donors, written in the transaction of the fact they tell.

A letter to a donor holds nothing that the donor typed into a public form, so that nobody can use
the form to send words of their own to a stranger.
"""

import hashlib
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from broadsheet.core import clock, limits, links
from broadsheet.core.addresses import absolute
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.money import format_amount
from broadsheet.core.outbox import post_letter
from broadsheet.fundraising import gateways, receipts, references
from broadsheet.fundraising.models import Book, Donor, Gift, Pledge, Reminder

DONOR_LINK: Final = "donor"
"""The purpose of the signed link to a donor's own page."""
REMINDER_KEYS: Final = "support.reminder."
"""How the keys of letters about reminders begin; they are deleted soon after they are sent."""
INSTRUCTIONS_A_DAY: Final = 5
"""Letters with transfer instructions to one address in a day; the page shows them anyway."""


def _spoken(language: str) -> translation.override:
    """The language in which somebody gave; the site's where that is not known."""
    return translation.override(language or settings.LANGUAGE_CODE)


def _context(gift: Gift) -> dict[str, object]:
    return {
        "gift": gift,
        "newsroom": Newsroom.current(),
        "reference": references.for_people(gift.reference),
        "is_test": gift.book == Book.TEST,
        "is_sample": gift.is_sample,
        "address": absolute(gateways.gift_path(gift)),
        "amount": format_amount(gift.received_minor or gift.amount_minor, gift.currency),
    }


def post_instructions(gift: Gift) -> None:
    """How to transfer the money, to a donor who gave an e-mail; once a gift."""
    instructions = gateways.find(gift.gateway).instructions(gift)
    if not gift.email or instructions is None:
        return
    who = hashlib.sha256(gift.email.casefold().encode()).hexdigest()[:40]
    try:
        limits.take("gift.letter", who, limit=INSTRUCTIONS_A_DAY, per_seconds=24 * 3600)
    except limits.TooMany:
        return
    with _spoken(gift.language):
        post_letter(
            key=f"gift.instructions:{gift.token}",
            to=gift.email,
            template="fundraising/letters/instructions",
            context={**_context(gift), "instructions": instructions},
        )


def go_on_path(gift: Gift) -> str:
    """Where the letter of a gift that waits for it leads; signed: only its reader has it."""
    key = links.sign("gift.letter", gift.token)
    return f"{reverse('fundraising:by_letter', args=[gift.token])}?key={quote(key)}"


def post_go_on(gift: Gift) -> None:
    """The link by which a donor goes on while card payments are paused; once a gift."""
    with _spoken(gift.language):
        post_letter(
            key=f"gift.go-on:{gift.token}",
            to=gift.email,
            template="fundraising/letters/go_on",
            context={**_context(gift), "link": absolute(go_on_path(gift))},
        )


def post_receipt(gift: Gift) -> None:
    """Thanks and a receipt, to a donor who gave an e-mail; once a gift."""
    if not gift.email or gift.settled_at is None:
        return
    received_on = gift.settled_at.astimezone(clock.zone()).date()
    proved = receipts.receipt_of(gift)
    with _spoken(gift.language):
        post_letter(
            key=f"gift.receipt:{gift.token}",
            to=gift.email,
            template="fundraising/letters/receipt",
            context={
                **_context(gift),
                "received_on": received_on,
                "receipt": proved,
                "receipt_address": absolute(reverse("fundraising:receipt", args=[gift.token])),
            },
        )


def post_donor_link(donor: Donor) -> None:
    """The link to a donor's own page."""
    address = absolute(reverse("fundraising:own", args=[links.sign(DONOR_LINK, donor.pk)]))
    with _spoken(donor.language):
        post_letter(
            key=f"donor.link:{new_token()}",
            to=donor.email,
            template="fundraising/letters/donor_link",
            context={"newsroom": Newsroom.current(), "address": address},
        )


def post_pledge_ended(pledge: Pledge) -> None:
    """That a monthly gift is stopped; once each."""
    if pledge.donor is None:
        return
    with _spoken(pledge.language):
        post_letter(
            key=f"pledge.ended:{pledge.token}",
            to=pledge.donor.email,
            template="fundraising/letters/pledge_ended",
            context={
                "newsroom": Newsroom.current(),
                "amount": format_amount(pledge.amount_minor, pledge.currency),
                "is_by_donor": not pledge.end_reason,
                "address": absolute(reverse("fundraising:support")),
            },
        )


def post_reminder_question(reminder: Reminder) -> None:
    """Is the reminder meant?"""
    _post_about(reminder, "reminder_question")


def post_reminder(reminder: Reminder) -> None:
    """The reminder itself, the only one."""
    _post_about(reminder, "reminder")


def _post_about(reminder: Reminder, template: str) -> None:
    with _spoken(reminder.language):
        post_letter(
            key=f"{REMINDER_KEYS}{template}:{reminder.token}",
            to=reminder.email,
            template=f"fundraising/letters/{template}",
            context={
                "newsroom": Newsroom.current(),
                "day": reminder.due_at.astimezone(clock.zone()).date(),
                "address": absolute(reverse("fundraising:reminder", args=[reminder.token])),
                "support": absolute(reverse("fundraising:support")),
            },
        )
