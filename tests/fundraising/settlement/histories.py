"""Histories of money: what people and the gateway may do, in any order, with crashes in between.

A Hypothesis state machine plays them against the stand-in. When a history ends, all news has come
in late or been looked for, and the ledger has to equal `reference`: a fold over what really
happened outside, which knows nothing of notices, order, or crashes.
"""

import os
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from broadsheet.core.models import Letter
from broadsheet.fundraising import actions
from broadsheet.fundraising.actions import GatewayUnreachable, GiftRefused, card_testing
from broadsheet.fundraising.gateways import stripe as adapter
from broadsheet.fundraising.models import (
    Attempt,
    Breaker,
    Gift,
    LedgerEntry,
    LedgerTransaction,
    Pledge,
    Refund,
)
from tests.fundraising.settlement.reference import reference
from tests.stand_in.client import Said

CRASHED = 9
BOUNDARIES_MAX = 60
MOMENTS = (
    datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC),  # the hour that comes twice
    datetime(2026, 10, 31, 21, 59, 58, tzinfo=UTC),  # the last seconds of October in Kyiv
    datetime(2026, 11, 30, 21, 59, 58, tzinfo=UTC),
    datetime(2026, 12, 31, 21, 59, 58, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),  # the hour that does not come
)


def booked(gifts: list[int]) -> Counter[tuple[str, str]]:
    """(month, kind) → what stands in *gifts received* for these gifts."""
    sums: Counter[tuple[str, str]] = Counter()
    rows = LedgerEntry.objects.filter(account__kind="gifts", transaction__gift__in=gifts)
    for month, kind, amount in rows.values_list(
        "transaction__month", "transaction__kind", "amount_minor"
    ):
        sums[month, kind] -= amount
    return Counter({key: amount for key, amount in sums.items() if amount})


class Crash:
    """In a forked child: ends it, without a word, at the n-th boundary of database or gateway."""

    def __init__(self, at: int) -> None:
        self.left = at

    def boundary(self) -> None:
        self.left -= 1
        if self.left <= 0:
            os._exit(CRASHED)

    def statement(self, execute, sql, params, many, context):
        self.boundary()
        answer = execute(sql, params, many, context)
        self.boundary()
        return answer

    def install(self) -> None:
        connection.execute_wrappers.append(self.statement)
        commit = BaseDatabaseWrapper.commit

        def committing(wrapper: BaseDatabaseWrapper) -> None:
            self.boundary()
            commit(wrapper)
            self.boundary()

        BaseDatabaseWrapper.commit = committing
        ask = adapter.stripe.RequestsClient.request

        def asking(client, *args, **kwargs):
            self.boundary()
            answer = ask(client, *args, **kwargs)
            self.boundary()
            return answer

        adapter.stripe.RequestsClient.request = asking


def in_child(call, crash_at: int) -> bool:
    """Run `call` in a forked child that dies at a boundary; whether it got to its end."""
    connections.close_all()
    adapter._client.cache_clear()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            Crash(crash_at).install()
            call()
            status = 0
        except (GatewayUnreachable, GiftRefused):
            status = 0
        finally:
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, CRASHED}, f"the child failed with {code}"
    return code == 0


amounts = st.sampled_from([100, 500, 999, 2000, 12_345])
seeds = st.integers(0, 2**16)
crashes = st.one_of(st.none(), st.integers(1, BOUNDARIES_MAX))


class Histories(RuleBasedStateMachine):
    """One history after another on the same books; each looks at its own gifts alone."""

    till: Any = None
    staff: Any = None
    count = 0

    @initialize(moment=st.sampled_from(MOMENTS))
    def begin(self, moment: datetime) -> None:
        type(self).count += 1
        self.outside = self.till.outside
        self.outside.do("skip")
        self.till.set_clock(moment)
        self.let_older_histories_be_long_ago(moment)
        self.first_gift = Gift.objects.order_by("-id").values_list("id", flat=True).first() or 0
        self.known = {one["id"] for one in self.outside.do("objects")}
        self.waiting: list[list[str]] = []
        self.keys = 0

    def let_older_histories_be_long_ago(self, moment: datetime) -> None:
        """Several begin at the same moment; together their gifts would pause card payments."""
        long_ago = moment - 2 * card_testing.DAY
        Gift.objects.filter(started_at__gt=long_ago).update(started_at=long_ago)
        Attempt.objects.filter(at__gt=long_ago).update(at=long_ago)
        Breaker.objects.all().delete()

    # Helpers -----------------------------------------------------------------------------------

    def gifts(self) -> list[Gift]:
        return list(Gift.objects.filter(pk__gt=self.first_gift).order_by("id"))

    def mine(self, kind: str) -> list[dict[str, Any]]:
        objects = self.outside.do("objects")
        return [one for one in objects if one["object"] == kind and one["id"] not in self.known]

    def intents(self) -> list[dict[str, Any]]:
        return self.mine("payment_intent")

    def do(self, verb: str, **wishes: Any) -> Any:
        with suppress(Said):
            return self.outside.do(verb, **wishes)

    def pick(self, rows: list, seed: int) -> Any:
        return rows[seed % len(rows)] if rows else None

    def run(self, call, crash_at: int | None) -> None:
        if crash_at is None:
            with suppress(GatewayUnreachable, GiftRefused):
                call()
        else:
            in_child(call, crash_at)

    # What people do ----------------------------------------------------------------------------

    @rule(amount=amounts, monthly=st.booleans(), crash=crashes)
    def start(self, amount: int, monthly: bool, crash: int | None) -> None:
        self.keys += 1
        wishes = {
            "amount_minor": amount,
            "currency": "USD",
            "gateway": "stripe",
            "frequency": "monthly" if monthly else "once",
            "email": f"donor{self.count}-{self.keys}@readers.example",
            "idempotency_key": f"history-{self.count}-{self.keys}",
        }
        self.run(lambda: actions.start_gift(**wishes), crash)
        with suppress(GiftRefused):
            actions.start_gift(**wishes)  # the donor's browser tries again

    @rule(seed=seeds, outcome=st.sampled_from(["paid", "paid", "paid", "pending", "declined"]))
    def pay(self, seed: int, outcome: str) -> None:
        sessions = [one for one in self.mine("checkout.session") if one["status"] == "open"]
        if (session := self.pick(sessions, seed)) is not None:
            how = "sepa_debit" if outcome == "pending" else "card"
            if session["mode"] == "subscription" and outcome == "pending":
                outcome = "paid"
            self.do("pay", session=session["id"], outcome=outcome, how=how)

    @rule(seed=seeds, amount=amounts, crash=crashes)
    def refund_at_the_desk(self, seed: int, amount: int, crash: int | None) -> None:
        settled = [one for one in self.gifts() if one.state == "settled"]
        if (gift := self.pick(settled, seed)) is not None:
            self.run(
                lambda: actions.refund_gift(
                    gift=gift, amount_minor=amount, reason="Asked for", by=self.staff
                ),
                crash,
            )

    @rule(seed=seeds)
    def end_pledge(self, seed: int) -> None:
        running = Pledge.objects.filter(gifts__pk__gt=self.first_gift).exclude(gateway_ref="")
        if (pledge := self.pick(list(running.distinct().order_by("id")), seed)) is not None:
            with suppress(GatewayUnreachable, GiftRefused):
                actions.end_pledge(pledge=pledge)

    # What happens outside ----------------------------------------------------------------------

    @rule(seed=seeds, is_paid=st.booleans())
    def finish_debit(self, seed: int, is_paid: bool) -> None:
        moving = [one for one in self.intents() if one["status"] == "processing"]
        if (intent := self.pick(moving, seed)) is not None:
            self.do("finish_debit", intent=intent["id"], is_paid=is_paid)

    @rule(seed=seeds)
    def take_back(self, seed: int) -> None:
        if (intent := self.pick(self.intents(), seed)) is not None:
            open_refunds = Refund.objects.filter(
                gift__objects_outside__ref=intent["id"], state="started"
            )
            if not open_refunds.exists():
                self.do("take_back", intent=intent["id"])

    @rule(seed=seeds, amount=amounts)
    def refund_outside(self, seed: int, amount: int) -> None:
        if (intent := self.pick(self.intents(), seed)) is not None:
            self.do("refund", intent=intent["id"], amount=amount)

    @rule(seed=seeds)
    def fail_refund(self, seed: int) -> None:
        if (refund := self.pick(self.mine("refund"), seed)) is not None:
            self.do("fail_refund", refund=refund["id"])

    @rule(seed=seeds)
    def dispute(self, seed: int) -> None:
        if (intent := self.pick(self.intents(), seed)) is not None:
            self.do("dispute", intent=intent["id"])

    @rule(seed=seeds, is_won=st.booleans())
    def close_dispute(self, seed: int, is_won: bool) -> None:
        if (dispute := self.pick(self.mine("dispute"), seed)) is not None:
            self.do("close_dispute", dispute=dispute["id"], is_won=is_won)

    @rule(seed=seeds, outcome=st.sampled_from(["paid", "paid", "declined"]))
    def renew(self, seed: int, outcome: str) -> None:
        if (subscription := self.pick(self.mine("subscription"), seed)) is not None:
            invoice = self.do("bill", subscription=subscription["id"])
            if invoice:
                self.do("collect", invoice=invoice["id"], outcome=outcome)

    @rule(seed=seeds)
    def try_the_bill_again(self, seed: int) -> None:
        unpaid = [one for one in self.mine("invoice") if one["status"] == "open"]
        if (invoice := self.pick(unpaid, seed)) is not None:
            self.do("collect", invoice=invoice["id"], outcome="paid")

    # News, work and time -----------------------------------------------------------------------

    @rule(
        seed=seeds,
        loss=st.sampled_from([0, 0, 0.3]),
        duplicates=st.sampled_from([0, 0.5]),
        crash=crashes,
    )
    def deliver(self, seed: int, loss: float, duplicates: float, crash: int | None) -> None:
        script = {"seed": seed, "loss": loss, "duplicates": duplicates, "disorder": True}
        self.waiting += self.outside.do("plan", **script)
        for number, (body, signature) in enumerate(list(self.waiting)):
            if number == 0 and crash is not None:
                in_child(partial(self.post, body, signature), crash)
            assert self.post(body, signature) == 200
        self.waiting.clear()

    @staticmethod
    def post(body: str, signature: str) -> int:
        return (
            Client()
            .post(
                "/webhooks/stripe/",
                body,
                content_type="application/json",
                headers={"Stripe-Signature": signature},
            )
            .status_code
        )

    @rule(crash=crashes)
    def work(self, crash: int | None) -> None:
        if crash is not None:
            in_child(actions.work_for_gateways, crash)
        else:
            actions.work_for_gateways()

    @rule(kind=st.sampled_from(["before", "after", "500"]), path=st.sampled_from(["", "refunds"]))
    def the_line_is_bad(self, kind: str, path: str) -> None:
        method = "POST" if path else "GET"
        self.outside.do("fault", path=path or "/v1/", kind=kind, method=method)

    @rule(hours=st.sampled_from([0.0003, 1, 24, 24 * 9]))
    def time_passes(self, hours: float) -> None:
        self.till.later(hours=hours)

    # The end -----------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "outside"):
            return
        self.outside.do("no_faults")
        self.deliver(seed=1, loss=0, duplicates=0.3, crash=None)
        for _ in range(3):
            self.till.later(hours=2)
            self.till.work()
        actions.reconcile_open_payments()
        actions.reconcile_all()
        self.till.work()
        self.compare()

    def compare(self) -> None:
        gifts = self.gifts()
        numbers = [gift.pk for gift in gifts]
        intents = {one["id"] for one in self.intents()}
        expected = reference(self.mine_all(), intents)
        assert booked(numbers) == expected
        paid = LedgerTransaction.objects.filter(kind="gift", gift__in=numbers)
        assert paid.count() == len({row.provider_object for row in paid})
        tokens = [gift.token for gift in gifts if gift.state in {"settled", "corrected"}]
        keys = [f"gift.receipt:{token}" for token in tokens]
        assert Letter.objects.filter(key__in=keys).count() == len(tokens)
        assert not [one for one in gifts if one.refunded_minor > (one.received_minor or 0)]

    def mine_all(self) -> list[dict[str, Any]]:
        return [one for one in self.outside.do("objects") if one["id"] not in self.known]
