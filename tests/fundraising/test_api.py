"""The JSON calls, as the contract has them."""

import pytest

from broadsheet.fundraising import actions
from broadsheet.fundraising.models import Gift
from broadsheet.fundraising.views.giving import STARTS

METER = "/api/v1/meter/"
GIFTS = "/api/v1/gifts/"
WISHES = {"amount_minor": 2000, "currency": "USD", "gateway": "bank", "email": ""}


def give(client, key="", **wishes):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        GIFTS, {**WISHES, **wishes}, content_type="application/json", headers=headers
    )


def test_the_meter(client, pledge, clock):
    actions.settle_gift(gift=pledge(218_000), amount_minor=218_000, settled_at=clock.at)
    answer = client.get(METER)
    assert answer.status_code == 200
    assert answer.json() == {
        "currency": "USD",
        "goal_minor": 500_000,
        "raised_minor": 218_000,
        "percent": 43.6,
        "ticks_minor": [0, 250_000, 500_000],
        "gifts": 1,
        "days_left": 8,
        "deadline_on": "2026-11-30",
        "label": "8 days left until the end of November",
        "sentence": (
            "2,180\u00a0$ of 5,000\u00a0$ received. 8 days left until the end of November."
        ),
        "is_sample": False,
        "as_of": "2026-11-22T15:00:00.000000Z",
    }


def test_no_goal_no_meter(client, newsroom):
    answer = client.get(METER)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_bank_gift(client, campaign, account):
    answer = give(client, name="Dora", message="For the harbour story", frequency="once")
    assert answer.status_code == 201
    body = answer.json()
    gift = Gift.objects.get()
    assert body["id"] == gift.token
    assert body["status"] == "started"
    assert body["url"].endswith(f"/support/gifts/{gift.token}/")
    assert set(body["next"]) == {"instructions"}
    assert body["next"]["instructions"]["reference"] == gift.reference
    assert body["next"]["instructions"]["amount_minor"] == 2000
    assert answer["Cache-Control"] == "private, no-store"
    assert gift.source == "api"
    assert not answer.cookies


def test_a_test_gift_is_sent_on(client, campaign, settings):
    settings.DEVELOPMENT = True
    body = give(client, gateway="test").json()
    assert set(body["next"]) == {"redirect"}
    assert body["next"]["redirect"].startswith("http")
    assert Gift.objects.get().book == "test"


def test_the_same_key_gives_the_same_answer(client, campaign, account, clock):
    first = give(client, key="abc")
    actions.settle_gift(gift=Gift.objects.get(), amount_minor=2000, settled_at=clock.at)
    second = give(client, key="abc")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    other = give(client, key="abc", amount_minor=2500)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "idempotency_key"
    assert Gift.objects.count() == 1


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"amount_minor": 1}, "amount_minor"),
        ({"amount_minor": "20"}, "amount_minor"),
        ({"amount_minor": 20.5}, "amount_minor"),
        ({"amount_minor": True}, "amount_minor"),
        ({"amount_minor": 10**30}, "amount_minor"),
        ({"currency": "EUR"}, "currency"),
        ({"gateway": "stripe"}, "gateway"),
        ({"gateway": "test"}, "gateway"),
        ({"frequency": "monthly"}, "frequency"),
        ({"frequency": "weekly"}, "frequency"),
        ({"email": "x@"}, "email"),
        ({"name": "\u202e" * 3 + "x" * 81}, "name"),
    ],
)
def test_422_names_the_wrong_field(client, campaign, account, wishes, field):
    answer = give(client, **wishes)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Gift.objects.exists()


def test_without_an_account_the_bank_is_closed(client, campaign):
    answer = give(client)
    assert answer.status_code == 422
    assert "bank account" in answer.json()["detail"]


def test_another_site_cannot_start_a_gift(client, campaign, account):
    answer = client.post(
        GIFTS, WISHES, content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not Gift.objects.exists()


def test_not_too_many_from_one_address(client, campaign, account):
    limit, _seconds = STARTS[0]
    for _ in range(limit):
        assert give(client).status_code == 201
    answer = give(client)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Gift.objects.count() == limit


def test_a_name_in_control_characters_is_cleaned(client, campaign, account):
    assert give(client, name="Do\x07ra\u202e\n").status_code == 201
    assert Gift.objects.get().name == "Dora"
