"""Stolen cards tried in bulk, and the honest donor who comes meanwhile."""

import pytest

from broadsheet.core.models import Letter
from broadsheet.fundraising import actions
from broadsheet.fundraising.actions import GiftRefused, card_testing
from broadsheet.fundraising.actions.notices import BATCH
from broadsheet.fundraising.models import Breaker, Gift, Notice, State
from tests.fundraising.settlement.conftest import EMAIL

TRIES = 120


def a_try(till, number: int) -> bool:
    """One stolen card, from an address of its own; whether it reached the gateway."""
    try:
        gift = till.start(500, email="", address_key=f"address-{number}")
    except GiftRefused:
        return False
    till.pay(gift, outcome="declined", fingerprint=f"card-{number}")
    return True


def test_the_pause_opens_holds_and_ends_by_itself(till):
    reached = []
    for number in range(TRIES):
        reached.append(a_try(till, number))
        if number % 5 == 4:
            till.hear()
    assert 0 < sum(reached) <= card_testing.FAILURES_TO_OPEN + 5
    assert not any(reached[-60:])
    assert Breaker.objects.get().times_opened == 1
    till.later(minutes=4)
    for number in range(TRIES, TRIES + 20):  # somebody still tries, so the pause goes on
        assert not a_try(till, number)
    till.later(minutes=9)
    assert not a_try(till, 900)
    till.later(minutes=11)
    assert a_try(till, 901)
    assert Breaker.objects.get().opened_at is None


def test_a_payment_does_not_wait_behind_declined_cards(till):
    honest = till.start(2000)
    for number in range(BATCH):
        a_try(till, number)
    till.pay(honest)
    till.deliver()
    assert Notice.objects.filter(state=Notice.State.WAITING).count() > 2 * BATCH
    actions.work_for_gateways()
    honest.refresh_from_db()
    assert honest.state == State.SETTLED
    assert Notice.objects.filter(kind__contains="failed", state=Notice.State.DONE).exists()
    till.work()
    assert till.in_order()


def test_checkouts_in_which_cards_failed_are_closed(till):
    for number in range(card_testing.FAILURES_TO_OPEN + 2):
        a_try(till, number)
    till.hear()
    sessions = till.outside.objects("checkout.session")
    assert {one["status"] for one in sessions} == {"expired"}
    till.hear()
    assert set(Gift.objects.values_list("state", flat=True)) == {State.CANCELLED}


@pytest.fixture
def pause(till) -> Breaker:
    return Breaker.objects.create(
        gateway="stripe",
        opened_at=till.clock.at,
        closes_at=till.clock.at + card_testing.HOLDS_FOR,
    )


def test_who_gave_before_goes_on_by_letter(till, client, request):
    till.paid_gift()
    request.getfixturevalue("pause")
    sessions = len(till.outside.objects("checkout.session"))
    with pytest.raises(GiftRefused):
        till.start(3000)
    gift = Gift.objects.get(amount_minor=3000)
    assert gift.waits_for_letter
    assert len(till.outside.objects("checkout.session")) == sessions
    letter = Letter.objects.get(key=f"gift.go-on:{gift.token}")
    assert letter.to == gift.email
    link = next(line for line in letter.text.splitlines() if "by-letter" in line)
    path = link.partition("localhost:8000")[2]
    assert client.get(path).status_code == 200
    assert len(till.outside.objects("checkout.session")) == sessions
    bare, _mark, key = path.partition("?key=")
    assert client.get(f"{bare}?key=forged").status_code == 404
    answer = client.post(bare, {"key": key.replace("%3A", ":")}, HTTP_SEC_FETCH_SITE="same-origin")
    assert answer.status_code == 200
    assert till.outside.address in answer["Refresh"]
    till.pay(gift)
    till.hear()
    assert till.raised == 5000


def test_thieves_cause_no_letters_and_no_rows(till, pause):
    for number in range(card_testing.LETTERS_OF_THE_SITE + 10):
        with pytest.raises(GiftRefused):
            till.start(500, email=f"thief{number}@nowhere.example", address_key=f"a{number}")
    assert Gift.objects.count() == Letter.objects.count() == 0


def test_the_pause_does_not_tell_who_gave(till, request):
    till.paid_gift()
    request.getfixturevalue("pause")

    def answer(email: str, key: str) -> GiftRefused:
        with pytest.raises(GiftRefused) as refused:
            till.start(3000, email=email, idempotency_key=key)
        return refused.value

    for _again in range(card_testing.LETTERS_TO_ONE + 2):
        known, unknown = answer(EMAIL, "one"), answer("stranger@readers.example", "two")
        assert (known.field, str(known)) == (unknown.field, str(unknown))
    written = Letter.objects.filter(key__startswith="gift.go-on")
    assert written.count() == card_testing.LETTERS_TO_ONE


def test_there_is_always_the_bank(till, pause, account):
    with pytest.raises(GiftRefused) as refused:
        till.start(email="")
    assert refused.value.field == "gateway"
    assert actions.start_gift(amount_minor=2000, currency="USD", gateway="bank").created


@pytest.mark.parametrize("who", [{"email": "", "address_key": "one"}, {"email": "a@b.example"}])
def test_one_address_or_e_mail_has_few_cards(till, who):
    for number in range(card_testing.CARDS_OF_ONE):
        gift = till.start(500, **who)
        till.pay(gift, outcome="declined", fingerprint=f"card-{number}")
        till.hear()
    with pytest.raises(GiftRefused):
        till.start(500, **who)
    till.start(500, email="somebody@else.example", address_key="two")


def test_one_checkout_takes_few_tries(till):
    gift = till.start(500)
    for _ in range(card_testing.TRIES_OF_A_GIFT):
        till.pay(gift, outcome="declined")
    till.hear()
    assert till.outside.last("checkout.session")["status"] == "expired"


def test_a_good_day_is_no_attack(till):
    for number in range(14):
        gift = till.start(500, email=f"d{number}@readers.example", address_key=f"a{number}")
        till.pay(gift, outcome="declined" if number % 3 == 0 else "paid")
    till.hear()
    assert not card_testing.is_paused("stripe")


def test_addresses_are_forgotten_with_their_key(till):
    till.start(address_key="one")
    till.clock.advance(days=31)
    assert card_testing.forget_addresses() == 1
    assert Gift.objects.get().address_key == ""
