"""The contract that every gateway passes."""

import pytest

from broadsheet.core.models import Announcement
from broadsheet.fundraising import actions, gateways
from broadsheet.fundraising.gateways import BadNotice, Gateway, Instructions, NotThere, Redirect
from broadsheet.fundraising.models import Book, Gift, LedgerTransaction
from tests.fundraising.settlement.conftest import card_newsroom, stand_in_process  # noqa: F401

WAYS = [(one, "") for one in gateways.GATEWAYS]
WAYS.append((gateways.find("test"), "storm"))
"""Each gateway, and the seed of the play money's faults; with one that gateway is another."""


@pytest.fixture(params=WAYS, ids=[f"{one.key} {seed}".strip() for one, seed in WAYS])
def gateway(request, card_newsroom, account, settings) -> Gateway:  # noqa: F811
    settings.DEVELOPMENT = True
    found, settings.PLAY_MONEY_SEED = request.param
    return found


def start(gateway: Gateway, **wishes) -> actions.Started:
    usual = {"amount_minor": 2000, "currency": "USD", "email": "dora@readers.example"}
    return actions.start_gift(**{**usual, "gateway": gateway.key, **wishes})


def test_it_has_a_key_a_name_and_a_book(gateway):
    assert gateway.key.isidentifier()
    assert str(gateway.name)
    assert (gateway.book == Book.TEST) == (gateway.key == "test")
    assert gateways.find(gateway.key) is gateway
    assert gateway.frequencies <= {"once", "monthly"}
    assert "once" in gateway.frequencies


def test_it_is_open_or_says_why_not(gateway, settings):
    assert gateways.why_closed(gateway) == ""
    settings.DEVELOPMENT = False
    settings.STRIPE_SECRET_KEY = "sk_test_play"
    actions.set_bank_account(holder="")
    assert gateway.why_closed()


def test_beginning_books_nothing_and_may_be_repeated(gateway):
    first = start(gateway, idempotency_key="k")
    again = start(gateway, idempotency_key="k")
    assert first.gift == again.gift
    assert isinstance(first.next, Redirect | Instructions)
    assert first.next == again.next
    assert not LedgerTransaction.objects.exists()
    assert not Announcement.objects.filter(topic="gift.settled").exists()
    assert Gift.objects.count() == 1


def test_real_money_is_refused_in_a_sample(gateway, newsroom):
    newsroom.is_sample = True
    newsroom.save()
    assert bool(gateways.why_closed(gateway)) == (not gateway.works_in_sample)


def test_a_forged_notice_is_refused(gateway):
    for body in (b"", b"{}", b"\xff", b'{"id": "evt_1"}'):
        with pytest.raises(BadNotice):
            gateway.read_notice(body, {"Stripe-Signature": "t=1,v1=2"})


def test_what_it_does_not_know_is_not_there(gateway):
    with pytest.raises(NotThere):
        gateway.fetch("pi_nobody")


def test_what_it_fetches_names_no_person(gateway, card_newsroom):  # noqa: F811
    if not gateway.tells:
        return
    started = start(gateway, name="Dora Donor", message="For the harbour")
    if gateway.key == "test":
        actions.pretend_to_pay(gift=started.gift)
    else:
        card_newsroom.pay(started.gift)
    told = gateway.fetch(started.gift.objects_outside.get().ref)
    kept = str(told.as_values())
    assert "dora" not in kept.lower()
    assert "harbour" not in kept.lower()
    assert "card-1" not in kept
    assert [one.amount_minor for one in told.payments] == [2000]
    assert [one.gift_token for one in told.payments] == [started.gift.token]


def test_monthly_where_it_says_so(gateway):
    if "monthly" in gateway.frequencies:
        assert start(gateway, frequency="monthly").gift.pledge is not None
    else:
        with pytest.raises(actions.GiftRefused):
            start(gateway, frequency="monthly")
