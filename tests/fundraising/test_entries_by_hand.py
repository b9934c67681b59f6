"""Entries by hand and refunds above the limit wait for a second person."""

from datetime import UTC, datetime

import pytest

from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.actions import GiftRefused, SamePerson
from broadsheet.fundraising.models import LedgerTransaction, Refund

AT = datetime(2026, 11, 20, tzinfo=UTC)


def write(by, amount_minor=5000, kind="received", **more):
    return actions.write_entry(
        **{
            "kind": kind,
            "amount_minor": amount_minor,
            "currency": "USD",
            "happened_at": AT,
            "reason": "Cash from the evening",
            "by": by,
            **more,
        }
    )


def test_a_small_one_counts_at_once(campaign, editor):
    write(editor)
    write(editor, 300, "cost")
    assert queries.meter_now().raised_minor == 5000
    assert LedgerTransaction.objects.filter(kind="manual").count() == 2
    assert checks.find_differences() == []


def test_the_same_token_is_the_same_entry(campaign, editor):
    assert write(editor, token="t") == write(editor, token="t")
    assert queries.meter_now().raised_minor == 5000


def test_a_large_one_waits_for_another_person(campaign, editor, publisher):
    entry = write(editor, 100_001)
    assert entry.state == "waiting"
    with pytest.raises(SamePerson):
        actions.approve_entry(entry=entry, by=editor)
    assert queries.meter_now().raised_minor == 0
    assert actions.approve_entry(entry=entry, by=publisher).state == "booked"
    actions.approve_entry(entry=entry, by=publisher)
    assert queries.meter_now().raised_minor == 100_001
    other = write(editor, 200_000)
    assert actions.turn_down_entry(entry=other, by=publisher).state == "turned_down"
    assert actions.approve_entry(entry=other, by=publisher).state == "turned_down"
    assert queries.meter_now().raised_minor == 100_001
    assert checks.find_differences() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"reason": " "},
        {"kind": "loot"},
        {"currency": "EUR"},
        {"happened_at": datetime(2026, 12, 1, tzinfo=UTC)},
    ],
)
def test_what_cannot_be_is_refused(campaign, editor, wrong):
    with pytest.raises(GiftRefused):
        write(editor, **wrong)


def test_a_large_refund_of_a_transfer_too(pledge, editor, publisher, clock):
    gift = actions.settle_gift(gift=pledge(200_000), amount_minor=200_000, settled_at=clock.at)
    wishes = {"gift": gift, "reason": "Typed a nought too many", "by": editor}
    small = actions.refund_gift(amount_minor=1000, **wishes)
    assert small.state == Refund.State.BOOKED
    large = actions.refund_gift(amount_minor=150_000, **wishes)
    assert large.state == Refund.State.ASKED
    assert queries.meter_now().raised_minor == 199_000
    with pytest.raises(GiftRefused):
        actions.refund_gift(amount_minor=50_000, **wishes)
    with pytest.raises(SamePerson):
        actions.approve_refund(refund=large, by=editor)
    assert actions.approve_refund(refund=large, by=publisher).state == Refund.State.BOOKED
    assert queries.meter_now().raised_minor == 49_000
    assert checks.find_differences() == []
