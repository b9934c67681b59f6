"""The give form with a card gateway: monthly gifts, the fee, and a gateway that is down."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.fundraising import actions, gateways
from broadsheet.fundraising.gateways import Redirect
from broadsheet.fundraising.models import FundraisingSettings, Gift, Pledge

SUPPORT = "/support/"
KEY = "0f" * 16
CHECKOUT = "https://checkout.stripe.com/c/pay/cs_1"


@pytest.fixture
def cards(campaign, account, monkeypatch):
    """Card payments are open, and lead to a checkout."""
    stripe = gateways.find("stripe")
    monkeypatch.setattr(type(stripe), "why_closed", lambda self: "")
    monkeypatch.setattr(type(stripe), "begin", lambda self, gift: Redirect(CHECKOUT))
    return stripe


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def fields_of(page) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))


def test_with_cards_one_may_give_monthly_and_cover_the_fee(donor, cards):
    text = words(donor.client.get(SUPPORT))
    for expected in ("Once", "Each month", "then on 22 December 2026", "Add the card fee"):
        assert expected in text


def test_without_cards_neither_is_offered(donor, campaign, account):
    text = words(donor.client.get(SUPPORT))
    assert "Each month" not in text
    assert "card fee" not in text


def test_a_monthly_gift_is_confirmed_with_its_next_charge(donor, cards):
    wishes = {
        "frequency": "monthly",
        "monthly_amount": "1500",
        "amount": "2000",
        "gateway": "stripe",
        "email": "dora@readers.example",
        "key": KEY,
    }
    step = donor.client.post(SUPPORT, wishes)
    assert "You are giving 15 $ , each month." in words(step)
    assert "22 December 2026" in words(step)
    assert not Gift.objects.exists()
    leaving = donor.client.post(SUPPORT, fields_of(step))
    assert leaving.status_code == 200
    assert leaving["Refresh"] == f"0; url={CHECKOUT}"
    assert CHECKOUT in leaving.content.decode()
    pledge = Pledge.objects.get()
    assert (pledge.amount_minor, pledge.donor.email) == (1500, "dora@readers.example")


def test_a_monthly_gift_needs_an_email(donor, cards):
    page = donor.client.post(
        SUPPORT,
        {"frequency": "monthly", "monthly_amount": "1500", "gateway": "stripe", "key": KEY},
    )
    assert page.status_code == 422
    assert "email-error" in page.content.decode()
    assert re.search(r'value="monthly" checked', page.content.decode())


def test_monthly_by_bank_is_refused_and_nothing_lost(donor, cards):
    wishes = {
        "frequency": "monthly",
        "monthly_amount": "1500",
        "gateway": "bank",
        "email": "dora@readers.example",
        "key": KEY,
        "confirmed_minor": "1500",
    }
    page = donor.client.post(SUPPORT, wishes)
    assert page.status_code == 422
    assert "Monthly gifts are not possible this way" in words(page)
    assert not Gift.objects.exists()


def test_the_fee_is_shown_before_it_is_taken(donor, cards):
    wishes = {"amount": "2000", "gateway": "stripe", "cover": "on", "key": KEY}
    step = donor.client.post(SUPPORT, wishes)
    assert "You are giving 20.91 $ , once." in words(step)
    assert "20 $ is your gift, and 0.91 $ covers the card fee" in words(step)
    donor.client.post(SUPPORT, fields_of(step))
    gift = Gift.objects.get()
    assert (gift.amount_minor, gift.cover_minor) == (2091, 91)


def test_with_javascript_the_sum_was_shown_on_the_page(donor, cards):
    wishes = {"amount": "2000", "gateway": "stripe", "cover": "on", "key": KEY}
    donor.client.post(SUPPORT, {**wishes, "confirmed_minor": "2091"})
    assert Gift.objects.get().amount_minor == 2091


def test_a_sum_that_was_shown_wrong_is_shown_again(donor, cards):
    wishes = {"amount": "2000", "gateway": "stripe", "cover": "on", "key": KEY}
    step = donor.client.post(SUPPORT, {**wishes, "confirmed_minor": "2050"})
    assert "20.91 $" in words(step)
    assert not Gift.objects.exists()


def test_a_transfer_has_no_fee_to_cover(donor, cards):
    donor.client.post(SUPPORT, {"amount": "2000", "gateway": "bank", "cover": "on", "key": KEY})
    assert Gift.objects.get().amount_minor == 2000


def test_change_keeps_monthly_and_cover(donor, cards):
    wishes = {
        "frequency": "monthly", "monthly_amount": "1500", "gateway": "stripe", "cover": "on",
        "email": "dora@readers.example", "key": KEY,
    }  # fmt: skip
    step = donor.client.post(SUPPORT, wishes)
    page = donor.client.post(SUPPORT, {**fields_of(step), "change": "1"}).content.decode()
    assert re.search(r'value="monthly" checked', page)
    assert re.search(r'name="monthly_amount" value="1500" checked', page)
    assert re.search(r'name="cover" checked', page)


def test_when_the_gateway_is_down_the_bank_is_offered(donor, cards, monkeypatch):
    def down(self, gift):
        raise gateways.GatewayDown

    monkeypatch.setattr(type(cards), "begin", down)
    page = donor.client.post(SUPPORT, {"amount": "2000", "gateway": "stripe", "key": KEY})
    html = page.content.decode()
    assert page.status_code == 503
    assert "Nothing was charged" in words(page)
    assert re.search(r'name="gateway" value="bank" checked', html)
    assert not re.search(r'name="gateway" value="stripe"[^>]* checked', html)


@pytest.mark.parametrize(
    "wishes",
    [
        {"amount": "own", "own_amount": "33.50"},
        {"frequency": "monthly", "monthly_amount": "own", "own_amount": "33.50"},
        {"frequency": "monthly", "monthly_amount": "1500"},
    ],
)
def test_what_was_confirmed_is_not_lost_where_the_gateway_is_down(
    donor, cards, monkeypatch, wishes
):
    def down(self, gift):
        raise gateways.GatewayDown

    monkeypatch.setattr(type(cards), "begin", down)
    usual = {"gateway": "stripe", "email": "dora@readers.example"}
    step = donor.client.post(SUPPORT, {**usual, **wishes})
    html = donor.client.post(SUPPORT, fields_of(step)).content.decode()
    if "own_amount" in wishes:
        assert re.search(r'name="own_amount"[^>]* value="33.50"', html)
    else:
        assert re.search(r'name="monthly_amount" value="1500" checked', html)
    assert ('value="monthly" checked' in html) == ("frequency" in wishes)


def test_whoever_left_the_checkout_goes_on_with_the_same_payment(donor, cards):
    donor.client.post(SUPPORT, {"amount": "2000", "gateway": "stripe", "key": KEY})
    gift = Gift.objects.get()
    own = donor.client.get(f"/support/gifts/{gift.token}/")
    assert "please do not pay again" in words(own)
    leaving = donor.client.post(f"/support/gifts/{gift.token}/go-on/")
    assert leaving["Refresh"] == f"0; url={CHECKOUT}"
    assert Gift.objects.count() == 1


@given(amount=st.integers(1, 10**8), hundredths=st.integers(0, 1000), fixed=st.integers(0, 500))
def test_what_is_left_of_the_sum_is_the_gift(amount, hundredths, fixed):
    settings = FundraisingSettings(card_fee_hundredths=hundredths, card_fee_fixed_minor=fixed)
    total = amount + settings.cover_for(amount)
    assert total * (10_000 - hundredths) >= (amount + fixed) * 10_000
    assert (total - 1) * (10_000 - hundredths) < (amount + fixed) * 10_000


def test_the_support_page_tells_machines_how_to_give(donor, cards):
    import json

    html = donor.client.get(SUPPORT).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    action = data["potentialAction"]
    assert action["@type"] == "DonateAction"
    assert action["target"]["urlTemplate"].endswith("/support/")
    assert action["priceSpecification"]["priceCurrency"] == "USD"


def test_no_gift_is_started_for_a_key_twice(donor, cards):
    for _ in range(3):
        donor.client.post(SUPPORT, {"amount": "2000", "gateway": "bank", "key": KEY})
    assert Gift.objects.count() == 1
    assert actions.carry_forward() == 0
