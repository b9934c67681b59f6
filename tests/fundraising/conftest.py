"""What the tests of this room share: a campaign, an account, and gifts on their way."""

from collections.abc import Callable

import pytest

from broadsheet.core.models import Newsroom
from broadsheet.fundraising import actions
from broadsheet.fundraising.models import Campaign, FundraisingSettings, Gift

IBAN = "DE89370400440532013000"


@pytest.fixture
def newsroom(db) -> Newsroom:
    """A newsroom in Kyiv, set up, with real money."""
    return _newsroom(is_sample=False)


@pytest.fixture
def sample_newsroom(db) -> Newsroom:
    """A newsroom whose data folder is marked as sample."""
    return _newsroom(is_sample=True)


def _newsroom(*, is_sample: bool) -> Newsroom:
    room = Newsroom.objects.first() or Newsroom()
    room.title = "The Harbour Post"
    room.time_zone = "Europe/Kyiv"
    room.currency = "USD"
    room.is_set_up = True
    room.is_sample = is_sample
    room.save()
    return room


@pytest.fixture
def campaign(newsroom, clock) -> Campaign:
    """5,000 $ a month, from November 2026 on."""
    return actions.ensure_campaign(goal_minor=500_000, currency="USD")


@pytest.fixture
def account(newsroom) -> FundraisingSettings:
    """A bank account with an IBAN."""
    return actions.set_bank_account(
        holder="The Harbour Post", iban=IBAN, bic="COBADEFFXXX", bank_name="Harbour Bank"
    )


@pytest.fixture
def pledge(campaign, account) -> Callable[..., Gift]:
    """Starts a bank gift: `pledge(2000, email="dora@readers.example")`."""

    def start(amount_minor: int = 2000, **wishes: str) -> Gift:
        return actions.start_gift(
            amount_minor=amount_minor,
            currency="USD",
            **{"gateway": "bank", **wishes},
        ).gift

    return start
