"""Play money, for trying the whole path: a checkout page of our own, and a book of its own.

Its gifts never reach the meter: a constraint in the database ties this gateway to the test book,
and the meter sums the live one. With a seed (BROADSHEET_PLAY_MONEY_SEED) it behaves like a
payment service on a bad day: it tells by notices, and things go wrong, see `play.py`. Without one
what is paid has arrived.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core.models import Newsroom
from broadsheet.fundraising.gateways import play
from broadsheet.fundraising.gateways.base import BadNotice, Gateway, Redirect
from broadsheet.fundraising.gateways.facts import Heard, Listed, RefundFact, Told
from broadsheet.fundraising.models import Book, Gift, Refund
from broadsheet.fundraising.models.gift import TEST_GATEWAY


class TestGateway(Gateway):
    """Open in development and in a sample newsroom, nowhere else."""

    key = TEST_GATEWAY
    name = gettext_lazy("Test payment")
    hint = gettext_lazy("Play money, to try the way. It never shows on the meter.")
    book = Book.TEST
    works_in_sample = True
    gives_back = True
    asked_by = (play.PREFIX,)
    in_masses = frozenset({"payment.declined"})

    @property
    def tells(self) -> bool:
        """Only with a seed."""
        return bool(settings.PLAY_MONEY_SEED)

    def why_closed(self) -> str:
        """Closed in a real newsroom."""
        if settings.DEVELOPMENT or Newsroom.current().is_sample:
            return ""
        return _("Test payments are for development.")

    def prepare(self, gift: Gift) -> None:
        """Number the gift, so that a seed does the same to the same one each time."""
        number = Gift.objects.filter(gateway=TEST_GATEWAY).count() + 1
        while Gift.objects.filter(reference=f"TEST{number:04}").exists():
            number += 1
        gift.reference = f"TEST{number:04}"

    def begin(self, gift: Gift) -> Redirect:
        """Send the donor to our own make-believe checkout."""
        payment = play.open_checkout(gift)
        return Redirect(reverse("fundraising:test_checkout", args=[gift.token]), ref=payment.ref)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Heard:
        """Check the signature, and read what is needed."""
        if not play.is_genuine(body, headers.get(play.SIGNED, "")):
            raise BadNotice("signature")
        event = json.loads(body)
        return Heard(
            event_id=event["id"],
            kind=event["kind"],
            object_ref=event["payment"],
            happened_at=datetime.fromisoformat(event["at"]),
        )

    def fetch(self, ref: str) -> Told:
        """The payment of a checkout."""
        return Told(payments=(play.payment_of(ref),))

    def payments_between(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """What was pretended to be paid."""
        return play.paid_between(since, until)

    def refund(self, refund: Refund) -> RefundFact:
        """Give play money back."""
        return play.give_back(refund)
