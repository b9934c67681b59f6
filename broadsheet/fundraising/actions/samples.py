"""Gifts of a sample newsroom, and taking them out again.

Sample rows are born with a mark, only in a data folder that is marked as sample. The mark is what
lets the triggers of the ledger allow their deletion (append_only.py), and what keeps them off the
meter of a real newsroom (queries.received_in). So taking the sample out removes rows that never
stood for money, and nothing else.
"""

import random
from datetime import timedelta
from typing import Final

from django.db import transaction

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.ids import new_token
from broadsheet.core.models import Newsroom
from broadsheet.core.money import EXPONENTS
from broadsheet.core.outbox import announce
from broadsheet.fundraising import ledger, queries, references
from broadsheet.fundraising.actions import record
from broadsheet.fundraising.models import (
    BankCredit,
    Book,
    Campaign,
    CarriedSum,
    Donor,
    FundraisingSettings,
    Gift,
    GiftEvent,
    LedgerEntry,
    LedgerTransaction,
    ManualEntry,
    Pledge,
    Proof,
    RecordLine,
    Refund,
    State,
)

SEED: Final = 20_261_122
NAMES: Final = (
    "", "", "", "Adaeze N.", "Bram de Wit", "", "Chiara Fontana", "Dilan Aydın", "",
    "Emil Sørensen", "Farida Haddad", "", "Goran P.", "Hanna Lindqvist", "", "Ines Carvalho",
    "Jonas Weber", "", "Kateryna Bondar", "Liam O’Dea", "", "Mei-Ling Tan", "Noor Jansen", "",
)  # fmt: skip
"""Invented donors; many give without a name."""
MESSAGES: Final = (
    "For the harbour story. Please keep asking.",
    "Thank you for saying who said what.",
    "From a reader of the first hour.",
    "Small, but every month.",
)
USUAL_UNITS: Final = (5, 10, 10, 10, 15, 20, 20, 20, 25, 25, 30, 40, 50, 50, 75, 100, 150)


class NotASample(Exception):
    """The data folder is not marked as sample: sample gifts have no place in it."""


def sample_amounts(*, total_minor: int, count: int, currency: str, seed: int = SEED) -> list[int]:
    """`count` amounts as people give them, which sum to `total_minor` exactly.

    Raises ValueError where the total cannot be split so, each part being at least one minor unit.
    """
    if count < 1 or total_minor < count:
        raise ValueError("A sample needs at least one minor unit for each gift.")
    draw = random.Random(seed)  # noqa: S311 - repeatable samples, nothing secret
    step = max(1, min(5 * 10 ** EXPONENTS[currency], total_minor // count))
    usual = [draw.choice(USUAL_UNITS) for _ in range(count)]
    share = total_minor // step
    amounts = [max(1, share * units // sum(usual)) * step for units in usual]
    while sum(amounts) > total_minor:
        amounts[amounts.index(max(amounts))] -= step
    while total_minor - sum(amounts) >= step:
        amounts[draw.randrange(count)] += step
    amounts[amounts.index(max(amounts))] += total_minor - sum(amounts)
    return amounts


def record_sample_gifts(*, total_minor: int, count: int, month: Month) -> int:
    """Book `count` sample bank gifts in `month`, up to now; 0 where there are some already.

    Sets a made-up bank account where none is set. Raises NotASample in a real newsroom.
    """
    if not Newsroom.current().is_sample:
        raise NotASample
    currency = queries.currency()
    now = clock.now()
    starts_at, ends_at = month.starts_at, min(month.ends_at - timedelta(seconds=1), now)
    if ends_at <= starts_at:
        raise ValueError("Sample gifts belong to a month that has begun.")
    with transaction.atomic():
        _set_sample_account()
        if Gift.objects.filter(source=Gift.Source.SAMPLE).exists():
            return 0
        draw = random.Random(SEED)  # noqa: S311 - repeatable samples, nothing secret
        moments = sorted(starts_at + (ends_at - starts_at) * draw.random() for _ in range(count))
        amounts = sample_amounts(total_minor=total_minor, count=count, currency=currency)
        for number, (at, amount_minor) in enumerate(zip(moments, amounts, strict=True)):
            gift = Gift.objects.create(
                token=new_token(),
                gateway="bank",
                book=Book.LIVE,
                state=State.SETTLED,
                source=Gift.Source.SAMPLE,
                is_sample=True,
                amount_minor=amount_minor,
                received_minor=amount_minor,
                currency=currency,
                name=NAMES[number % len(NAMES)],
                message=MESSAGES[number // 9 % len(MESSAGES)] if number % 9 == 4 else "",
                reference=references.new_reference(),
                started_at=at - timedelta(days=1, hours=3),
                settled_at=at,
            )
            ledger.record_gift(gift=gift, amount_minor=amount_minor, at=at)
            GiftEvent.objects.create(gift=gift, state=State.SETTLED, at=at)
        record.add_lines(recorded_before=clock.now() + timedelta(seconds=1))
        announce("gift.settled", month=month.key, amount_minor=total_minor, currency=currency)
    return count


def remove_sample_gifts() -> int:
    """Take out all that is marked as sample: gifts, their ledger rows, campaign and account.

    Gives the number of gifts removed. Real rows are never touched; triggers see to that.
    """
    with transaction.atomic():
        CarriedSum.objects.filter(is_sample=True).delete()
        RecordLine.objects.filter(transaction__is_sample=True).delete_samples()
        Proof.objects.filter(transaction__is_sample=True).delete()
        LedgerEntry.objects.filter(transaction__is_sample=True).delete_samples()
        samples = LedgerTransaction.objects.filter(is_sample=True)
        samples.filter(reverses__isnull=False).delete_samples()
        samples.delete_samples()
        Refund.objects.filter(gift__is_sample=True).delete()
        ManualEntry.objects.filter(is_sample=True).delete()
        BankCredit.objects.filter(gift__is_sample=True).delete()
        removed = Gift.objects.filter(is_sample=True).count()
        Gift.objects.filter(is_sample=True).delete()
        Pledge.objects.filter(is_sample=True).delete()
        Donor.objects.filter(is_sample=True).delete()
        Campaign.objects.filter(is_sample=True).delete()
        FundraisingSettings.objects.filter(is_sample_account=True).delete()
        announce("giving.changed")
    return removed


def _set_sample_account() -> None:
    settings = FundraisingSettings.current()
    if settings.has_account:
        return
    settings.account_holder = "Sample newsroom"
    settings.account_text = "Sample account 0000 0000 0000"
    settings.bank_name = "Sample Bank"
    settings.is_sample_account = True
    settings.save()
