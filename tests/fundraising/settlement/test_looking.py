"""A donor who comes back before anybody has told us."""

import pytest

from broadsheet.fundraising import actions, gateways
from broadsheet.fundraising.actions import looking
from broadsheet.fundraising.models import Gift, State


@pytest.fixture
def page(till, client):
    """The gift's page, as its donor loads it."""

    def load(gift: Gift, query: str = ""):
        return client.get(gateways.gift_path(gift) + query)

    return load


def test_the_gateway_is_asked_at_once_and_the_page_comes_again_once(till, page):
    gift = till.start()
    till.pay(gift)
    answer = page(gift)
    assert "please do not pay again" in answer.content.decode()
    assert answer["Refresh"] == f"3; url={gateways.gift_path(gift)}?looked"
    assert Gift.objects.get().look_at is not None
    till.work()
    assert Gift.objects.get().look_at is None
    assert till.raised == 2000
    answer = page(gift, "?looked")
    assert "Your gift has arrived" in answer.content.decode()
    assert "Refresh" not in answer
    till.hear()
    assert till.raised == 2000


def test_who_has_not_paid_is_still_told_not_to_pay_twice(till, page):
    gift = till.start()
    page(gift)
    till.work()
    answer = page(gift, "?looked")
    assert "please do not pay again" in answer.content.decode()
    assert "Refresh" not in answer
    assert Gift.objects.get().state == State.STARTED


def test_a_declined_card_that_was_followed_by_another_is_found(till, page):
    gift = till.start()
    till.pay(gift, outcome="declined")
    till.hear()
    till.pay(gift)
    assert "please do not pay again" in page(gift).content.decode()
    till.work()
    assert "Your gift has arrived" in page(gift, "?looked").content.decode()


def test_a_gateway_that_is_down_changes_nothing(till, page):
    gift = till.start()
    till.pay(gift)
    till.outside.do("fault", path="/v1/", kind="500", method="GET")
    page(gift)
    actions.work_for_gateways()
    assert Gift.objects.get().state == State.STARTED
    till.outside.do("no_faults")
    page(gift)
    till.work()
    assert till.raised == 2000


def test_looking_is_bounded(till, page):
    gift = till.start()
    for _ in range(looking.LOOKS):
        assert "Refresh" in page(gift)
        till.work()
    assert "Refresh" not in page(gift)
    assert Gift.objects.get().look_at is None


def test_a_transfer_is_nobodys_to_ask(page, account, campaign):
    gift = actions.start_gift(amount_minor=2000, currency="USD", gateway="bank").gift
    assert "Refresh" not in page(gift)
    assert Gift.objects.get().look_at is None
