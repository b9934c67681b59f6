"""A donor's own pages: by a link from a mail, without password or cookie."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from broadsheet.core import links
from broadsheet.core.models import Letter
from broadsheet.fundraising import actions, checks, queries, receipts
from broadsheet.fundraising.letters import DONOR_LINK
from broadsheet.fundraising.models import Attempt, Donor, Gift, Pledge, Proof, Reminder, State

DORA = "dora@readers.example"


@pytest.fixture
def given(pledge, clock) -> Gift:
    """A gift of Dora's that has arrived."""
    gift = pledge(2000, email=DORA, name="Dora Maar", message="For the harbour story")
    return actions.settle_gift(gift=gift, amount_minor=2000, settled_at=clock.at)


@pytest.fixture
def key(given) -> str:
    """The key of Dora's link."""
    return links.sign(DONOR_LINK, given.donor.pk)


@pytest.fixture
def monthly(given, clock) -> Pledge:
    """A monthly gift of Dora's by card."""
    return Pledge.objects.create(
        token="p" * 22,
        gateway="stripe",
        book="live",
        state=Pledge.State.ACTIVE,
        donor=given.donor,
        amount_minor=1000,
        currency="USD",
        started_at=clock.at,
        next_charge_at=clock.at + timedelta(days=30),
    )


def test_the_link_comes_by_mail(donor, given):
    page = donor.client.post("/support/yours/", {"email": DORA.upper()})
    assert "look into your mail" in page.content.decode()
    letter = Letter.objects.get(key__startswith="donor.link")
    assert letter.to == DORA
    path = re.search(r"https?://[^/\s]+(/support/yours/\S+)", letter.text)[1]
    own = donor.client.get(path)
    assert own.status_code == 200
    assert own["Cache-Control"] == "private, no-store"
    assert not own.cookies
    assert "20" in own.content.decode()


def test_strangers_learn_nothing(stranger, given):
    page = stranger.client.post("/support/yours/", {"email": "nobody@else.example"})
    known = stranger.client.post("/support/yours/", {"email": DORA})
    assert page.status_code == known.status_code == 200
    assert page.content.replace(b"nobody@else.example", b"") == known.content.replace(
        DORA.encode(), b""
    )
    assert Letter.objects.filter(to="nobody@else.example").count() == 0


def test_links_are_bounded(donor, given):
    for _ in range(8):
        donor.client.post("/support/yours/", {"email": DORA})
    assert Letter.objects.filter(key__startswith="donor.link").count() == 5


@pytest.mark.parametrize("email", ["", "nowhere"])
def test_no_email_is_said_beside_the_field(donor, campaign, email):
    page = donor.client.post("/support/yours/", {"email": email})
    assert page.status_code == 422
    assert "yours-email-error" in page.content.decode()


def test_forged_foreign_and_old_links_open_nothing(donor, given, key, monkeypatch):
    for wrong in ("x", key[:-1], links.sign("confirm", given.donor.pk)):
        assert donor.client.get(f"/support/yours/{wrong}/").status_code == 404
    monkeypatch.setattr("broadsheet.fundraising.views.donor.LINK_SECONDS", -1)
    assert donor.client.get(f"/support/yours/{key}/").status_code == 404


def test_the_page_shows_the_schedule_of_a_failed_charge(donor, key, given, monthly, clock):
    Pledge.objects.update(state=Pledge.State.LATE)
    Gift.objects.update(pledge=monthly)
    Attempt.objects.create(
        gift=given,
        gateway="stripe",
        gateway_ref="ch_1",
        at=clock.at,
        outcome=Attempt.Outcome.DECLINED,
        next_try_at=clock.at + timedelta(days=3),
    )
    html = donor.client.get(f"/support/yours/{key}/").content.decode()
    assert "did not go through" in html
    assert "tried again on 25 November 2026" in html
    assert "we do not keep asking" in html


def test_a_pledge_of_somebody_else_is_out_of_reach(donor, key, monthly, clock):
    other = Donor.objects.create(email="x@y.example", email_key="x", first_seen_at=clock.at)
    Pledge.objects.update(donor=other)
    for what in ("change", "pause", "end"):
        assert donor.client.get(f"/support/yours/{key}/{monthly.token}/{what}/").status_code == 404


def test_stopping_takes_two_clicks(donor, key, monthly, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "broadsheet.fundraising.views.donor.actions.end_pledge",
        lambda *, pledge: asked.append(pledge.pk),
    )
    path = f"/support/yours/{key}/{monthly.token}/end/"
    assert path in donor.client.get(f"/support/yours/{key}/").content.decode()
    assert "Yes, stop it" in donor.client.get(path).content.decode()
    assert asked == []
    answer = donor.client.post(path, follow=True)
    assert asked == [monthly.pk]
    assert "Nothing will be charged any more" in answer.content.decode()
    assert Letter.objects.filter(key=f"pledge.ended:{monthly.token}").count() == 1


@pytest.mark.parametrize("what", ["change", "pause", "end", "card", "erase"])
def test_when_the_gateway_is_down_nothing_changes(donor, key, monthly, given, what, monkeypatch):
    def down(**_wishes: object) -> None:
        raise actions.GatewayUnreachable

    for name in ("change_pledge", "pause_pledge", "end_pledge", "portal_address"):
        monkeypatch.setattr(f"broadsheet.fundraising.views.donor.actions.{name}", down)
    monkeypatch.setattr("broadsheet.fundraising.actions.donors.end_pledge", down)
    path = f"/support/yours/{key}/" + ("erase/" if what == "erase" else f"{monthly.token}/{what}/")
    page = donor.client.post(path, {"amount": "12", "months": "1"})
    assert page.status_code == 503
    assert "does not answer at the moment" in page.content.decode()
    assert Donor.objects.filter(email=DORA).exists()


@pytest.mark.parametrize("amount", ["much", "0.10", ""])
def test_a_wrong_amount_stands_beside_its_field(donor, key, monthly, amount):
    path = f"/support/yours/{key}/{monthly.token}/change/"
    page = donor.client.post(path, {"amount": amount})
    assert page.status_code == 422
    assert "own-amount-error" in page.content.decode()


def test_whoever_is_erased_leaves_only_sums(donor, key, given, clock):
    donor.client.post("/support/yours/", {"email": DORA})
    before = queries.meter_now()
    page = donor.client.post(f"/support/yours/{key}/erase/")
    assert "We do not know any more who you are" in page.content.decode()
    gift = Gift.objects.get()
    assert (gift.name, gift.email, gift.message, gift.fingerprint) == ("", "", "", "")
    assert not Donor.objects.exists()
    assert not Letter.objects.filter(to=DORA).exists()
    assert not Proof.objects.exists()
    assert queries.meter_now().raised_minor == before.raised_minor == 2000
    assert checks.find_differences() == []
    assert donor.client.get(f"/support/yours/{key}/").status_code == 404


# Receipts -------------------------------------------------------------------------------------


def test_a_receipt_comes_by_mail_and_as_pdf(donor, given):
    letter = Letter.objects.get(key__startswith="gift.receipt")
    code = Proof.objects.get().code
    assert code in letter.text
    assert code in letter.html
    assert "Dora Maar" not in letter.text + letter.html
    page = donor.client.get(f"/support/gifts/{given.token}/")
    assert code in page.content.decode()
    answer = donor.client.get(f"/support/gifts/{given.token}/receipt.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")


def test_no_money_no_receipt(donor, pledge):
    gift = pledge(2000)
    assert donor.client.get(f"/support/gifts/{gift.token}/receipt.pdf").status_code == 404
    assert "Receipt" not in donor.client.get(f"/support/gifts/{gift.token}/").content.decode()


def test_a_receipt_of_a_gift_that_was_taken_back_is_gone(donor, given):
    actions.correct_gift(gift=given, reason="not ours", by=None)
    assert donor.client.get(f"/support/gifts/{given.token}/receipt.pdf").status_code == 404


def test_names_in_any_script_do_not_break_the_pdf(donor, pledge, clock):
    gift = pledge(2000, name="Катерина 漢字 \U0001f600")
    actions.settle_gift(gift=gift, amount_minor=2000, settled_at=clock.at)
    assert donor.client.get(f"/support/gifts/{gift.token}/receipt.pdf").status_code == 200


def test_what_is_long_stays_on_the_paper():
    receipts._font(*receipts.STRONG)
    for text in ("W" * 80, "Dora " * 40, "x", ""):
        lines = list(receipts._lines(text, receipts.STRONG[0], 10, 300))
        assert all(stringWidth(line, receipts.STRONG[0], 10) <= 300 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


# Reminders ------------------------------------------------------------------------------------


def ask(reader, **fields):
    return reader.client.post("/support/remind/", {"email": DORA, "when": "month", **fields})


def test_a_reminder_is_confirmed_sent_once_and_forgotten(donor, campaign, clock):
    ask(donor)
    reminder = Reminder.objects.get()
    question = Letter.objects.get()
    path = f"/support/remind/{reminder.token}/"
    assert path in question.text
    donor.client.get(path)
    clock.advance(days=2)
    assert Reminder.objects.get().confirmed_at is None
    assert "We remind you on 22 December 2026" in donor.client.post(path).content.decode()
    assert actions.send_reminders() == 0
    clock.advance(days=29)
    assert actions.send_reminders() == 1
    assert actions.send_reminders() == 0
    assert not Reminder.objects.exists()
    assert "As you asked" in Letter.objects.first().subject


def test_letters_about_reminders_are_deleted_when_sent(donor, campaign, clock):
    ask(donor)
    Letter.objects.update(state=Letter.State.SENT, sent_at=clock.at)
    clock.advance(days=2)
    actions.send_reminders()
    assert not Letter.objects.exists()


def test_what_is_not_confirmed_is_forgotten(donor, campaign, clock):
    ask(donor)
    clock.advance(days=8)
    actions.send_reminders()
    assert not Reminder.objects.exists()
    clock.advance(days=60)
    assert actions.send_reminders() == 0


def test_no_means_forgotten_at_once(donor, campaign):
    ask(donor)
    token = Reminder.objects.get().token
    donor.client.post(f"/support/remind/{token}/", {"forget": "1"})
    assert not Reminder.objects.exists()
    assert donor.client.get(f"/support/remind/{token}/").status_code == 404


def test_a_wrong_email_is_said_beside_the_field(donor, campaign):
    page = ask(donor, email="nowhere")
    assert page.status_code == 422
    assert "remind-email-error" in page.content.decode()
    assert not Letter.objects.exists()


def test_a_gift_on_its_way_says_do_not_pay_again(donor, given):
    Gift.objects.update(gateway="stripe")
    waiting = Gift.objects.create(
        token="w" * 22,
        gateway="stripe",
        book="live",
        state=State.PENDING,
        source="form",
        amount_minor=2000,
        currency="USD",
        started_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    html = donor.client.get(f"/support/gifts/{waiting.token}/").content.decode()
    assert "please do not pay again" in html
    assert "Go on to pay" not in html
