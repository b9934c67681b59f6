"""Deciding what is asked for: the campaign, its goal, the account and the amounts offered."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom
from broadsheet.core.money import BadAmount, exponent
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_line, clean_text
from broadsheet.fundraising import queries
from broadsheet.fundraising.models import Campaign, FundraisingSettings, Goal


class MonthIsOver(ValueError):
    """The goal of a month that is over stays as it was."""


def ensure_campaign(
    *,
    goal_minor: int,
    currency: str,
    name: str = "",
    by: User | None = None,
) -> Campaign:
    """The open campaign with this goal from the current month on; safe to repeat.

    Another currency closes the campaign and opens a new one, since sums in two currencies never
    mix. Raises BadAmount for a goal that is not positive or an unknown currency.
    """
    exponent(currency)
    with transaction.atomic():
        campaign = queries.campaign()
        if campaign is not None and campaign.currency != currency:
            Campaign.objects.filter(pk=campaign.pk).update(is_open=False)
            campaign = None
        if campaign is None:
            campaign = Campaign.objects.create(
                currency=currency,
                opened_at=clock.now(),
                is_sample=Newsroom.current().is_sample,
            )
        name = clean_line(name)
        if name and name != campaign.name:
            campaign.name = name
            campaign.save(update_fields=["name"])
        set_goal(campaign=campaign, goal_minor=goal_minor, by=by)
    return campaign


def set_goal(
    *,
    campaign: Campaign,
    goal_minor: int,
    month: Month | None = None,
    by: User | None = None,
) -> None:
    """Set the goal from `month` (this one by default) until a later decision; safe to repeat.

    Raises BadAmount for a goal that is not positive, MonthIsOver for a past month.
    """
    if goal_minor <= 0:
        raise BadAmount("A goal is more than nothing.")
    current = clock.month_of(clock.now())
    month = month or current
    if month < current:
        raise MonthIsOver(month.key)
    with transaction.atomic():
        holds = queries.goal_for(campaign, month)
        if holds is not None and holds.amount_minor == goal_minor:
            return
        Goal.objects.update_or_create(
            campaign=campaign,
            month=month.key,
            defaults={
                "amount_minor": goal_minor,
                "decided_at": clock.now(),
                "decided_by": by,
            },
        )
        announce("goal.changed", month=month.key, amount_minor=goal_minor)


def set_milestones(*, campaign: Campaign, milestones: Sequence[tuple[int, str]]) -> None:
    """Set what becomes possible on the way to the goal; raises BadAmount for one below nothing."""
    if any(amount <= 0 for amount, _label in milestones):
        raise BadAmount("A milestone is more than nothing.")
    rising = [[amount, clean_line(label)] for amount, label in sorted(milestones)]
    if rising == campaign.milestones:
        return
    with transaction.atomic():
        campaign.milestones = rising
        campaign.save(update_fields=["milestones"])
        announce("goal.changed")


def set_bank_account(
    *,
    holder: str,
    iban: str = "",
    account_text: str = "",
    bic: str = "",
    bank_name: str = "",
    instructions: str = "",
) -> FundraisingSettings:
    """Set where transfers go. Raises django's ValidationError for a wrong IBAN or BIC."""
    settings = FundraisingSettings.current()
    settings.account_holder = clean_line(holder)
    settings.iban = clean_line(iban)
    settings.account_text = clean_text(account_text)
    settings.bic = clean_line(bic).upper()
    settings.bank_name = clean_line(bank_name)
    settings.instructions = clean_text(instructions)
    settings.is_sample_account = Newsroom.current().is_sample
    return _save(settings)


def set_card_fee(*, hundredths: int, fixed_minor: int) -> FundraisingSettings:
    """Set what the card gateway keeps, in hundredths of a percent and minor units a payment."""
    settings = FundraisingSettings.current()
    settings.card_fee_hundredths = hundredths
    settings.card_fee_fixed_minor = fixed_minor
    return _save(settings)


def set_offer(
    *,
    suggested_minor: Sequence[int],
    minimum_minor: int,
    other_ways: str = "",
    suggested_monthly_minor: Sequence[int] = (),
) -> FundraisingSettings:
    """Set the amounts offered, the smallest gift, and how else to help; [] and 0 are the usual."""
    settings = FundraisingSettings.current()
    settings.suggested_monthly_minor = sorted({int(amount) for amount in suggested_monthly_minor})
    settings.suggested_minor = sorted({int(amount) for amount in suggested_minor})
    settings.minimum_minor = minimum_minor
    settings.other_ways = clean_text(other_ways)
    return _save(settings)


def _save(settings: FundraisingSettings) -> FundraisingSettings:
    settings.full_clean()
    with transaction.atomic():
        settings.save()
        announce("giving.changed")
    return settings
