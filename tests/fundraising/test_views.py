"""Pages for readers who give."""

import re

import pytest

from broadsheet.core.models import Letter
from broadsheet.fundraising import actions, queries
from broadsheet.fundraising.models import Gift, State

SUPPORT = "/support/"
KEY = "0f" * 16


@pytest.fixture
def give(donor, campaign, account):
    """Sends the form as a browser with JavaScript does: with a key."""

    def send(**fields):
        return donor.client.post(SUPPORT, {"amount": "2000", "key": KEY, **fields})

    return send


def words(response) -> str:
    """The text of a page, tags gone."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("&nbsp;", " "))


def test_the_give_page(donor, campaign, account):
    page = donor.client.get(SUPPORT)
    assert page.status_code == 200
    assert not page.cookies
    html = page.content.decode()
    assert "style=" not in html
    assert "csrf" not in html
    text = words(page)
    for expected in ("20 $", "100 $", "Another amount", "0 $", "2,500 $", "5,000 $", "Give"):
        assert expected in text
    assert '<meter class="meter-bar" min="0" max="500000" value="0"' in html


def test_without_an_account_it_says_so_and_how_else_to_help(donor, campaign):
    text = words(donor.client.get(SUPPORT))
    assert "has not set a bank account" in text
    assert "You can help all the same" in text
    actions.set_offer(suggested_minor=[], minimum_minor=0, other_ways="Bring us paper.")
    assert "Bring us paper." in words(donor.client.get(SUPPORT))


def test_without_a_goal_one_may_give(donor, newsroom, account):
    page = donor.client.get(SUPPORT)
    assert page.status_code == 200
    assert "<meter" not in page.content.decode()


def test_with_javascript_one_post_starts_the_gift(give, donor):
    answer = give(email="dora@readers.example", name="Dora", source_path="/world/ferry/")
    gift = Gift.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/support/gifts/{gift.token}/"
    assert gift.source_path == "/world/ferry/"
    assert not answer.cookies
    assert give(email="dora@readers.example", name="Dora")["Location"] == answer["Location"]
    assert Gift.objects.count() == 1


def test_without_javascript_a_step_makes_the_key(give, donor):
    step = give(key="", own_amount="", email="dora@readers.example")
    assert step.status_code == 200
    assert step["Cache-Control"] == "private, no-store"
    assert "You are giving 20 $ , once." in words(step)
    assert not Gift.objects.exists()
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', step.content.decode()))
    del fields["change"]
    answer = donor.client.post(SUPPORT, fields)
    assert answer.status_code == 303
    again = donor.client.post(SUPPORT, fields)
    assert again["Location"] == answer["Location"]
    assert Gift.objects.get().email == "dora@readers.example"


def test_change_something_brings_the_form_back_filled_in(donor, campaign, account):
    page = donor.client.post(
        SUPPORT,
        {"change": "1", "amount": "1234", "gateway": "bank", "name": "Dora", "key": KEY},
    )
    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="12.34"' in html
    assert 'value="Dora"' in html
    assert "field-error" not in html
    assert KEY not in html


def test_an_own_amount(give):
    give(amount="own", own_amount="12,50")
    assert Gift.objects.get().amount_minor == 1250


def test_a_typed_amount_counts_even_when_another_is_ticked(give):
    give(amount="2000", own_amount="7")
    assert Gift.objects.get().amount_minor == 700


def test_a_slip_of_the_finger_is_asked_about(give):
    step = give(amount="own", own_amount="10000")
    assert "You are giving 10,000 $ , once." in words(step)
    assert not Gift.objects.exists()
    give(amount="1000000", confirmed_minor="1000000")
    assert Gift.objects.get().amount_minor == 1_000_000


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "1"}, "amount"),
        ({"amount": "own", "own_amount": ""}, "own_amount"),
        ({"amount": "own", "own_amount": "much"}, "own_amount"),
        ({"amount": "own", "own_amount": "1.000.0"}, "own_amount"),
        ({"amount": "own", "own_amount": "0.50"}, "own_amount"),
        ({"email": "nowhere"}, "email"),
        ({"name": "x" * 81}, "name"),
        ({"message": "x" * 501}, "message"),
        ({"gateway": "stripe"}, None),
    ],
)
def test_errors_stand_beside_their_field_and_the_text_is_kept(give, fields, field):
    page = give(**{"message": "For the harbour story", **fields})
    html = page.content.decode()
    assert page.status_code == 422
    assert page["Cache-Control"] == "private, no-store"
    if field:
        described = " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()
        assert f'id="{field}-error"' in html
        assert f"{field}-error" in described
    if "message" not in fields:
        assert "For the harbour story</textarea>" in html
    assert not Gift.objects.exists()


def test_a_key_that_was_used_asks_once_more(give):
    give()
    step = give(amount="5000")
    assert "You are giving 50 $" in words(step)
    assert Gift.objects.count() == 1


def test_the_page_of_a_bank_gift(give, donor):
    answer = give(email="dora@readers.example", name="Dora")
    page = donor.client.get(answer["Location"])
    gift = Gift.objects.get()
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    html = page.content.decode()
    assert gift.reference in html
    text = words(page)
    assert "DE89 3704 0044 0532 0130 00" in text
    assert "Harbour Bank" in text
    assert "Dora" not in text
    assert "dora@readers.example" not in text
    assert "<svg" not in html


def test_a_code_for_euro(donor, campaign, account):
    actions.ensure_campaign(goal_minor=500_000, currency="EUR")
    answer = donor.client.post(SUPPORT, {"amount": "2000", "key": KEY})
    html = donor.client.get(answer["Location"]).content.decode()
    assert re.search(r'<svg [^>]*class="payment-code"', html)
    assert "style=" not in html


def test_the_page_tells_what_became_of_a_gift(give, donor, clock, editor):
    where = give()["Location"]
    gift = Gift.objects.get()
    actions.cancel_gift(gift=gift)
    assert "was not made" in words(donor.client.get(where))
    actions.settle_gift(gift=gift, amount_minor=1900, settled_at=clock.at)
    text = words(donor.client.get(where))
    assert "has arrived" in text
    assert "19 $" in text
    assert "22 November 2026" in text
    actions.correct_gift(gift=gift, reason="Not this one, Mona", by=editor)
    text = words(donor.client.get(where))
    assert "taken back" in text
    assert "Mona" not in text


def test_an_unknown_gift_is_not_found(donor, campaign):
    assert donor.client.get("/support/gifts/nothing/").status_code == 404


class TestPretendingToPay:
    @pytest.fixture(autouse=True)
    def _development(self, settings):
        settings.DEVELOPMENT = True

    def start(self, give):
        return give(gateway="test")["Location"]

    def test_the_whole_way(self, give, donor):
        where = self.start(give)
        assert where.endswith("/test-checkout/")
        assert "Pretend to pay 20 $" in words(donor.client.get(where))
        answer = donor.client.post(where, {"outcome": "pay"})
        assert answer.status_code == 303
        text = words(donor.client.get(answer["Location"]))
        assert "has arrived" in text
        assert "play money" in text
        assert queries.meter_now().raised_minor == 0
        assert donor.client.post(where, {"outcome": "pay"}).status_code == 303
        assert donor.client.get(where).status_code == 302

    def test_leaving(self, give, donor):
        where = self.start(give)
        donor.client.post(where, {"outcome": "leave"})
        assert Gift.objects.get().state == State.CANCELLED

    def test_a_receipt_says_that_it_is_a_test(self, give, donor):
        where = give(gateway="test", email="dora@readers.example")["Location"]
        donor.client.post(where, {"outcome": "pay"})
        letter = Letter.objects.get()
        assert letter.subject.startswith("TEST")
        assert "no money moved" in letter.text

    def test_not_in_a_real_newsroom(self, give, donor, settings):
        where = self.start(give)
        settings.DEVELOPMENT = False
        assert donor.client.get(where).status_code == 404
        assert donor.client.post(where, {"outcome": "pay"}).status_code == 404
        assert Gift.objects.get().state == State.STARTED

    def test_a_bank_gift_has_no_checkout(self, give, donor):
        where = give(gateway="bank")["Location"]
        assert donor.client.post(f"{where}test-checkout/", {"outcome": "pay"}).status_code == 404


def test_another_site_cannot_start_a_gift(client, campaign, account):
    answer = client.post(
        SUPPORT, {"amount": "2000", "key": KEY}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert not Gift.objects.exists()


def test_a_sample_says_so(donor, sample_newsroom, clock):
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    actions.record_sample_gifts(total_minor=218_000, count=61, month=queries.meter_now().month)
    page = donor.client.get(SUPPORT)
    text = words(page)
    assert "2,180 $ received of 5,000 $ 43.6 %" in text
    assert "8 days left until the end of November" in text
    assert "Sample gifts, not real money." in text
    assert "please transfer no real money" in text
    answer = donor.client.post(SUPPORT, {"amount": "2000", "gateway": "bank", "key": KEY})
    assert "please transfer no real money" in words(donor.client.get(answer["Location"]))


def test_a_program_that_fills_every_field_is_told_and_nothing_is_started(give):
    answer = give(website="http://spam.example", name="Dora")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Please leave this field empty" in page
    assert 'value="Dora"' in page
    assert "gift-form-trap" not in page  # who filled it by mistake can see it now
    assert not Gift.objects.exists()


@pytest.mark.parametrize("token", ["%00", "a%00b", "x" * 5000, "%F0%9F%98%80", "..%2f"])
def test_a_made_up_address_of_a_gift_is_404(donor, campaign, token):
    for path in (f"/support/gifts/{token}/", f"/support/gifts/{token}/test-checkout/"):
        assert donor.client.get(path).status_code == 404
