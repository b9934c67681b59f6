"""What Stripe would know: sessions, payments, refunds, disputes, subscriptions, and its events."""

import copy
import itertools
import threading
import time
from typing import Any

from tests.stand_in.shapes import check, shape

Json = dict[str, Any]
DAY = 24 * 3600


class Refused(Exception):
    """Answered as Stripe answers what it will not do."""

    def __init__(self, message: str, *, status: int = 400, code: str = "") -> None:
        super().__init__(message)
        self.status, self.code = status, code


def fee_of(amount: int) -> int:
    """What a card costs here: 1.5 % and 25."""
    return round(amount * 0.015) + 25


class World:
    """All objects by id, and every event in the order in which it happened."""

    def __init__(self, address: str = "") -> None:
        self.address = address
        self.lock = threading.RLock()
        self.objects: dict[str, Json] = {}
        self.events: list[Json] = []
        self.moment: int | None = None
        self.live = True
        self._numbers = itertools.count(1)

    # Small things ------------------------------------------------------------------------------

    def now(self) -> int:
        return self.moment if self.moment is not None else int(time.time())

    def new_id(self, prefix: str) -> str:
        live = "live_" if prefix == "cs" else ""
        return f"{prefix}_{live}{next(self._numbers):08d}"

    def get(self, ref: str) -> Json:
        if ref not in self.objects:
            raise Refused(f"No such object: {ref}", status=404, code="resource_missing")
        return self.objects[ref]

    def add(self, kind: str, prefix: str, **values: Any) -> Json:
        made = shape(kind, id=self.new_id(prefix), **values)
        self.objects[made["id"]] = made
        return made

    def change(self, one: Json, **values: Any) -> Json:
        one.update(values)
        return check(one)

    def all_of(self, kind: str) -> list[Json]:
        return [one for one in self.objects.values() if one["object"] == kind]

    def tell(self, kind: str, about: Json) -> Json:
        event = shape(
            "event",
            id=self.new_id("evt"),
            api_version="2026-10-28.endive",
            created=self.now(),
            data={"object": copy.deepcopy(about)},
            livemode=self.live,
            pending_webhooks=1,
            type=kind,
        )
        self.events.append(event)
        return event

    def movement(self, kind: str, amount: int, fee: int, currency: str, source: str) -> Json:
        return self.add(
            "balance_transaction",
            "txn",
            amount=amount,
            available_on=self.now() + 2 * DAY,
            balance_type="payments",
            created=self.now(),
            currency=currency,
            fee=fee,
            fee_details=[],
            net=amount - fee,
            reporting_category=kind,
            status="available",
            type=kind,
            source=source,
        )

    # Checkout ----------------------------------------------------------------------------------

    def create_session(self, wishes: Json) -> Json:
        line = wishes["line_items"]["0"]["price_data"]
        amount = int(line["unit_amount"])
        if amount < 50:
            raise Refused("Amount must convert to at least 50 cents.", code="amount_too_small")
        mode = wishes["mode"]
        if (mode == "subscription") != ("recurring" in line):
            raise Refused("Recurring prices go with mode=subscription.")
        session = self.add(
            "checkout.session",
            "cs",
            amount_subtotal=amount,
            amount_total=amount,
            automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
            cancel_url=wishes.get("cancel_url"),
            client_reference_id=wishes.get("client_reference_id"),
            created=self.now(),
            currency=line["currency"],
            custom_fields=[],
            custom_text={},
            customer_email=wishes.get("customer_email"),
            expires_at=self.now() + DAY,
            livemode=self.live,
            metadata=wishes.get("metadata", {}),
            mode=mode,
            payment_method_types=["card", "sepa_debit"],
            payment_status="unpaid",
            shipping_options=[],
            status="open",
            success_url=wishes.get("success_url"),
        )
        session["url"] = f"{self.address}/pay/{session['id']}"
        marks = wishes.get("payment_intent_data", wishes.get("subscription_data", {}))
        self.objects[f"wishes:{session['id']}"] = {
            "object": "wishes",
            "metadata": marks.get("metadata", {}),
        }
        return session

    def expire_session(self, session: Json) -> Json:
        if session["status"] != "open":
            raise Refused("Only open sessions can be expired.")
        self.change(session, status="expired", url=None)
        self.tell("checkout.session.expired", session)
        return session

    def pay(
        self,
        session: Json,
        *,
        how: str = "card",
        outcome: str = "paid",
        amount: int | None = None,
        currency: str | None = None,
        fingerprint: str = "card-1",
    ) -> Json:
        """Somebody fills the Checkout in; gives the Payment Intent."""
        if session["status"] != "open":
            raise Refused("This Checkout is closed.")
        if session["mode"] == "subscription":
            return self._subscribe(session, outcome=outcome, fingerprint=fingerprint)
        marks = self.objects[f"wishes:{session['id']}"]["metadata"]
        intent = (
            self.get(session["payment_intent"])
            if session["payment_intent"]
            else self._intent(
                amount or session["amount_total"], currency or session["currency"], marks
            )
        )
        self.change(session, payment_intent=intent["id"])
        self.charge(intent, how=how, outcome=outcome, fingerprint=fingerprint)
        if outcome == "declined":
            return intent
        paid = "paid" if outcome == "paid" else "unpaid"
        self.change(session, status="complete", payment_status=paid, url=None)
        self.tell("checkout.session.completed", session)
        return intent

    # Payments ----------------------------------------------------------------------------------

    def _intent(self, amount: int, currency: str, metadata: Json, customer: str = "") -> Json:
        intent = self.add(
            "payment_intent",
            "pi",
            amount=amount,
            amount_capturable=0,
            amount_received=0,
            capture_method="automatic",
            confirmation_method="automatic",
            created=self.now(),
            currency=currency,
            customer=customer or None,
            livemode=self.live,
            metadata=metadata,
            payment_method_types=["card"],
            status="requires_payment_method",
        )
        self.tell("payment_intent.created", intent)
        return intent

    def charge(
        self, intent: Json, *, how: str = "card", outcome: str = "paid", fingerprint: str = "card-1"
    ) -> Json:
        """One try at taking the money: paid, pending (a debit) or declined."""
        status = {"paid": "succeeded", "pending": "pending", "declined": "failed"}[outcome]
        amount, is_paid = intent["amount"], outcome == "paid"
        charge = self.add(
            "charge",
            "ch",
            amount=amount,
            amount_captured=0 if outcome == "declined" else amount,
            amount_refunded=0,
            billing_details={},
            captured=outcome != "declined",
            created=self.now(),
            currency=intent["currency"],
            customer=intent["customer"],
            disputed=False,
            failure_code="card_declined" if outcome == "declined" else None,
            livemode=self.live,
            metadata=intent["metadata"],
            paid=is_paid,
            payment_intent=intent["id"],
            payment_method_details={"type": how, how: {"fingerprint": fingerprint}},
            refunded=False,
            status=status,
        )
        self.change(intent, latest_charge=charge["id"])
        if is_paid:
            self._succeed(intent, charge)
        elif outcome == "pending":
            self.change(intent, status="processing")
            self.tell("charge.pending", charge)
            self.tell("payment_intent.processing", intent)
        else:
            error = {"code": "card_declined", "type": "card_error"}
            self.change(intent, status="requires_payment_method", last_payment_error=error)
            self.tell("charge.failed", charge)
            self.tell("payment_intent.payment_failed", intent)
        return charge

    def _succeed(self, intent: Json, charge: Json) -> None:
        amount = intent["amount"]
        moved = self.movement("charge", amount, fee_of(amount), intent["currency"], charge["id"])
        self.change(charge, status="succeeded", paid=True, balance_transaction=moved["id"])
        self.change(intent, status="succeeded", amount_received=amount, last_payment_error=None)
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", intent)

    def finish_debit(self, intent: Json, *, is_paid: bool) -> None:
        """A debit that was on its way arrives, or comes home."""
        charge = self.get(intent["latest_charge"])
        if charge["status"] != "pending":
            raise Refused("This debit is not on its way.")
        session = next(
            (
                one
                for one in self.all_of("checkout.session")
                if one["payment_intent"] == intent["id"]
            ),
            None,
        )
        if is_paid:
            self._succeed(intent, charge)
            if session:
                self.change(session, payment_status="paid")
                self.tell("checkout.session.async_payment_succeeded", session)
            return
        self.change(charge, status="failed", failure_code="debit_not_authorized", paid=False)
        self._fail(intent)
        self.tell("charge.failed", charge)
        if session:
            self.tell("checkout.session.async_payment_failed", session)

    def _fail(self, intent: Json) -> None:
        error = {"code": "debit_not_authorized", "type": "invalid_request_error"}
        self.change(
            intent, status="requires_payment_method", amount_received=0, last_payment_error=error
        )
        self.tell("payment_intent.payment_failed", intent)

    def take_back(self, intent: Json) -> None:
        """A debit that counted as paid comes home after all."""
        charge = self.get(intent["latest_charge"])
        if charge["status"] != "succeeded" or charge["amount_refunded"] or charge["disputed"]:
            raise Refused("Only an untouched payment comes home.")
        moved = self.movement(
            "payment_failure_refund", -charge["amount"], 0, charge["currency"], charge["id"]
        )
        self.change(
            charge,
            status="failed",
            paid=False,
            failure_balance_transaction=moved["id"],
            failure_code="debit_not_authorized",
        )
        self._fail(intent)
        self.tell("charge.failed", charge)

    # Refunds and disputes ----------------------------------------------------------------------

    def create_refund(self, wishes: Json) -> Json:
        intent = self.get(wishes["payment_intent"])
        charge = self.get(intent["latest_charge"] or "")
        amount = int(wishes.get("amount") or charge["amount"] - charge["amount_refunded"])
        if charge["status"] != "succeeded":
            raise Refused("This payment has not succeeded.", code="charge_not_refundable")
        if amount > charge["amount"] - charge["amount_refunded"] or amount <= 0:
            raise Refused(
                "Refund amount is greater than unrefunded amount on charge.",
                code="charge_already_refunded",
            )
        if charge["disputed"]:
            raise Refused("This payment is disputed.", code="charge_disputed")
        refund = self.add(
            "refund",
            "re",
            amount=amount,
            charge=charge["id"],
            created=self.now(),
            currency=charge["currency"],
            metadata=wishes.get("metadata", {}),
            payment_intent=intent["id"],
            reason=wishes.get("reason"),
            status="succeeded",
        )
        moved = self.movement("refund", -amount, 0, charge["currency"], refund["id"])
        self.change(refund, balance_transaction=moved["id"])
        done = charge["amount_refunded"] + amount
        self.change(charge, amount_refunded=done, refunded=done == charge["amount"])
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return refund

    def fail_refund(self, refund: Json) -> None:
        if refund["status"] != "succeeded":
            raise Refused("Only a refund that went out can fail.")
        moved = self.movement(
            "refund_failure", refund["amount"], 0, refund["currency"], refund["id"]
        )
        self.change(
            refund,
            status="failed",
            failure_reason="expired_or_canceled_card",
            failure_balance_transaction=moved["id"],
        )
        charge = self.get(refund["charge"])
        left = charge["amount_refunded"] - refund["amount"]
        self.change(charge, amount_refunded=left, refunded=False)
        self.tell("refund.failed", refund)
        self.tell("charge.refund.updated", refund)

    def open_dispute(self, intent: Json, amount: int | None = None, fee: int = 1500) -> Json:
        charge = self.get(intent["latest_charge"])
        if charge["status"] != "succeeded" or charge["disputed"]:
            raise Refused("This payment cannot be disputed.")
        amount = amount or charge["amount"] - charge["amount_refunded"]
        if amount <= 0 or amount > charge["amount"] - charge["amount_refunded"]:
            raise Refused("There is not so much to dispute.")
        dispute = self.add(
            "dispute",
            "du",
            amount=amount,
            balance_transactions=[],
            charge=charge["id"],
            created=self.now(),
            currency=charge["currency"],
            enhanced_eligibility_types=[],
            evidence={},
            evidence_details={"due_by": self.now() + 9 * DAY},
            is_charge_refundable=False,
            livemode=self.live,
            metadata={},
            payment_intent=intent["id"],
            reason="fraudulent",
            status="needs_response",
        )
        moved = self.movement("adjustment", -amount, fee, charge["currency"], dispute["id"])
        self.change(dispute, balance_transactions=[copy.deepcopy(moved)])
        self.change(charge, disputed=True)
        self.tell("charge.dispute.created", dispute)
        self.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close_dispute(self, dispute: Json, *, is_won: bool) -> None:
        if dispute["status"] not in {"needs_response", "under_review"}:
            raise Refused("This dispute is closed.")
        self.change(dispute, status="won" if is_won else "lost")
        if is_won:
            back = self.movement(
                "adjustment", dispute["amount"], 0, dispute["currency"], dispute["id"]
            )
            dispute["balance_transactions"].append(copy.deepcopy(back))
            self.tell("charge.dispute.funds_reinstated", dispute)
        self.tell("charge.dispute.closed", dispute)

    # Subscriptions -----------------------------------------------------------------------------

    def _subscribe(self, session: Json, *, outcome: str, fingerprint: str) -> Json:
        marks = self.objects[f"wishes:{session['id']}"]["metadata"]
        if outcome == "declined":
            intent = self._intent(session["amount_total"], session["currency"], {})
            self.charge(intent, outcome="declined", fingerprint=fingerprint)
            return intent
        customer = self.new_id("cus")
        price = shape(
            "price",
            id=self.new_id("price"),
            active=True,
            billing_scheme="per_unit",
            created=self.now(),
            currency=session["currency"],
            livemode=self.live,
            metadata={},
            product=self.new_id("prod"),
            recurring={"interval": "month", "interval_count": 1, "usage_type": "licensed"},
            type="recurring",
            unit_amount=session["amount_total"],
        )
        subscription = self.add(
            "subscription",
            "sub",
            automatic_tax={"enabled": False},
            billing_cycle_anchor=self.now(),
            billing_mode={"type": "flexible"},
            cancel_at_period_end=False,
            collection_method="charge_automatically",
            created=self.now(),
            currency=session["currency"],
            customer=customer,
            discounts=[],
            invoice_settings={"issuer": {"type": "self"}},
            items={
                "object": "list",
                "data": [],
                "has_more": False,
                "url": "/v1/subscription_items",
            },
            livemode=self.live,
            metadata=marks,
            start_date=self.now(),
            status="active",
            billing_schedules=[],
        )
        item = shape(
            "subscription_item",
            id=self.new_id("si"),
            billing_thresholds=None,
            created=self.now(),
            current_period_start=self.now(),
            current_period_end=self.now() + 30 * DAY,
            discounts=[],
            metadata={},
            plan={},
            price=price,
            quantity=1,
            subscription=subscription["id"],
            tax_rates=[],
        )
        subscription["items"]["data"].append(item)
        self.tell("customer.subscription.created", subscription)
        invoice = self.bill(subscription, reason="subscription_create")
        intent = self.collect(invoice, outcome="paid", fingerprint=fingerprint)
        self.change(
            session,
            customer=customer,
            invoice=invoice["id"],
            subscription=subscription["id"],
            status="complete",
            payment_status="paid",
            url=None,
        )
        self.tell("checkout.session.completed", session)
        return intent

    def bill(self, subscription: Json, *, reason: str = "subscription_cycle") -> Json:
        """Write the bill of one month."""
        if subscription["status"] == "canceled":
            raise Refused("This subscription has ended.")
        amount = subscription["items"]["data"][0]["price"]["unit_amount"]
        details = {"subscription": subscription["id"], "metadata": subscription["metadata"]}
        invoice = self.add(
            "invoice",
            "in",
            amount_due=amount,
            amount_overpaid=0,
            amount_paid=0,
            amount_remaining=amount,
            amount_shipping=0,
            attempt_count=0,
            attempted=False,
            automatic_tax={"enabled": False},
            billing_reason=reason,
            collection_method="charge_automatically",
            created=self.now(),
            currency=subscription["currency"],
            customer=subscription["customer"],
            default_tax_rates=[],
            discounts=[],
            issuer={"type": "self"},
            lines={"object": "list", "data": [], "has_more": False, "url": "/v1/invoices"},
            livemode=self.live,
            parent={"type": "subscription_details", "subscription_details": details},
            payment_settings={},
            period_end=self.now(),
            period_start=self.now(),
            post_payment_credit_notes_amount=0,
            pre_payment_credit_notes_amount=0,
            starting_balance=0,
            status="open",
            status_transitions={},
            subtotal=amount,
            total=amount,
        )
        intent = self._intent(amount, subscription["currency"], {}, subscription["customer"])
        self.add(
            "invoice_payment",
            "inpay",
            amount_requested=amount,
            created=self.now(),
            currency=subscription["currency"],
            invoice=invoice["id"],
            is_default=True,
            livemode=self.live,
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            status="open",
            status_transitions={},
        )
        self.change(subscription, latest_invoice=invoice["id"])
        self.tell("invoice.finalized", invoice)
        return invoice

    def payment_of(self, invoice: Json) -> Json:
        return next(
            one for one in self.all_of("invoice_payment") if one["invoice"] == invoice["id"]
        )

    def collect(self, invoice: Json, *, outcome: str, fingerprint: str = "card-1") -> Json:
        """Try to take the money of a bill; gives its Payment Intent."""
        if invoice["status"] != "open":
            raise Refused("This invoice is not open.")
        payment = self.payment_of(invoice)
        intent = self.get(payment["payment"]["payment_intent"])
        subscription = self.get(invoice["parent"]["subscription_details"]["subscription"])
        tries = invoice["attempt_count"] + 1
        self.charge(intent, outcome=outcome, fingerprint=fingerprint)
        if outcome == "paid":
            self.change(
                invoice,
                status="paid",
                amount_paid=invoice["amount_due"],
                amount_remaining=0,
                attempted=True,
                attempt_count=tries,
                next_payment_attempt=None,
            )
            self.change(payment, status="paid", amount_paid=invoice["amount_due"])
            item = subscription["items"]["data"][0]
            item["current_period_end"] = self.now() + 30 * DAY
            if subscription["status"] == "past_due":
                self.change(subscription, status="active")
            self.tell("invoice.paid", invoice)
            self.tell("invoice.payment_succeeded", invoice)
            self.tell("invoice_payment.paid", payment)
        else:
            again = self.now() + 3 * DAY if tries < 4 else None
            self.change(invoice, attempted=True, attempt_count=tries, next_payment_attempt=again)
            self.change(subscription, status="past_due" if again else "canceled")
            if not again:
                self.change(subscription, ended_at=self.now())
            self.tell("invoice.payment_failed", invoice)
        self.tell("customer.subscription.updated", subscription)
        return intent

    def update_subscription(self, subscription: Json, wishes: Json) -> Json:
        if subscription["status"] == "canceled":
            raise Refused("A canceled subscription can only update its metadata.")
        if "items" in wishes:
            item = subscription["items"]["data"][0]
            data = wishes["items"]["0"]["price_data"]
            if data["product"] != item["price"]["product"]:
                raise Refused("No such product.", status=404)
            item["price"] = check(
                {
                    **item["price"],
                    "id": self.new_id("price"),
                    "unit_amount": int(data["unit_amount"]),
                }
            )
        if "pause_collection" in wishes:
            pause = wishes["pause_collection"]
            if isinstance(pause, dict):
                pause = {"behavior": pause["behavior"], "resumes_at": int(pause["resumes_at"])}
            self.change(subscription, pause_collection=pause or None)
        self.tell("customer.subscription.updated", subscription)
        return subscription

    def cancel_subscription(self, subscription: Json) -> Json:
        if subscription["status"] == "canceled":
            raise Refused("No such subscription.", status=404)
        self.change(
            subscription,
            status="canceled",
            canceled_at=self.now(),
            ended_at=self.now(),
            cancellation_details={"reason": "cancellation_requested"},
        )
        self.tell("customer.subscription.deleted", subscription)
        return subscription

    def portal(self, wishes: Json) -> Json:
        return shape(
            "billing_portal.session",
            id=self.new_id("bps"),
            configuration="bpc_1",
            created=self.now(),
            customer=wishes["customer"],
            livemode=self.live,
            return_url=wishes.get("return_url"),
            url=f"{self.address}/portal/{wishes['customer']}",
        )
