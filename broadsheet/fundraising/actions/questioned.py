"""Payments that are not what was asked for: a person says whether they count.

They come when another amount was paid than asked for, or the same gift twice. Until somebody has
decided they are never on the meter.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.core.text import clean_line
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.deductions import apply_deductions
from broadsheet.fundraising.actions.gifts import AlreadySettled, settle_gift
from broadsheet.fundraising.actions.log import log_step
from broadsheet.fundraising.actions.wishes import GiftRefused
from broadsheet.fundraising.gateways import GatewayDown, GatewayRefused, NotThere
from broadsheet.fundraising.gateways.facts import PaymentFact, Status
from broadsheet.fundraising.models import Gift, State
from broadsheet.fundraising.models.gift import states_before


def accept_payment(*, gift: Gift, by: User) -> Gift:
    """Count what was paid as this gift, with the amount that the gateway names now.

    Raises GiftRefused where the gateway does not say now that real money in the gift's currency is
    there, AlreadySettled where it was decided before.
    """
    fact = _paid(gift)
    with transaction.atomic():
        locked = Gift.objects.select_for_update().get(pk=gift.pk)
        if locked.state != State.QUESTIONED:
            raise AlreadySettled
        settled = settle_gift(
            gift=locked,
            amount_minor=fact.amount_minor,
            settled_at=fact.at,
            payment_ref=fact.ref,
            by=by,
        )
        apply_deductions(settled, fact)
    settled.refresh_from_db()
    return settled


def turn_down_payment(*, gift: Gift, reason: str, by: User) -> bool:
    """It does not count; whoever holds the money gives it back at the payment service. False where
    it was decided before. Raises GiftRefused without a reason.
    """
    reason = clean_line(reason)
    if not reason:
        raise GiftRefused("reason", _("Please say why, for those who read the books."))
    with transaction.atomic():
        moved = Gift.objects.filter(pk=gift.pk, state__in=states_before(State.REFUSED)).update(
            state=State.REFUSED
        )
        if moved:
            log_step(gift, State.REFUSED, by=by, note=reason)
    return bool(moved)


def _paid(gift: Gift) -> PaymentFact:
    known = gift.objects_outside.filter(ref__startswith="pi_").order_by("id").first()
    if known is None:
        raise GiftRefused("", _("The payment service has no payment for this gift."))
    try:
        told = gateways.find(gift.gateway).fetch(known.ref)
    except (GatewayDown, GatewayRefused, NotThere) as error:
        raise GiftRefused(
            "", _("The payment service does not answer. Nothing was booked; please try again.")
        ) from error
    for fact in told.payments:
        if fact.ref == known.ref and fact.status == Status.PAID and not fact.taken_back_at:
            if not fact.is_live:
                raise GiftRefused("", _("The gateway says that this was no real money."))
            if fact.currency != gift.currency:
                raise GiftRefused(
                    "",
                    _(
                        "It was paid in %(currency)s, which these books do not hold. Please give it"
                        " back at the payment service and turn it down here."
                    )
                    % {"currency": fact.currency},
                )
            return fact
    raise GiftRefused("", _("The payment service does not say that this is paid."))
