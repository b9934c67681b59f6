"""Pretending to pay, for trying the whole path with play money."""

from typing import Final

from broadsheet.core import clock
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.notices import keep_notice
from broadsheet.fundraising.actions.reconciliation import fetch_and_book
from broadsheet.fundraising.gateways import play
from broadsheet.fundraising.models import Gift, PlayNotice
from broadsheet.fundraising.models.gift import TEST_GATEWAY

BATCH: Final = 20


def pretend_to_pay(*, gift: Gift) -> None:
    """Pay a gift at the make-believe service. Without a seed it has arrived at once; with one, we
    hear of it as of any payment. Safe to repeat.
    """
    gateway = gateways.find(TEST_GATEWAY)
    payment = play.pay(gift)
    if not gateway.tells:
        fetch_and_book(gateway, payment.ref)


def send_play_notices() -> bool:
    """Let the make-believe service send what is due, at most BATCH; true where there was any."""
    gateway = gateways.find(TEST_GATEWAY)
    if not gateway.tells:
        return False
    due = PlayNotice.objects.filter(sent_at__isnull=True, due_at__lte=clock.now())
    found = list(due.select_related("payment").order_by("due_at", "id")[:BATCH])
    for notice in found:
        body, headers = play.signed(notice)
        heard = gateway.read_notice(body, headers)
        keep_notice(gateway=gateway.key, heard=heard, body=body)
        PlayNotice.objects.filter(pk=notice.pk).update(sent_at=clock.now())
    return bool(found)
