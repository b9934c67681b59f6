"""Screens for staff."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from broadsheet.core.clock import Month
from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.models import FundraisingSettings, Gift, State

DESK = "/desk/support/"


@pytest.fixture
def treasurer(editor):
    """Somebody who may see who gave, book, and decide on goal and account."""
    for codename in ("view_gift", "change_gift", "change_fundraisingsettings"):
        editor.user_permissions.add(Permission.objects.get(codename=codename))
    return editor


@pytest.fixture
def desk(treasurer):
    client = Client()
    client.force_login(treasurer)
    return client


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_who_gave_is_private(client, editor, pledge):
    gift = pledge(name="Dora")
    client.force_login(editor)
    for path in ("", "gifts/", "gifts/add/", f"gifts/{gift.pk}/", "giving/"):
        assert client.get(DESK + path).status_code == 302
    assert client.post(f"{DESK}gifts/{gift.pk}/confirm/", {"book": "1"}).status_code == 302
    assert Gift.objects.get().state == State.STARTED
    assert "Waiting transfers" not in client.get("/desk/account/").content.decode()


def test_a_stranger_sees_the_sign_in_page(client, campaign):
    answer = client.get(DESK)
    assert answer.status_code == 302
    assert "/desk/login/" in answer["Location"]


def test_the_menu(desk, campaign):
    html = desk.get("/desk/account/").content.decode()
    for label in ("Waiting transfers", "All gifts", "Add a transfer", "Goal and account"):
        assert label in html


def test_the_first_screen_shows_meter_and_waiting_gifts(desk, pledge):
    pledge(2000, name="Dora")
    pledge(3500, name="Gus")
    text = words(desk.get(DESK))
    assert "0 $ of 5,000 $ received." in text
    assert "2 gifts wait for their transfers" in text
    assert "Dora" in text
    assert "Gus" in text


@pytest.mark.parametrize("how", ["reference", "spaced", "amount", "name", "email"])
def test_a_waiting_gift_is_found_by_what_a_statement_says(desk, pledge, how):
    gift = pledge(3500, name="Dora Lind", email="dora@readers.example")
    pledge(2000, name="Gus")
    search = {
        "reference": gift.reference,
        "spaced": " ".join(re.findall(".{1,4}", gift.reference.lower())),
        "amount": "35.00",
        "name": "dora",
        "email": "dora@readers.example",
    }[how]
    text = words(desk.get(DESK, {"q": search}))
    assert "Dora Lind" in text
    assert "Gus" not in text


def test_confirming_a_transfer_takes_two_looks(desk, pledge, treasurer):
    gift = pledge(2000, name="Dora", email="dora@readers.example")
    where = f"{DESK}gifts/{gift.pk}/confirm/"
    assert 'value="20"' in desk.get(where).content.decode()
    sent = {"amount": "18.50", "received_on": "2026-11-20"}
    review = words(desk.post(where, sent))
    assert "Book 18.50 $ from Dora? It counts in November 2026." in review
    assert "The promise was 20 $." in review
    assert Gift.objects.get().state == State.STARTED
    assert desk.post(where, {**sent, "book": "1"}).status_code == 302
    gift.refresh_from_db()
    assert (gift.state, gift.received_minor) == (State.SETTLED, 1850)
    assert gift.settled_at.date().isoformat() == "2026-11-20"
    assert gift.events.last().by == treasurer
    assert queries.meter_now().raised_minor == 1850
    assert desk.post(where, {**sent, "book": "1"}).status_code == 302
    assert queries.meter_now().raised_minor == 1850


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"amount": "0", "received_on": "2026-11-20"}, "more than nothing"),
        ({"amount": "much", "received_on": "2026-11-20"}, "in figures"),
        ({"amount": "20", "received_on": "2026-11-23"}, "has not come yet"),
        ({"amount": "20", "received_on": "yesterday"}, "valid date"),
    ],
)
def test_a_wrong_confirmation_books_nothing(desk, pledge, sent, sentence):
    gift = pledge()
    page = desk.post(f"{DESK}gifts/{gift.pk}/confirm/", {**sent, "book": "1"})
    assert sentence in words(page)
    assert Gift.objects.get().state == State.STARTED


def test_money_of_last_month_counts_there(desk, pledge):
    gift = pledge()
    where = f"{DESK}gifts/{gift.pk}/confirm/"
    sent = {"amount": "20", "received_on": "2026-10-31"}
    assert "It counts in October 2026." in words(desk.post(where, sent))
    desk.post(where, {**sent, "book": "1"})
    assert queries.meter_now().raised_minor == 0
    assert queries.received_in(Month(2026, 10), "USD").amount_minor == 2000
    assert checks.find_differences() == []


def test_adding_a_transfer_that_nobody_announced(desk, campaign):
    where = f"{DESK}gifts/add/"
    key = re.search(r'name="key" value="([^"]+)"', desk.get(where).content.decode())[1]
    sent = {
        "amount": "30",
        "received_on": "2026-11-21",
        "name": "Gus",
        "reference": "for the harbour",
        "key": key,
    }
    first = desk.post(where, sent)
    assert desk.post(where, sent)["Location"] == first["Location"]
    assert queries.meter_now().raised_minor == 3000
    text = words(desk.get(first["Location"]))
    assert "for the harbour" in text
    assert "30 $" in text


def test_taking_a_booking_back(desk, pledge, clock, treasurer):
    gift = actions.settle_gift(gift=pledge(), amount_minor=2000, settled_at=clock.at)
    where = f"{DESK}gifts/{gift.pk}/correct/"
    assert "Take 20 $ back" in words(desk.get(where))
    assert desk.post(where, {"reason": ""}).status_code == 200
    assert queries.meter_now().raised_minor == 2000
    assert desk.post(where, {"reason": "It was an invoice"}).status_code == 302
    assert queries.meter_now().raised_minor == 0
    text = words(desk.get(f"{DESK}gifts/{gift.pk}/"))
    assert "It was an invoice" in text
    assert "−20 $" in text
    assert desk.post(where, {"reason": "Again"}).status_code == 302
    assert queries.meter_now().raised_minor == 0
    again = desk.get(f"{DESK}gifts/add/", {"like": gift.pk}).content.decode()
    assert gift.reference in again


def test_giving_up(desk, pledge):
    gift = pledge()
    where = f"{DESK}gifts/{gift.pk}/give-up/"
    assert desk.get(where).status_code == 200
    assert desk.post(where).status_code == 302
    assert Gift.objects.get().state == State.CANCELLED
    assert "Nothing waits for you here." in words(desk.get(DESK))
    assert gift.reference[:4] in words(desk.get(DESK, {"q": gift.reference}))


def test_all_gifts_with_filters(desk, pledge, clock):
    actions.settle_gift(gift=pledge(name="Dora"), amount_minor=2000, settled_at=clock.at)
    pledge(name="Gus")
    where = f"{DESK}gifts/"
    both = words(desk.get(where))
    assert "Dora" in both
    assert "Gus" in both
    settled = words(desk.get(where, {"state": "settled"}))
    assert "Dora" in settled
    assert "Gus" not in settled
    november = words(desk.get(where, {"month": "2026-11"}))
    assert "Dora" in november
    assert "Gus" not in november
    assert "Dora" not in words(desk.get(where, {"book": "test"}))
    assert "Gus" in words(desk.get(where, {"q": "gus", "page": "99"}))


def test_goal_and_account(desk, newsroom, clock):
    where = f"{DESK}giving/"
    assert desk.get(where).status_code == 200
    sent = {
        "goal": "5,000",
        "account_holder": "The Harbour Post",
        "iban": "DE89 3704 0044 0532 0130 00",
        "suggested": "5 12.50 100",
        "minimum": "2",
    }
    assert desk.post(where, sent).status_code == 302
    assert queries.meter_now().goal_minor == 500_000
    settings = FundraisingSettings.current()
    assert settings.has_account
    assert settings.suggested_for("USD") == [500, 1250, 10_000]
    assert settings.minimum_for("USD") == 200
    html = desk.get(where).content.decode()
    assert 'value="5,000"' in html
    assert 'value="5 12.50 100"' in html


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"iban": "DE00 3704 0044 0532 0130 00", "account_holder": "X"}, "no valid IBAN"),
        ({"iban": "DE89370400440532013000"}, "whose account"),
        ({"bic": "X"}, "8 or 11 characters"),
        ({"goal": "-5"}, "in figures"),
        ({"goal": "0"}, "more than nothing"),
        ({"suggested": "5 ten"}, "in figures"),
    ],
)
def test_a_wrong_setting_saves_nothing(desk, newsroom, sent, sentence):
    page = desk.post(f"{DESK}giving/", sent)
    assert page.status_code == 200
    assert sentence in words(page)
    assert not FundraisingSettings.objects.exists()
