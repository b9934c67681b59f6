"""What donors change about their monthly gifts."""

from datetime import timedelta

import pytest

from broadsheet.fundraising import actions
from broadsheet.fundraising.actions import GatewayUnreachable
from broadsheet.fundraising.models import Pledge


@pytest.fixture
def monthly(till) -> Pledge:
    gift = till.start(frequency="monthly")
    till.pay(gift)
    till.hear()
    return Pledge.objects.get()


def test_it_is_charged_again_in_a_month(monthly, till):
    assert monthly.state == Pledge.State.ACTIVE
    assert monthly.next_charge_at == till.clock.at + timedelta(days=30)
    assert monthly.customer_ref


def test_another_amount_from_the_next_charge_on(monthly, till):
    till.later(seconds=1)
    assert actions.change_pledge(pledge=monthly, amount_minor=3500).amount_minor == 3500
    till.later(days=30)
    invoice = till.outside.do("bill", subscription=monthly.gateway_ref)
    till.outside.do("collect", invoice=invoice["id"], outcome="paid")
    till.hear()
    assert till.raised == 3500
    assert till.in_order()


def test_pause_and_go_on(monthly, till):
    till.later(seconds=1)
    until = till.clock.at + timedelta(days=60)
    assert actions.pause_pledge(pledge=monthly, until=until).state == Pledge.State.PAUSED
    assert Pledge.objects.get().paused_until == until
    till.later(seconds=1)
    assert actions.pause_pledge(pledge=monthly, until=None).state == Pledge.State.ACTIVE


def test_ended_is_ended(monthly, till):
    till.later(seconds=1)
    assert actions.end_pledge(pledge=monthly).state == Pledge.State.ENDED
    till.later(seconds=1)
    assert actions.end_pledge(pledge=Pledge.objects.get()).state == Pledge.State.ENDED
    till.hear(disorder=True, duplicates=1.0)
    assert Pledge.objects.get().state == Pledge.State.ENDED
    assert Pledge.objects.get().ended_at is not None


def test_the_gateway_does_not_answer(monthly, till):
    till.outside.do("fault", method="GET", path="subscriptions", kind="before")
    with pytest.raises(GatewayUnreachable):
        actions.end_pledge(pledge=monthly)
    assert Pledge.objects.get().state == Pledge.State.ACTIVE


def test_the_card_is_changed_at_the_gateway(monthly, till):
    address = actions.portal_address(pledge=monthly, return_to="http://localhost:8000/")
    assert address.startswith(till.outside.address)
