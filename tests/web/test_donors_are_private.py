"""No public page, feed or call says who gave, or how a gateway calls a payment."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from broadsheet.core import clock as house_clock
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import actions
from broadsheet.fundraising.models import GatewayObject, LedgerEntry, Proof

NAME, EMAIL, WORDS = "Dorothea Wunderlich", "dorothea@secret.example", "Xylophon an die Redaktion"
INTENT = "pi_3QsecretINTENT"


@pytest.fixture
def given(db, clock):
    """Gifts of somebody with a name, by transfer and by card, on the record too."""
    room = Newsroom.objects.first() or Newsroom()
    room.title, room.currency, room.is_set_up, room.is_sample = "The Post", "USD", True, False
    room.save()
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    actions.set_bank_account(holder="The Post", iban="DE89370400440532013000")
    gifts = [
        actions.start_gift(
            amount_minor=amount,
            currency="USD",
            gateway="bank",
            name=NAME,
            email=EMAIL,
            message=WORDS,
        ).gift
        for amount in range(2000, 2007)
    ]
    for gift in gifts:
        actions.settle_gift(
            gift=gift,
            amount_minor=gift.amount_minor,
            settled_at=clock.at,
            payment_ref=INTENT + gift.token,
        )
        GatewayObject.objects.create(gateway="stripe", ref=INTENT + gift.token, gift=gift)
    clock.advance(days=1)
    assert actions.extend_record() == 7
    assert LedgerEntry.objects.count() == 14
    return gifts


def secrets_of(gifts) -> list[str]:
    found = [NAME, "Dorothea", EMAIL, "secret.example", WORDS, INTENT]
    for gift in gifts:
        found += [gift.token, gift.reference, gift.reference[-8:]]
    return found + list(Proof.objects.values_list("code", flat=True))


def body_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + str(dict(response.items()))


START = (
    "/", "/support/", "/support/record/", "/support/record.json", "/support/record.csv",
    "/support/yours/", "/support/remind/", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml",
    "/news-sitemap.xml", "/robots.txt", "/search/?q=Dorothea", "/search/?q=secret.example",
    "/api/v1/meter/", "/api/v1/articles/", "/api/v1/openapi.json", "/healthz", "/readyz",
    "/metrics",
    "/desk/", "/desk/support/", "/desk/support/gifts/export/", "/desk/support/donors/",
)  # fmt: skip


def test_a_guest_finds_nobody_anywhere(given):
    """Walks from the known addresses along every link of the site."""
    guest, waiting, seen = Client(), list(START), set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/media/")):
            continue
        seen.add(path)
        response = guest.get(path)
        if path.startswith("/desk/"):
            assert response.status_code == 302, path
        text = body_of(response)
        told = [secret for secret in secrets_of(given) if secret in text and secret not in path]
        assert told == [], path
        waiting += [
            link.replace("&amp;", "&")
            for link in re.findall(r'href="(/[^"#]*)', text)
            if not link.startswith("/desk/")
        ]
    month = house_clock.month_of(given[0].started_at).key
    assert {f"/support/{month}/", f"/support/{month}.json", f"/support/{month}.csv"} <= seen


def test_every_address_under_support_is_walked_or_needs_a_secret():
    """A new public address of the room has to be thought about here."""
    names = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern) == "support/"
        for pattern in resolver.url_patterns
    }
    walked = {"support", "yours", "remind", "month", "month-data", "record", "record-data"}
    with_a_secret = {
        "gift", "by_letter", "receipt", "go_on", "test_checkout", "own", "own_erase", "own_change",
        "own_pause", "own_end", "own_card", "reminder", "find-line",
    }  # fmt: skip
    assert names == walked | with_a_secret
