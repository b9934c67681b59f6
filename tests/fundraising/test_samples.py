"""A sample newsroom's gifts, in and out."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core.clock import Month
from broadsheet.core.models import Letter
from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.actions import NotASample
from broadsheet.fundraising.actions.samples import sample_amounts
from broadsheet.fundraising.models import (
    Campaign,
    FundraisingSettings,
    Gift,
    LedgerEntry,
    LedgerTransaction,
)

NOVEMBER = Month(2026, 11)


@pytest.fixture
def sample(sample_newsroom, clock):
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    actions.record_sample_gifts(total_minor=218_000, count=61, month=NOVEMBER)


@given(
    total_minor=st.integers(1, 10**8),
    count=st.integers(1, 200),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    seed=st.integers(0, 99),
)
def test_amounts_always_sum_to_the_total(total_minor, count, currency, seed):
    if total_minor < count:
        with pytest.raises(ValueError, match="minor unit"):
            sample_amounts(total_minor=total_minor, count=count, currency=currency)
        return
    amounts = sample_amounts(total_minor=total_minor, count=count, currency=currency, seed=seed)
    assert sum(amounts) == total_minor
    assert len(amounts) == count
    assert min(amounts) > 0


def test_the_meter_reads_as_the_issue_says(sample):
    meter = queries.meter_now()
    assert (meter.raised_minor, meter.goal_minor, meter.gifts) == (218_000, 500_000, 61)
    assert meter.is_sample
    assert checks.find_differences() == []
    assert not Letter.objects.exists()


def test_gifts_look_like_gifts(sample, clock):
    gifts = list(Gift.objects.all())
    assert len({gift.amount_minor for gift in gifts}) > 5
    assert len({gift.settled_at.date() for gift in gifts}) > 10
    assert all(NOVEMBER.starts_at <= gift.settled_at <= clock.at for gift in gifts)
    assert all(gift.is_sample for gift in gifts)


def test_a_second_time_changes_nothing(sample):
    assert actions.record_sample_gifts(total_minor=218_000, count=61, month=NOVEMBER) == 0
    assert queries.meter_now().raised_minor == 218_000


def test_the_next_month_of_a_sample_starts_at_nothing(sample, clock):
    clock.set(datetime(2026, 12, 5, tzinfo=UTC))
    assert actions.record_sample_gifts(total_minor=218_000, count=61, month=Month(2026, 12)) == 0
    meter = queries.meter_now()
    assert (meter.raised_minor, meter.goal_minor) == (0, 500_000)


def test_the_first_minutes_of_a_month_are_enough(sample_newsroom, clock):
    clock.set(datetime(2026, 11, 30, 22, 3, tzinfo=UTC))  # 00:03 on 1 December in Kyiv
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    actions.record_sample_gifts(total_minor=218_000, count=61, month=Month(2026, 12))
    assert queries.meter_now().raised_minor == 218_000
    assert checks.find_differences() == []


def test_a_month_to_come_is_refused(sample_newsroom, clock):
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    with pytest.raises(ValueError, match="begun"):
        actions.record_sample_gifts(total_minor=100, count=1, month=Month(2026, 12))


def test_a_real_newsroom_takes_no_sample(campaign):
    with pytest.raises(NotASample):
        actions.record_sample_gifts(total_minor=218_000, count=61, month=NOVEMBER)
    assert not Gift.objects.exists()


def test_what_is_given_in_a_sample_is_a_sample(sample, clock):
    started = actions.start_gift(amount_minor=2000, currency="USD", gateway="bank")
    assert started.gift.is_sample
    assert "no real money" in started.next.text
    actions.settle_gift(gift=started.gift, amount_minor=2000, settled_at=clock.at)
    assert queries.meter_now().raised_minor == 220_000


def test_taking_the_sample_out_leaves_nothing(sample, clock, editor):
    started = actions.start_gift(amount_minor=2000, currency="USD", gateway="bank")
    gift = actions.settle_gift(gift=started.gift, amount_minor=2000, settled_at=clock.at)
    actions.correct_gift(gift=gift, reason="Trying it out", by=editor)
    assert actions.remove_sample_gifts() == 62
    for model in (Gift, LedgerTransaction, LedgerEntry, Campaign, FundraisingSettings):
        assert not model.objects.exists()
    assert queries.meter_now() is None
    assert checks.find_differences() == []
    assert actions.remove_sample_gifts() == 0


def test_sample_money_never_counts_in_a_real_newsroom(sample, sample_newsroom):
    sample_newsroom.is_sample = False
    sample_newsroom.save()
    assert queries.meter_now().raised_minor == 0
    assert [row.what for row in checks.find_differences()] == ["sample gifts"]


def test_taking_the_sample_out_keeps_real_money(campaign, pledge, clock):
    actions.settle_gift(gift=pledge(), amount_minor=2000, settled_at=clock.at)
    assert actions.remove_sample_gifts() == 0
    assert queries.meter_now().raised_minor == 2000
    assert FundraisingSettings.objects.exists()
