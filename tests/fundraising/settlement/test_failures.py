"""The seventeen ways in which others lost or doubled money, each tried against the stand-in."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from broadsheet.core.clock import Month
from broadsheet.core.models import Announcement, Letter
from broadsheet.fundraising import actions, ledger, queries
from broadsheet.fundraising.actions import GatewayUnreachable
from broadsheet.fundraising.models import (
    Dispute,
    GatewayObject,
    Gift,
    LedgerTransaction,
    Notice,
    Pledge,
    Refund,
    State,
)
from tests.stand_in.client import SECRET

HANGING = "gift", "fee"


def post(url: str, body: bytes, signature: str) -> int:
    request = urllib.request.Request(
        url, body, {"Content-Type": "application/json", "Stripe-Signature": signature}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def signed(event: dict, at: int | None = None, secret: str = SECRET) -> tuple[bytes, str]:
    import stripe

    body = json.dumps(event)
    stamp = at if at is not None else int(time.time())
    header = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=stamp)
    return body.encode(), header


def test_01_the_same_event_twice_in_a_row(till):
    till.pay(till.start())
    assert set(till.deliver(duplicates=1.0)) == {200}
    till.work()
    event = till.outside.do("events")[-1]
    assert post(till.url, *signed(event)) == 200
    till.work()
    assert till.kinds() == [*HANGING]
    assert till.raised == 2000
    assert till.receipts() == 1
    assert Notice.objects.filter(event_id=event["id"]).count() == 1
    assert till.in_order()


def test_02_the_same_event_sixteen_times_at_once(till):
    till.pay(till.start())
    event = till.outside.do("events")[-1]
    body, signature = signed(event)
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: post(till.url, body, signature), range(16)))
    assert answers == [200] * 16
    assert Notice.objects.count() == 1
    notice = Notice.objects.get()

    def work(_number: int) -> None:
        try:
            actions.notices.work_notice(Notice.objects.get(pk=notice.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    till.work()
    assert till.kinds() == [*HANGING]
    assert till.receipts() == 1
    assert Announcement.objects.filter(topic="gift.settled").count() == 1
    assert till.in_order()


def test_03_different_events_and_the_return_page_for_one_payment(till, client):
    gift = till.start()
    till.pay(gift)
    till.deliver()
    assert client.get(f"/support/gifts/{gift.token}/").status_code == 200
    actions.look_again(gift)
    till.work()
    actions.look_again(gift)
    assert Notice.objects.filter(state="done").count() >= 3
    assert till.kinds() == [*HANGING]
    assert till.receipts() == 1
    assert till.in_order()


@pytest.mark.parametrize("seed", range(6))
def test_04_refund_and_dispute_before_success(till, seed):
    refunded, disputed = till.start(3000), till.start(5000)
    intent, other = till.pay(refunded), till.pay(disputed)
    till.later(minutes=5)
    till.outside.do("refund", intent=intent, amount=1000)
    till.outside.do("dispute", intent=other)
    till.hear(disorder=True, duplicates=0.4, seed=seed)
    assert sorted(till.kinds()) == sorted(
        ["gift", "fee", "refund", "gift", "fee", "fee", "dispute_held"]
    )
    assert till.raised == 2000
    assert Gift.objects.get(pk=refunded.pk).state == State.SETTLED
    assert till.in_order()


def test_05_the_notice_comes_before_our_row(till):
    gift = till.start()
    till.pay(gift)
    names = list(GatewayObject.objects.all())
    Gift.objects.filter(pk=gift.pk).update(token="not-committed-yet")
    GatewayObject.objects.all().delete()
    till.hear()
    assert till.kinds() == []
    assert till.states() == ["waiting"] * len(till.states())
    Gift.objects.filter(pk=gift.pk).update(token=gift.token)
    GatewayObject.objects.bulk_create(names)
    till.later(minutes=2)
    till.work()
    assert till.raised == 2000
    assert set(till.states()) == {"done"}


def test_06_a_crash_between_money_and_mail(till, monkeypatch):
    gift = till.start()
    till.pay(gift)
    till.deliver()
    written = actions.gifts.letters.post_receipt

    def crash(_gift: Gift) -> None:
        raise RuntimeError("the machine went down here")

    monkeypatch.setattr(actions.gifts.letters, "post_receipt", crash)
    till.work()
    assert till.kinds() == []
    assert Gift.objects.get().state == State.STARTED
    assert not Announcement.objects.filter(topic="gift.settled").exists()
    monkeypatch.setattr(actions.gifts.letters, "post_receipt", written)
    till.later(minutes=10)
    till.work()
    assert till.kinds() == [*HANGING]
    assert till.receipts() == 1
    assert till.in_order()


@pytest.mark.parametrize("arrives", [True, False])
def test_07_completed_but_unpaid(till, arrives):
    gift = till.start()
    intent = till.pay(gift, how="sepa_debit", outcome="pending")
    till.hear()
    gift.refresh_from_db()
    assert gift.state == State.PENDING
    assert till.raised == 0
    till.later(days=3)
    till.outside.do("finish_debit", intent=intent, is_paid=arrives)
    till.hear()
    gift.refresh_from_db()
    assert gift.state == (State.SETTLED if arrives else State.FAILED)
    assert till.raised == (2000 if arrives else 0)
    assert till.in_order()


def test_07_failed_after_success(till):
    gift = till.start()
    intent = till.pay(gift, how="sepa_debit")
    till.later(days=1)
    till.outside.do("take_back", intent=intent)
    till.hear()  # both pieces of news at once, though only the last picture is left to fetch
    gift.refresh_from_db()
    assert gift.state == State.CORRECTED
    assert [kind for kind in till.kinds() if kind != "fee"] == ["gift", "correction"]
    assert till.raised == 0
    assert till.in_order()


@pytest.mark.parametrize("wrong", [{"amount": 1900}, {"currency": "eur"}])
def test_08_amount_or_currency_is_not_what_we_asked(till, wrong):
    gift = till.start()
    till.pay(gift, **wrong)
    till.hear()
    gift.refresh_from_db()
    assert gift.state == State.QUESTIONED
    assert till.kinds() == []
    assert till.raised == 0
    assert till.receipts() == 0
    assert "20" in gift.events.last().note
    assert till.in_order()


def test_09_forged_old_or_not_live(till):
    till.pay(till.start())
    event = till.outside.do("events")[-1]
    now = int(time.time())
    body, good = signed(event)
    assert post(till.url, *signed(event, secret="whsec_somebody_else")) == 400
    assert post(till.url, body.replace(b"2000", b"9000"), good) == 400
    assert post(till.url, body, "") == 400
    assert post(till.url, *signed(event, at=now - 301)) == 400
    assert post(till.url, b"{}", "t=1,v1=00") == 400
    assert post(till.url.replace("stripe", "bank"), body, good) == 404
    assert not Notice.objects.exists()
    assert post(till.url, *signed({**event, "livemode": False})) == 200
    assert Notice.objects.get().state == Notice.State.IGNORED
    till.work()
    assert till.kinds() == []


def test_09_a_notice_is_only_a_hint(till):
    gift = till.start()
    intent = till.pay(gift, outcome="declined")
    event = till.outside.do("events")[-1]
    lie = {**event, "id": "evt_lie", "type": "payment_intent.succeeded"}
    lie["data"] = {"object": {"object": "payment_intent", "id": intent, "status": "succeeded"}}
    assert post(till.url, *signed(lie)) == 200
    till.work()
    assert till.raised == 0


def test_10_the_notice_never_comes(till):
    gift = till.start()
    till.pay(gift)
    till.outside.do("skip")
    till.work()
    assert till.raised == 0
    till.later(hours=1)
    actions.reconcile_open_payments()
    assert till.raised == 2000
    assert till.receipts() == 1
    run = till.last_run()
    assert [row["mended"] for row in run.differences] == [True]
    assert run.is_clean


def test_10_what_only_the_gateway_has_is_found_at_night(till):
    _gift, intent = till.paid_gift()
    till.outside.do("refund", intent=intent, amount=500)
    till.outside.do("skip")
    till.later(days=1)
    actions.reconcile_all()
    assert till.raised == 1500
    run = till.last_run()
    assert (run.ours, run.theirs, run.is_clean) == (1, 1, True)
    assert [row["what"] for row in run.differences] == ["given back"]
    actions.reconcile_all()
    assert till.last_run().differences == []


def test_11_partial_and_several_refunds(till, editor):
    gift, intent = till.paid_gift(3000)
    till.outside.do("refund", intent=intent, amount=500)
    till.outside.do("refund", intent=intent, amount=700)
    actions.refund_gift(gift=gift, amount_minor=300, reason="Asked by mail", by=editor)
    till.work()
    till.hear(duplicates=1.0, disorder=True)
    gift.refresh_from_db()
    assert till.raised == 1500
    assert (gift.refunded_minor, gift.stands_minor) == (1500, 1500)
    assert Refund.objects.filter(state="booked").count() == 3
    with pytest.raises(actions.GiftRefused):
        actions.refund_gift(gift=gift, amount_minor=1501, reason="Too much", by=editor)
    assert till.in_order()


def test_12_a_refund_fails_later(till):
    gift, intent = till.paid_gift()
    refund = till.outside.do("refund", intent=intent, amount=2000)
    till.hear()
    assert till.raised == 0
    till.later(days=4)
    till.outside.do("fail_refund", refund=refund["id"])
    till.hear(duplicates=1.0)
    gift.refresh_from_db()
    assert till.raised == 2000
    assert till.kinds() == [*HANGING, "refund", "refund_failed"]
    assert gift.refunded_minor == 0
    assert till.in_order()


@pytest.mark.parametrize("is_won", [True, False])
def test_13_a_dispute_opened_and_closed(till, is_won):
    _gift, intent = till.paid_gift()
    dispute = till.outside.do("dispute", intent=intent)
    till.hear()
    assert till.raised == 0
    assert Dispute.objects.get().state == "open"
    till.later(days=20)  # into the next month, where the end of it counts
    till.outside.do("close_dispute", dispute=dispute["id"], is_won=is_won)
    till.hear(duplicates=1.0, disorder=True)
    december = queries.received_in(Month(2026, 12), "USD").amount_minor
    assert december == (2000 if is_won else 0)
    assert queries.received_in(Month(2026, 11), "USD").amount_minor == 0
    assert till.balance("held") == 0
    assert Dispute.objects.get().state == ("won" if is_won else "lost")
    assert till.in_order()


def test_14_the_first_renewal_is_not_the_second(till):
    gift = till.start(frequency="monthly")
    till.pay(gift)
    till.hear(disorder=True, seed=3)
    assert till.raised == 2000
    assert Gift.objects.count() == 1
    pledge = Pledge.objects.get()
    assert pledge.state == Pledge.State.ACTIVE
    till.set_clock(datetime(2026, 12, 22, 15, tzinfo=UTC))
    invoice = till.outside.do("bill", subscription=pledge.gateway_ref)
    till.outside.do("collect", invoice=invoice["id"], outcome="declined")
    till.hear()
    renewal = Gift.objects.get(source="renewal")
    assert renewal.state == State.FAILED
    assert renewal.attempts.get().next_try_at is not None
    assert Pledge.objects.get().state == Pledge.State.LATE
    till.later(days=3)
    till.outside.do("collect", invoice=invoice["id"], outcome="paid")
    till.hear(duplicates=1.0, disorder=True, seed=5)
    assert Gift.objects.count() == 2
    assert till.raised == 2000  # December's own
    assert queries.received_in(Month(2026, 11), "USD").amount_minor == 2000
    assert till.receipts() == 2
    assert Pledge.objects.get().state == Pledge.State.ACTIVE
    assert till.in_order()


def test_15_our_own_call_times_out(till, editor):
    till.outside.do("fault", path="checkout/sessions", kind="after")
    wishes = {"idempotency_key": "donor-1"}
    with pytest.raises(GatewayUnreachable):
        till.start(**wishes)
    gift = till.start(**wishes)
    assert Gift.objects.count() == 1
    assert len(till.outside.objects("checkout.session")) == 1
    till.pay(gift)
    till.hear()
    gift.refresh_from_db()
    till.outside.do("fault", path="refunds", kind="after")
    actions.refund_gift(gift=gift, amount_minor=800, reason="Asked by mail", by=editor)
    till.work()
    assert Refund.objects.get().state == "started"
    till.later(minutes=10)
    till.work()
    till.hear()
    assert len(till.outside.objects("refund")) == 1
    assert Refund.objects.get().state == "booked"
    assert till.raised == 1200
    assert till.in_order()


def test_16_a_poison_notice_blocks_nobody(till, monkeypatch, publisher):
    bad, good = till.start(1000), till.start(2000)
    poison = till.pay(bad)
    till.pay(good)
    booked = ledger.record_gift

    def spoiled(**values):
        if values["provider_object"] == poison:
            raise ZeroDivisionError("poison")
        return booked(**values)

    monkeypatch.setattr(ledger, "record_gift", spoiled)
    till.deliver()
    for _ in range(12):
        till.work()
        till.later(hours=1)
    assert till.raised == 2000
    parked = Notice.objects.filter(state="parked")
    assert parked.count() >= 1
    assert "poison" in parked[0].last_error
    monkeypatch.setattr(ledger, "record_gift", booked)
    for notice in parked:
        assert actions.replay_notice(notice=notice, by=publisher)
    till.work()
    assert till.raised == 3000
    assert not Notice.objects.filter(state="parked").exists()
    assert till.in_order()


def test_17_states_have_deadlines(till):
    gift = till.start()
    session = till.session_of(gift)
    till.later(days=61)
    actions.give_up_old_gifts()
    till.work()
    gift.refresh_from_db()
    assert gift.state == State.CANCELLED
    assert till.outside.last("checkout.session")["status"] == "expired"
    assert not LedgerTransaction.objects.exists()
    assert Letter.objects.filter(key__startswith="gift.receipt").count() == 0
    assert session == till.outside.last("checkout.session")["id"]
    assert till.in_order()
