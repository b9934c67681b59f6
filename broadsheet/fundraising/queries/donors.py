"""What a donor sees of their own gifts."""

from dataclasses import dataclass

from django.db.models import Q

from broadsheet.core.money import format_amount
from broadsheet.fundraising.models import Attempt, Donor, Gift, Pledge, State


@dataclass(frozen=True)
class OwnPledge:
    """A monthly gift as its donor sees it."""

    pledge: Pledge
    amount: str
    failed: Attempt | None
    """The last try, where it was declined and nothing came since."""


@dataclass(frozen=True)
class OwnGift:
    """A gift as its donor sees it."""

    gift: Gift
    amount: str
    given_back: str


def pledges_of(donor: Donor) -> list[OwnPledge]:
    """All monthly gifts, those that run first."""
    found = [
        OwnPledge(pledge, format_amount(pledge.amount_minor, pledge.currency), _failed(pledge))
        for pledge in Pledge.objects.filter(donor=donor).exclude(state=Pledge.State.STARTED)
    ]
    return sorted(found, key=lambda one: not one.pledge.is_running)


def _failed(pledge: Pledge) -> Attempt | None:
    last = Attempt.objects.filter(gift__pledge=pledge).order_by("-at", "-id").first()
    return last if last and last.outcome == Attempt.Outcome.DECLINED else None


def gifts_of(donor: Donor) -> list[OwnGift]:
    """All gifts that arrived or wait, newest first."""
    shown = Q(state__in=[State.SETTLED, State.CORRECTED, State.PENDING, State.QUESTIONED]) | Q(
        state=State.STARTED, gateway="bank"
    )
    return [
        OwnGift(
            gift,
            format_amount(gift.received_minor or gift.amount_minor, gift.currency),
            format_amount(gift.refunded_minor, gift.currency) if gift.refunded_minor else "",
        )
        for gift in Gift.objects.filter(shown, donor=donor)
    ]
