"""What donors do on their own page: get its link, and be forgotten."""

from typing import Final

from django.db import transaction

from broadsheet.core import limits
from broadsheet.core.models import Letter
from broadsheet.core.text import clean_line
from broadsheet.fundraising import letters
from broadsheet.fundraising.actions.pledges import end_pledge
from broadsheet.fundraising.actions.record import forget_proofs
from broadsheet.fundraising.actions.wishes import check_person
from broadsheet.fundraising.models import (
    BankCredit,
    Donor,
    GatewayObject,
    Gift,
    Notice,
    Pledge,
    Reminder,
)

LINKS_A_DAY: Final = 5
"""Links that are mailed to one donor in a day."""


def post_donor_link(*, email: str) -> None:
    """Mail the link to a donor's own page; nothing is sent to an e-mail that never gave.

    The caller cannot tell which it was. Raises GiftRefused for what is no e-mail.
    """
    email = clean_line(email)
    check_person(email=email, name="", message="", idempotency_key="")
    donor = Donor.objects.filter(email_key=Donor.key_of(email)).first()
    if donor is None:
        return
    try:
        limits.take("donor.link", str(donor.pk), limit=LINKS_A_DAY, per_seconds=24 * 3600)
    except limits.TooMany:
        return
    letters.post_donor_link(donor)


def erase_donor(*, donor: Donor) -> None:
    """Forget a person: name, e-mail, words, codes of proof and letters. Sums stay as they are.

    Monthly gifts are ended first, so that nobody is charged who is not known any more. Raises
    GatewayUnreachable where that cannot be done now; then nothing is erased.
    """
    for pledge in Pledge.objects.filter(donor=donor).exclude(state=Pledge.State.ENDED):
        end_pledge(pledge=pledge)
    with transaction.atomic():
        gifts = Gift.objects.filter(donor=donor) | Gift.objects.filter(email__iexact=donor.email)
        keys = list(gifts.values_list("pk", flat=True))
        pledges = list(Pledge.objects.filter(donor=donor).values_list("pk", flat=True))
        for gift in Gift.objects.filter(pk__in=keys):
            forget_proofs(gift)
        _forget_outside(keys, pledges)
        Gift.objects.filter(pk__in=keys).update(
            donor=None, name="", email="", message="", fingerprint="", idempotency_key=None
        )
        Pledge.objects.filter(pk__in=pledges).update(donor=None, customer_ref="")
        Reminder.objects.filter(email__iexact=donor.email).delete()
        Letter.objects.filter(to__iexact=donor.email).delete()
        donor.delete()


def _forget_outside(gifts: list[int], pledges: list[int]) -> None:
    """What gateways and banks said of the person: raw notices, payer and text of transfers."""
    refs = list(
        (
            GatewayObject.objects.filter(gift__in=gifts)
            | GatewayObject.objects.filter(pledge__in=pledges)
        ).values_list("ref", flat=True)
    )
    Notice.objects.filter(object_ref__in=refs).update(body="")
    BankCredit.objects.filter(gift__in=gifts).update(payer="", text="")


def tell_pledge_ended(*, pledge: Pledge) -> None:
    """Confirm by mail that a monthly gift is stopped; once each."""
    letters.post_pledge_ended(pledge)
