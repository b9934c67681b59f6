"""Cards and debits through Stripe: its Checkout page takes the payment, we never see a card.

Everything after the start goes by the Payment Intent's id. What Stripe says becomes plain facts in
`stripe_facts.py`; this file only asks.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any, Final, ParamSpec, TypeVar

import stripe
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.fundraising.gateways import stripe_facts as facts
from broadsheet.fundraising.gateways.base import (
    BadNotice,
    Gateway,
    GatewayDown,
    GatewayRefused,
    NotThere,
    Redirect,
)
from broadsheet.fundraising.gateways.facts import (
    Heard,
    Listed,
    PaymentFact,
    PledgeFact,
    RefundFact,
    Told,
)
from broadsheet.fundraising.models import Gift, Pledge, Refund

API_VERSION: Final = "2026-10-28.endive"
"""Answers keep this shape whatever the account's own setting, and whatever the package's."""
TIMEOUT_SECONDS: Final = 10
TOLERANCE_SECONDS: Final = 300
"""A signed notice older than this is refused: somebody may have kept it."""
PAGE: Final = 100
REFUSED_CURRENCIES: Final = frozenset({"ISK"})
"""Stripe writes these with other exponents than ISO 4217, so amounts would be wrong."""

P = ParamSpec("P")
T = TypeVar("T")


def _asking(call: Callable[P, T]) -> Callable[P, T]:
    """Stripe's errors as ours."""

    @wraps(call)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except stripe.InvalidRequestError as error:
            if error.http_status == 404:
                raise NotThere(str(error.user_message or error)) from error
            raise GatewayRefused(str(error.user_message or error)) from error
        except (stripe.CardError, stripe.IdempotencyError) as error:
            raise GatewayRefused(str(error.user_message or error)) from error
        except stripe.StripeError as error:
            raise GatewayDown(error.__class__.__name__) from error

    return asked


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": base},
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
        max_network_retries=0,  # our own queue tries again, with the same idempotency key
    )


class StripeGateway(Gateway):
    """Open where both of Stripe's keys are set."""

    key = "stripe"
    name = gettext_lazy("Card")
    hint = gettext_lazy("You pay on Stripe’s page; your card number never comes to us.")
    frequencies = frozenset({"once", "monthly"})
    keeps_fee = True
    tells = True
    gives_back = True
    asked_by = ("pi", "cs", "in")
    in_masses = frozenset(
        {
            "charge.failed",
            "checkout.session.expired",
            "payment_intent.created",
            "payment_intent.payment_failed",
        }
    )

    @property
    def _v1(self) -> Any:
        return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE).v1

    def why_closed(self) -> str:
        """Closed without keys, with keys for trying, and for currencies that Stripe counts
        otherwise.
        """
        if not (settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET):
            return _("Card payments are not set up here.")
        if "_live_" not in settings.STRIPE_SECRET_KEY:
            return _("Card payments are set up with a test key; real gifts need a live one.")
        if Newsroom.current().currency in REFUSED_CURRENCIES:
            return _("Card payments are not possible in this currency yet.")
        return ""

    # Starting -----------------------------------------------------------------------------------

    @_asking
    def begin(self, gift: Gift) -> Redirect:
        """Open a Checkout, or find the one that is open for this gift."""
        known = gift.objects_outside.filter(ref__startswith="cs_").order_by("-id").first()
        if known is not None:
            session = self._v1.checkout.sessions.retrieve(known.ref)
            return Redirect(session.url or self._page(gift), ref=session.id)
        session = self._v1.checkout.sessions.create(
            self._wishes(gift), {"idempotency_key": f"{gift.token}-checkout"}
        )
        return Redirect(session.url or self._page(gift), ref=session.id)

    def _page(self, gift: Gift) -> str:
        return reverse("fundraising:gift", args=[gift.token])

    def _wishes(self, gift: Gift) -> dict[str, Any]:
        marks = {"gift": gift.token, **({"pledge": gift.pledge.token} if gift.pledge else {})}
        price: dict[str, Any] = {
            "currency": gift.currency.lower(),
            "unit_amount": gift.amount_minor,
            "product_data": {
                "name": _("Gift to %(newsroom)s") % {"newsroom": Newsroom.current().title}
            },
        }
        wishes: dict[str, Any] = {
            "mode": "subscription" if gift.pledge else "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "success_url": absolute(self._page(gift)),
            "cancel_url": absolute(self._page(gift)),
            "client_reference_id": gift.token,
            "metadata": marks,
        }
        if gift.pledge:
            price["recurring"] = {"interval": "month"}
            wishes["subscription_data"] = {"metadata": {"pledge": gift.pledge.token}}
        else:
            wishes["payment_intent_data"] = {"metadata": marks}
            wishes["submit_type"] = "donate"
        if gift.email:
            wishes["customer_email"] = gift.email
        return wishes

    @_asking
    def give_up(self, gift: Gift, ref: str) -> None:
        """Close the Checkout, so that no late payment comes through it."""
        self._v1.checkout.sessions.expire(ref)

    # Hearing ------------------------------------------------------------------------------------

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Check the signature over the raw body and its age, and read what is needed."""
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise BadNotice("no secret is set, so anybody could sign")
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(
                text,
                headers.get("Stripe-Signature", ""),
                settings.STRIPE_WEBHOOK_SECRET,
                TOLERANCE_SECONDS,
            )
            event = json.loads(text)
            told = event["data"]["object"]
            return Heard(
                event_id=str(event["id"])[:255],
                kind=str(event["type"])[:100],
                object_ref=facts.ref_to_fetch(told),
                happened_at=datetime.fromtimestamp(event["created"], tz=UTC),
                is_live=event["livemode"] is True,
            )
        except stripe.SignatureVerificationError as error:
            raise BadNotice("signature") from error
        except (UnicodeDecodeError, ValueError, KeyError, TypeError, OverflowError) as error:
            raise BadNotice("not an event") from error

    @_asking
    def fetch(self, ref: str) -> Told:
        """Any object of Stripe's that is about a gift leads to its payment or its pledge."""
        kind = ref.partition("_")[0]
        if kind == "pi":
            return Told(payments=(self._payment(ref),))
        if kind == "cs":
            return self._session(ref)
        if kind == "in":
            return self._invoice(ref)
        if kind == "sub":
            return Told(pledges=(facts.pledge(self._subscription(ref)),))
        if kind in {"ch", "py"}:
            charge = self._v1.charges.retrieve(ref).to_dict()
            intent = facts.ref_of(charge.get("payment_intent"))
            return Told(payments=(self._payment(intent),)) if intent else Told()
        return Told()

    def _payment(self, ref: str, **more: Any) -> PaymentFact:
        """A Payment Intent with its tries, refunds and disputes."""
        intent = self._v1.payment_intents.retrieve(
            ref, {"expand": ["latest_charge.balance_transaction"]}
        ).to_dict()
        about = {"payment_intent": ref, "limit": PAGE}
        charges = self._v1.charges.list(about)
        hanging: dict[str, Any] = {"charges": [one.to_dict() for one in charges.auto_paging_iter()]}
        if intent.get("amount_received") or any(one["status"] != "failed" for one in charges.data):
            expand = ["data.failure_balance_transaction"]
            refunds = self._v1.refunds.list({**about, "expand": expand})
            disputes = self._v1.disputes.list(about)
            hanging["refunds"] = [one.to_dict() for one in refunds.auto_paging_iter()]
            hanging["disputes"] = [one.to_dict() for one in disputes.auto_paging_iter()]
        if "invoice" not in more and not intent["metadata"].get("gift"):
            more["invoice"] = self._invoice_of(ref)
        return facts.payment(intent, **hanging, **more)

    def _invoice_of(self, ref: str) -> dict[str, Any] | None:
        """The invoice that a Payment Intent pays, which monthly payments have."""
        found = self._v1.invoice_payments.list(
            {
                "payment": {"type": "payment_intent", "payment_intent": ref},
                "expand": ["data.invoice"],
                "limit": 1,
            }
        )
        return found.data[0].invoice.to_dict() if found.data else None

    def _session(self, ref: str) -> Told:
        session = self._v1.checkout.sessions.retrieve(ref).to_dict()
        if session["mode"] == "subscription":
            told = self._invoice(session["invoice"]) if session.get("invoice") else Told()
            pledges: tuple[PledgeFact, ...] = ()
            if session.get("subscription"):
                pledges = (facts.pledge(self._subscription(session["subscription"])),)
            return Told(payments=told.payments or (facts.unpaid(session),), pledges=pledges)
        if session.get("payment_intent"):
            payment = self._payment(session["payment_intent"], session=session)
            return Told(payments=(payment,))
        return Told(payments=(facts.unpaid(session),))

    def _invoice(self, ref: str) -> Told:
        invoice = self._v1.invoices.retrieve(ref, {"expand": ["payments"]}).to_dict()
        intent = facts.intent_of_invoice(invoice)
        if not intent:
            return Told()
        return Told(payments=(self._payment(intent, invoice=invoice),))

    def _subscription(self, ref: str) -> dict[str, Any]:
        return dict(self._v1.subscriptions.retrieve(ref).to_dict())

    @_asking
    def payments_between(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """Charges that were paid in this time, oldest last as Stripe lists them."""
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        found = self._v1.charges.list({"created": created, "limit": PAGE})
        charges = [one.to_dict() for one in found.auto_paging_iter()]
        return iter([facts.listed(one) for one in charges if facts.is_payment(one)])

    # Giving back, and pledges -------------------------------------------------------------------

    @_asking
    def refund(self, refund: Refund) -> RefundFact:
        """Ask for a refund; the same row asks for the same one, however often."""
        answer = self._v1.refunds.create(
            {
                "payment_intent": self._intent_of(refund.gift),
                "amount": refund.amount_minor,
                "reason": "requested_by_customer",
                "metadata": {"refund": refund.token},
                "expand": ["failure_balance_transaction"],
            },
            {"idempotency_key": f"{refund.token}-refund"},
        )
        return facts.refund(answer.to_dict())

    def _intent_of(self, gift: Gift) -> str:
        known = gift.objects_outside.filter(ref__startswith="pi_").first()
        if known is None:
            raise GatewayRefused(_("Stripe has no payment for this gift."))
        return known.ref

    @_asking
    def change_pledge(self, pledge: Pledge, amount_minor: int) -> PledgeFact:
        """Another amount from the next charge on; the month that is paid stays as it is."""
        subscription = self._subscription(pledge.gateway_ref)
        item = subscription["items"]["data"][0]
        price = {
            "currency": pledge.currency.lower(),
            "product": facts.ref_of(item["price"]["product"]),
            "recurring": {"interval": "month"},
            "unit_amount": amount_minor,
        }
        changed = self._v1.subscriptions.update(
            pledge.gateway_ref,
            {
                "items": [{"id": item["id"], "price_data": price}],
                "proration_behavior": "none",
            },
        )
        return facts.pledge(changed.to_dict())

    @_asking
    def pause_pledge(self, pledge: Pledge, until: datetime | None) -> PledgeFact:
        """Charge nothing until a day, or go on now."""
        pause: dict[str, Any] | str = ""
        if until is not None:
            pause = {"behavior": "void", "resumes_at": int(until.timestamp())}
        changed = self._v1.subscriptions.update(pledge.gateway_ref, {"pause_collection": pause})
        return facts.pledge(changed.to_dict())

    @_asking
    def end_pledge(self, pledge: Pledge) -> PledgeFact:
        """Charge nothing any more."""
        found = facts.pledge(self._subscription(pledge.gateway_ref))
        if found.state == Pledge.State.ENDED:
            return found
        return facts.pledge(self._v1.subscriptions.cancel(pledge.gateway_ref).to_dict())

    @_asking
    def portal(self, pledge: Pledge, return_to: str) -> str:
        """Stripe's page where the donor changes the card."""
        session = self._v1.billing_portal.sessions.create(
            {"customer": pledge.customer_ref, "return_url": return_to}
        )
        return str(session.url)
