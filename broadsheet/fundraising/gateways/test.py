"""Play money, for trying the whole path: a checkout page of our own, and a book of its own.

Its gifts never reach the meter: a constraint in the database ties this gateway to the test book,
and the meter sums the live one.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.core.models import Newsroom
from broadsheet.fundraising.gateways.base import Gateway, Redirect
from broadsheet.fundraising.models import Book, Gift
from broadsheet.fundraising.models.gift import TEST_GATEWAY


class TestGateway(Gateway):
    """Open in development and in a sample newsroom, nowhere else."""

    key = TEST_GATEWAY
    name = gettext_lazy("Test payment")
    hint = gettext_lazy("Play money, to try the way. It never shows on the meter.")
    book = Book.TEST
    works_in_sample = True

    def why_closed(self) -> str:
        """Closed in a real newsroom."""
        if settings.DEVELOPMENT or Newsroom.current().is_sample:
            return ""
        return _("Test payments are for development.")

    def begin(self, gift: Gift) -> Redirect:
        """Send the donor to our own make-believe checkout."""
        return Redirect(reverse("fundraising:test_checkout", args=[gift.token]))
