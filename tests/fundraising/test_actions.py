"""The life of a gift."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from stdnum import iso11649

from broadsheet.core.clock import Month
from broadsheet.core.models import Announcement, Letter, Newsroom
from broadsheet.core.money import BadAmount
from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.actions import (
    AlreadySettled,
    GiftRefused,
    KeyUsed,
    MonthIsOver,
    NotSettled,
)
from broadsheet.fundraising.gateways import Instructions, Redirect
from broadsheet.fundraising.models import (
    Campaign,
    FundraisingSettings,
    Gift,
    Goal,
    LedgerTransaction,
    State,
)

NOVEMBER = Month(2026, 11)
DECEMBER = Month(2026, 12)


def settle(gift, amount_minor=None, at=None):
    return actions.settle_gift(
        gift=gift,
        amount_minor=amount_minor or gift.amount_minor,
        settled_at=at or datetime(2026, 11, 22, 14, tzinfo=UTC),
    )


class TestCampaign:
    def test_repeating_changes_nothing(self, campaign):
        again = actions.ensure_campaign(goal_minor=500_000, currency="USD")
        assert again == campaign
        assert Goal.objects.count() == 1

    def test_the_next_month_starts_by_itself_with_the_same_goal(self, campaign, clock):
        clock.set(datetime(2027, 3, 5, tzinfo=UTC))
        meter = queries.meter_now()
        assert meter.goal_minor == 500_000
        assert meter.raised_minor == 0
        assert meter.month == Month(2027, 3)

    def test_a_new_goal_leaves_past_months_alone(self, campaign, clock):
        clock.set(datetime(2026, 12, 5, tzinfo=UTC))
        actions.ensure_campaign(goal_minor=700_000, currency="USD")
        assert queries.goal_for(campaign, NOVEMBER).amount_minor == 500_000
        assert queries.goal_for(campaign, DECEMBER).amount_minor == 700_000
        with pytest.raises(MonthIsOver):
            actions.set_goal(campaign=campaign, goal_minor=1, month=NOVEMBER)

    def test_a_goal_is_more_than_nothing(self, newsroom):
        with pytest.raises(BadAmount):
            actions.ensure_campaign(goal_minor=0, currency="USD")
        assert not Campaign.objects.exists()

    def test_an_unknown_currency_is_refused(self, newsroom):
        with pytest.raises(BadAmount):
            actions.ensure_campaign(goal_minor=100, currency="XXX")

    def test_another_currency_opens_another_campaign(self, campaign):
        other = actions.ensure_campaign(goal_minor=400_000, currency="EUR")
        assert other != campaign
        assert queries.campaign() == other
        assert queries.currency() == "EUR"

    def test_a_wrong_iban_is_refused(self, newsroom):
        with pytest.raises(ValidationError):
            actions.set_bank_account(holder="X", iban="DE00370400440532013000")
        assert not FundraisingSettings.objects.exists()

    def test_an_account_is_stored_in_compact_form(self, newsroom):
        actions.set_bank_account(holder="X", iban="DE89 3704 0044 0532 0130 00")
        assert FundraisingSettings.current().iban == "DE89370400440532013000"


class TestStarting:
    def test_a_bank_gift_gets_a_reference_and_instructions(self, campaign, account):
        started = actions.start_gift(amount_minor=2000, currency="USD", gateway="bank")
        assert started.created
        assert isinstance(started.next, Instructions)
        assert iso11649.is_valid(started.gift.reference)
        assert started.next.reference == started.gift.reference
        assert "DE89 3704" in started.next.text
        assert started.gift.state == State.STARTED
        assert not LedgerTransaction.objects.exists()
        assert queries.meter_now().raised_minor == 0

    def test_a_code_is_drawn_for_euro_alone(self, campaign, account):
        dollars = actions.start_gift(amount_minor=2000, currency="USD", gateway="bank")
        assert dollars.next.qr_svg == ""
        actions.ensure_campaign(goal_minor=500_000, currency="EUR")
        euro = actions.start_gift(amount_minor=2050, currency="EUR", gateway="bank")
        assert euro.next.qr_svg.startswith("<svg")
        assert "style=" not in euro.next.qr_svg

    def test_the_same_key_is_the_same_gift(self, campaign, account):
        wishes = {
            "amount_minor": 2000,
            "currency": "USD",
            "gateway": "bank",
            "email": "dora@readers.example",
            "idempotency_key": "k-1",
        }
        first = actions.start_gift(**wishes)
        second = actions.start_gift(**wishes)
        assert second.gift == first.gift
        assert second.next == first.next
        assert not second.created
        assert Letter.objects.count() == 1
        with pytest.raises(KeyUsed):
            actions.start_gift(**{**wishes, "amount_minor": 2100})
        assert Gift.objects.count() == 1

    @pytest.mark.parametrize(
        ("wishes", "field"),
        [
            ({"gateway": "shells"}, "gateway"),
            ({"gateway": "test"}, "gateway"),
            ({"amount_minor": 0}, "amount_minor"),
            ({"amount_minor": -500}, "amount_minor"),
            ({"amount_minor": 99}, "amount_minor"),
            ({"amount_minor": 100_000_001}, "amount_minor"),
            ({"currency": "EUR"}, "currency"),
            ({"currency": "usd"}, "currency"),
            ({"frequency": "monthly"}, "frequency"),
            ({"frequency": "hourly"}, "frequency"),
            ({"email": "nowhere"}, "email"),
            ({"email": "a@b.example\nBcc: x@y.example"}, "email"),
            ({"name": "x" * 81}, "name"),
            ({"message": "x" * 501}, "message"),
            ({"idempotency_key": "x" * 256}, "idempotency_key"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_field(self, campaign, account, wishes, field):
        usual = {"amount_minor": 2000, "currency": "USD", "gateway": "bank"}
        with pytest.raises(GiftRefused) as refused:
            actions.start_gift(**{**usual, **wishes})
        assert refused.value.field == field
        assert str(refused.value)
        assert not Gift.objects.exists()
        assert not Letter.objects.exists()

    def test_without_an_account_the_bank_is_closed(self, campaign):
        with pytest.raises(GiftRefused) as refused:
            actions.start_gift(amount_minor=2000, currency="USD", gateway="bank")
        assert refused.value.field == "gateway"

    def test_the_letter_says_nothing_that_the_donor_typed(self, pledge):
        pledge(email="victim@elsewhere.example", name="BUY PILLS", message="BUY MORE PILLS")
        letter = Letter.objects.get()
        assert letter.to == "victim@elsewhere.example"
        assert "PILLS" not in letter.text + letter.html + letter.subject
        assert "RF" in letter.text
        assert "The Harbour Post" in letter.subject

    def test_one_address_gets_a_bounded_number_of_letters(self, pledge):
        for _ in range(8):
            pledge(email="dora@readers.example")
        assert Gift.objects.count() == 8
        assert Letter.objects.count() == 5


class TestSettling:
    def test_a_letter_to_somebody_of_no_known_language_speaks_the_sites(self, pledge):
        gift = pledge(email="dora@readers.example")
        Gift.objects.filter(pk=gift.pk).update(language="")
        settle(Gift.objects.get())
        letter = Letter.objects.get(key=f"gift.receipt:{gift.token}")
        assert letter.html.split('lang="', 1)[1].startswith("en")

    def test_the_meter_moves_and_the_receipt_goes_out(self, pledge):
        gift = settle(pledge(email="dora@readers.example"))
        assert gift.state == State.SETTLED
        meter = queries.meter_now()
        assert (meter.raised_minor, meter.gifts) == (2000, 1)
        assert Letter.objects.filter(key=f"gift.receipt:{gift.token}").count() == 1
        told = Announcement.objects.get(topic="gift.settled")
        assert told.values == {"month": "2026-11", "amount_minor": 2000, "currency": "USD"}
        assert checks.find_differences() == []

    def test_what_arrived_is_what_is_booked(self, pledge):
        gift = settle(pledge(2000), 1850)
        assert gift.received_minor == 1850
        assert gift.amount_minor == 2000
        assert queries.meter_now().raised_minor == 1850

    def test_settling_twice_books_once(self, pledge):
        gift = pledge()
        settle(gift)
        with pytest.raises(AlreadySettled):
            settle(gift)
        assert LedgerTransaction.objects.count() == 1
        assert queries.meter_now().raised_minor == 2000

    def test_money_may_come_after_all(self, pledge):
        gift = pledge()
        assert actions.cancel_gift(gift=gift)
        assert not actions.cancel_gift(gift=gift)
        settle(gift)
        assert queries.meter_now().raised_minor == 2000

    def test_settled_money_cannot_be_given_up(self, pledge):
        gift = settle(pledge())
        assert not actions.cancel_gift(gift=gift)
        assert Gift.objects.get().state == State.SETTLED

    def test_old_gifts_are_given_up(self, pledge, clock):
        gift = pledge()
        clock.advance(days=59)
        assert actions.give_up_old_gifts() == 0
        clock.advance(days=2)
        assert actions.give_up_old_gifts() == 1
        gift.refresh_from_db()
        assert gift.state == State.CANCELLED

    @pytest.mark.parametrize(
        ("settled_at", "month"),
        [
            (datetime(2026, 11, 30, 21, 59, 59, tzinfo=UTC), NOVEMBER),  # 23:59:59 in Kyiv
            (datetime(2026, 11, 30, 22, 0, 0, tzinfo=UTC), DECEMBER),  # midnight in Kyiv
            (datetime(2026, 10, 31, 21, 59, 59, tzinfo=UTC), NOVEMBER.previous()),
            (datetime(2026, 10, 31, 22, 0, 0, tzinfo=UTC), NOVEMBER),  # winter time
            (datetime(2026, 7, 31, 21, 0, 0, tzinfo=UTC), Month(2026, 8)),  # summer time
        ],
    )
    def test_the_month_is_that_of_the_newsroom(self, pledge, settled_at, month):
        settle(pledge(), at=settled_at)
        assert queries.received_in(month, "USD").amount_minor == 2000
        assert queries.received_in(month.previous(), "USD").amount_minor == 0
        assert queries.received_in(month.next(), "USD").amount_minor == 0

    def test_moving_the_newsroom_to_another_zone_moves_no_booked_money(self, pledge, newsroom):
        settle(pledge(), at=datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
        newsroom.time_zone = "America/New_York"
        newsroom.save()
        assert queries.received_in(DECEMBER, "USD").amount_minor == 2000
        assert checks.find_differences() == []


class TestCorrecting:
    def test_the_meter_goes_back_and_nothing_is_deleted(self, pledge, editor):
        gift = settle(pledge())
        actions.correct_gift(gift=gift, reason="Wrong transfer", by=editor)
        meter = queries.meter_now()
        assert (meter.raised_minor, meter.gifts) == (0, 0)
        assert LedgerTransaction.objects.count() == 2
        event = gift.events.last()
        assert (event.state, event.note, event.by) == (State.CORRECTED, "Wrong transfer", editor)
        assert Announcement.objects.filter(topic="gift.corrected").count() == 1
        assert checks.find_differences() == []

    def test_a_month_that_is_over_keeps_its_sum(self, pledge, clock, editor):
        gift = settle(pledge())
        clock.set(datetime(2026, 12, 3, 10, tzinfo=UTC))
        actions.correct_gift(gift=gift, reason="Came back", by=editor)
        assert queries.received_in(NOVEMBER, "USD").amount_minor == 2000
        assert queries.received_in(DECEMBER, "USD").amount_minor == -2000
        assert checks.find_differences() == []

    def test_once_only(self, pledge, editor):
        gift = settle(pledge())
        actions.correct_gift(gift=gift, reason="Wrong", by=editor)
        with pytest.raises(NotSettled):
            actions.correct_gift(gift=gift, reason="Wrong", by=editor)
        with pytest.raises(AlreadySettled):
            settle(gift)

    def test_a_reason_is_needed(self, pledge, editor):
        gift = settle(pledge())
        with pytest.raises(GiftRefused):
            actions.correct_gift(gift=gift, reason=" \n ", by=editor)
        assert queries.meter_now().raised_minor == 2000


class TestTransfersByHand:
    def record(self, **more):
        usual = {
            "amount_minor": 3000,
            "currency": "USD",
            "received_at": datetime(2026, 11, 20, tzinfo=UTC),
            "by": None,
        }
        return actions.record_transfer(**{**usual, **more})

    def test_it_counts_at_once(self, campaign):
        self.record(name="Dora")
        assert queries.meter_now().raised_minor == 3000
        assert checks.find_differences() == []

    def test_the_same_key_is_the_same_transfer(self, campaign):
        first = self.record(idempotency_key="screen-1")
        assert self.record(idempotency_key="screen-1") == first
        assert queries.meter_now().raised_minor == 3000

    def test_a_standing_order_brings_the_same_reference_again(self, pledge):
        gift = settle(pledge())
        again = self.record(reference=gift.reference)
        assert again.reference == gift.reference
        assert queries.meter_now().raised_minor == 5000

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount_minor": 0},
            {"currency": "EUR"},
            {"received_at": datetime(2026, 11, 23, tzinfo=UTC)},
            {"email": "nowhere"},
        ],
    )
    def test_what_cannot_be_is_refused(self, campaign, wrong):
        with pytest.raises(GiftRefused):
            self.record(**wrong)
        assert not Gift.objects.exists()


class TestPlayMoney:
    @pytest.fixture
    def in_development(self, settings):
        settings.DEVELOPMENT = True

    def test_it_never_shows_on_the_meter(self, campaign, account, in_development):
        started = actions.start_gift(amount_minor=2000, currency="USD", gateway="test")
        assert isinstance(started.next, Redirect)
        settle(started.gift)
        meter = queries.meter_now()
        assert (meter.raised_minor, meter.gifts) == (0, 0)
        assert queries.received_in(NOVEMBER, "USD", book="test").amount_minor == 2000
        assert not Announcement.objects.filter(topic="gift.settled").exists()
        assert checks.find_differences() == []

    def test_it_is_refused_in_a_real_newsroom(self, campaign, account):
        with pytest.raises(GiftRefused):
            actions.start_gift(amount_minor=2000, currency="USD", gateway="test")


@pytest.mark.django_db(transaction=True)
def test_two_threads_settle_once(pledge):
    gift = pledge(email="dora@readers.example")
    outcomes = []
    gate = threading.Barrier(2)

    def settle_at_once():
        try:
            gate.wait()
            settle(gift)
            outcomes.append("settled")
        except AlreadySettled:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=settle_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["already", "settled"]
    assert LedgerTransaction.objects.count() == 1
    assert queries.meter_now().raised_minor == 2000
    assert Letter.objects.filter(key__startswith="gift.receipt").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_key_start_one_gift(campaign, account):
    tokens = []
    gate = threading.Barrier(2)

    def start_at_once():
        try:
            gate.wait()
            started = actions.start_gift(
                amount_minor=2000, currency="USD", gateway="bank", idempotency_key="once"
            )
            tokens.append(started.gift.token)
        finally:
            connection.close()

    threads = [threading.Thread(target=start_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert Gift.objects.count() == 1


def test_a_newsroom_without_a_goal_has_no_meter(newsroom):
    assert queries.meter_now() is None
    assert queries.currency() == Newsroom.current().currency


def test_the_meter_goes_stale_at_the_next_midnight_of_the_newsroom(campaign):
    meter = queries.meter_now()
    assert meter.stale_at - meter.as_of < timedelta(days=1)
    assert meter.stale_at == datetime(2026, 11, 22, 22, tzinfo=UTC)
