"""A newsroom that takes cards, a stand-in for Stripe beside it, and a real server between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from broadsheet.core.models import Letter
from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.models import (
    Gift,
    LedgerEntry,
    LedgerTransaction,
    Notice,
    ReconciliationRun,
)
from tests.conftest import Clock
from tests.stand_in import client
from tests.stand_in.client import StandIn

EMAIL = "dora@readers.example"
TURNS_MAX = 50


@pytest.fixture(scope="session")
def stand_in_process() -> Iterator[StandIn]:
    """One process for the whole session."""
    with client.running() as found:
        yield found


@dataclass
class Till:
    """What a test does with money: the donor, the stand-in, the worker, the books."""

    outside: StandIn
    clock: Clock
    url: str = ""

    # The donor and the outside -------------------------------------------------------------------

    def start(self, amount_minor: int = 2000, **wishes: Any) -> Gift:
        """Somebody chooses the card."""
        usual = {"currency": "USD", "gateway": "stripe", "email": EMAIL}
        return actions.start_gift(amount_minor=amount_minor, **{**usual, **wishes}).gift

    def session_of(self, gift: Gift) -> str:
        """The Checkout that was opened for a gift."""
        return gift.objects_outside.get(ref__startswith="cs_").ref

    def pay(self, gift: Gift, **how: Any) -> str:
        """The donor fills the Checkout in; gives the Payment Intent."""
        return self.outside.do("pay", session=self.session_of(gift), **how)["id"]

    def paid_gift(self, amount_minor: int = 2000, **wishes: Any) -> tuple[Gift, str]:
        """A gift that is paid, told and booked."""
        gift = self.start(amount_minor, **wishes)
        intent = self.pay(gift)
        self.hear()
        gift.refresh_from_db()
        return gift, intent

    # News ----------------------------------------------------------------------------------------

    def deliver(self, **script: Any) -> list[int]:
        """The stand-in sends what has happened, over HTTP."""
        return self.outside.do("deliver", to=self.url, **script)

    def work(self) -> None:
        """The worker's turns, until nothing is due."""
        for _ in range(TURNS_MAX):
            if not actions.work_for_gateways():
                return
        raise AssertionError("the queue never ended")

    def hear(self, **script: Any) -> None:
        """Deliver and work."""
        assert set(self.deliver(**script)) <= {200}
        self.work()

    def later(self, **duration: float) -> None:
        """Turn both clocks on."""
        self.clock.advance(**duration)
        self.outside.do("now", at=int(self.clock.at.timestamp()))

    def set_clock(self, at: datetime) -> None:
        """Turn both clocks to a moment."""
        self.clock.set(at)
        self.outside.do("now", at=int(at.timestamp()))

    # The books -----------------------------------------------------------------------------------

    @property
    def raised(self) -> int:
        """What the meter shows."""
        meter = queries.meter_now()
        assert meter is not None
        return meter.raised_minor

    def kinds(self) -> list[str]:
        """The kinds of all movements, in order."""
        return list(LedgerTransaction.objects.order_by("id").values_list("kind", flat=True))

    def balance(self, kind: str) -> int:
        """The sum of the accounts of a kind."""
        return sum(
            LedgerEntry.objects.filter(account__kind=kind).values_list("amount_minor", flat=True)
        )

    def receipts(self) -> int:
        """Receipts that were written."""
        return Letter.objects.filter(key__startswith="gift.receipt:").count()

    def states(self) -> list[str]:
        """The states of all notices."""
        return sorted(Notice.objects.values_list("state", flat=True))

    def in_order(self) -> bool:
        """Whether `broadsheet check` finds nothing to say of the books."""
        assert checks.find_differences() == []
        return True

    def last_run(self) -> ReconciliationRun:
        """The newest comparison with the gateway."""
        return ReconciliationRun.objects.latest()


@pytest.fixture
def card_newsroom(stand_in_process, settings, newsroom, campaign, clock) -> Till:
    """A newsroom with Stripe's keys, whose Stripe is the stand-in."""
    settings.STRIPE_SECRET_KEY = client.KEY
    settings.STRIPE_WEBHOOK_SECRET = client.SECRET
    settings.STRIPE_API_BASE = stand_in_process.address
    stand_in_process.do("reset")
    stand_in_process.do("now", at=int(clock.at.timestamp()))
    return Till(stand_in_process, clock)


@pytest.fixture
def till(transactional_db, live_server, card_newsroom) -> Till:
    """The same, with a real server that the stand-in can send to."""
    card_newsroom.url = f"{live_server.url}/webhooks/stripe/"
    return card_newsroom
