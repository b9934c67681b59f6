"""Payments that are not what was asked for, and the person who decides about them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from broadsheet.fundraising.models import Gift, State


@pytest.fixture
def desk(editor, till) -> Client:
    """The treasurer, at the desk."""
    editor.groups.set([Group.objects.get(name="Treasurers")])
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def questioned(till):
    """A gift for which another amount was paid than asked; gives its screen's address."""

    def pay(**wrong) -> str:
        gift = till.start()
        till.pay(gift, **wrong)
        till.hear()
        return f"/desk/support/gifts/{gift.pk}/questioned/"

    return pay


def test_what_was_paid_is_counted(till, desk, questioned):
    address = questioned(amount=1900)
    assert "Decide about this payment" in desk.get(address.removesuffix("questioned/")).text
    assert "Count what was paid" in desk.get(address).text
    assert desk.post(address, {"accept": ""}).status_code == 302
    gift = Gift.objects.get()
    assert (gift.state, gift.received_minor) == (State.SETTLED, 1900)
    assert till.raised == 1900
    assert till.receipts() == 1
    assert desk.post(address, {"accept": ""}).status_code == 302  # decided already
    till.hear(duplicates=1)
    assert till.raised == 1900
    assert till.in_order()


def test_it_is_turned_down_with_a_reason(till, desk, questioned):
    address = questioned(amount=1900)
    assert desk.post(address, {"turn_down": "", "reason": " "}).status_code == 200
    assert Gift.objects.get().state == State.QUESTIONED
    assert desk.post(address, {"turn_down": "", "reason": "Given back at Stripe."}).status_code
    gift = Gift.objects.get()
    assert gift.state == State.REFUSED
    assert gift.events.last().note == "Given back at Stripe."
    till.hear(duplicates=1)
    assert (till.raised, till.kinds()) == (0, [])
    assert till.in_order()


def test_another_currency_is_never_counted(till, desk, questioned):
    address = questioned(currency="eur")
    answer = desk.post(address, {"accept": ""})
    assert "which these books do not hold" in answer.text
    assert (Gift.objects.get().state, till.raised) == (State.QUESTIONED, 0)


def test_a_gateway_that_is_down_decides_nothing(till, desk, questioned):
    address = questioned(amount=1900)
    till.outside.do("fault", path="/v1/", kind="500", method="GET")
    assert "does not answer" in desk.post(address, {"accept": ""}).text
    assert (Gift.objects.get().state, till.raised) == (State.QUESTIONED, 0)


def test_editors_do_not_decide(editor, till, questioned):
    address = questioned(amount=1900)
    client = Client()
    client.force_login(editor)
    assert client.post(address, {"accept": ""}).status_code == 302
    assert Gift.objects.get().state == State.QUESTIONED
