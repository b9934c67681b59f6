"""What is asked for this month, and what came."""

from typing import Final

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.models import Newsroom
from broadsheet.core.prepared import Select
from broadsheet.core.questions import Question
from broadsheet.fundraising.meter import Meter, Reconciled
from broadsheet.fundraising.models import (
    BankCredit,
    Campaign,
    Goal,
    ReconciliationRun,
    StatementImport,
)
from broadsheet.fundraising.models.gift import TEST_GATEWAY
from broadsheet.fundraising.sums import received_in

_OPEN: Final = Select(lambda: Campaign.objects.filter(is_open=True).order_by("pk")[:1])
_GOAL: Final = Question(
    lambda month: (
        Goal.objects.filter(campaign__is_open=True, month__lte=month)
        .select_related("campaign")
        .order_by("campaign_id", "-month")[:1]
    )
)
"""The goal that holds in a month, of the open campaign."""


def campaign() -> Campaign | None:
    """The open campaign."""
    return _OPEN.first()


def currency() -> str:
    """The currency that gifts are made in: the open campaign's, else the newsroom's."""
    found = campaign()
    return found.currency if found else Newsroom.current().currency


def goal_for(campaign: Campaign, month: Month) -> Goal | None:
    """The goal that holds in a month: the last one decided for it or for an earlier month."""
    return campaign.goals.filter(month__lte=month.key).order_by("-month").first()


def meter_now() -> Meter | None:
    """The meter of the current month; None while no campaign is open."""
    now = clock.now()
    month = clock.month_of(now)
    goals = _GOAL(month.key)
    if not goals:
        return None
    goal: Goal = goals[0]
    currency = goal.campaign.currency
    received = received_in(month, currency)
    return Meter(
        name=goal.campaign.name,
        month=month,
        currency=currency,
        goal_minor=goal.amount_minor,
        raised_minor=received.amount_minor,
        gifts=received.gifts,
        today=now.astimezone(clock.zone()).date(),
        as_of=now,
        is_sample=Newsroom.current().is_sample,
        planned=[(int(amount), str(label)) for amount, label in goal.campaign.milestones],
    )


def reconciled() -> Reconciled | None:
    """The last comparison of the books with the outside; None where there was none yet.

    Of several gateways the one that was compared longest ago counts, and one difference is enough.
    Play money is no proof of anything.
    """
    compared, differ, waiting = [], [], 0
    for gateway in (
        ReconciliationRun.objects.exclude(gateway=TEST_GATEWAY)
        .order_by()
        .values_list("gateway", flat=True)
        .distinct()
    ):
        run = (
            ReconciliationRun.objects.filter(gateway=gateway, finished_at__isnull=False)
            .exclude(kind=ReconciliationRun.Kind.HOURLY)
            .order_by("-id")
            .first()
        )
        if run is not None and run.finished_at is not None:
            compared.append(run.finished_at)
            if not run.is_clean:
                differ.append(gateway)
    statement = StatementImport.objects.order_by("-id").first()
    if statement is not None:
        waiting = BankCredit.objects.filter(state=BankCredit.State.WAITING).count()
        compared.append(statement.imported_at)
    if not compared:
        return None
    return Reconciled(min(compared), tuple(differ), waiting)
