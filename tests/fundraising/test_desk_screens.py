"""The treasurer's further screens: figures, people, refunds, notices, files."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.datastructures import MultiValueDict

from broadsheet.fundraising import actions, checks, gift_files, ledger, queries
from broadsheet.fundraising.models import (
    Dispute,
    Gift,
    LedgerTransaction,
    Notice,
    Pledge,
    ReconciliationRun,
    Refund,
    State,
)

DESK = "/desk/support/"
DORA = "dora@readers.example"
PEOPLE = ("", "gifts/", "gifts/export/", "donors/", "pledges/", "refunds/", "notices/")


@pytest.fixture
def treasurer(editor):
    """Somebody of the group that the newsroom starts with."""
    editor.groups.set([Group.objects.get(name="Treasurers")])
    return editor


@pytest.fixture
def desk(treasurer) -> Client:
    client = Client()
    client.force_login(treasurer)
    return client


@pytest.fixture
def given(pledge, clock) -> Gift:
    gift = pledge(2000, email=DORA, name="Dora Maar", source_path="/harbour/cranes/")
    return actions.settle_gift(gift=gift, amount_minor=2000, settled_at=clock.at)


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


@pytest.mark.parametrize(
    "path", [*PEOPLE, "reconciliation/", "figures/", "campaigns/", "gifts/import/"]
)
def test_every_screen_opens_for_the_treasurer(desk, given, path):
    assert desk.get(DESK + path).status_code == 200


def test_editors_see_sums_and_no_person(client, reporter, given):
    client.force_login(reporter)
    for path in (*PEOPLE, "reconciliation/", f"gifts/{given.pk}/", f"gifts/{given.pk}/refund/"):
        assert client.get(DESK + path).status_code == 302, path
    page = client.get(f"{DESK}figures/")
    assert page.status_code == 200
    assert "20 $" in words(page)
    assert "Dora" not in page.content.decode()
    assert DORA not in page.content.decode()
    assert "cranes" not in page.content.decode()


def test_figures_name_pages_from_five_gifts_on(client, reporter, pledge, clock):
    for _ in range(5):
        gift = pledge(1000, source_path="/harbour/cranes/")
        actions.settle_gift(gift=gift, amount_minor=1000, settled_at=clock.at)
    client.force_login(reporter)
    assert "/harbour/cranes/ 5 50 $" in words(client.get(f"{DESK}figures/"))


def test_campaigns_are_found_by_month_and_state(client, reporter, campaign, given, clock):
    clock.advance(days=20)
    actions.set_goal(campaign=campaign, goal_minor=600_000)
    client.force_login(reporter)
    text = words(client.get(f"{DESK}campaigns/"))
    assert re.search(r"December 2026 .* 6,000 \$ 0 \$ .* November 2026 .* 5,000 \$ 20 \$", text)
    november = words(client.get(f"{DESK}campaigns/?q=2026-11&state=open"))
    assert "5,000 $" in november
    assert "6,000 $" not in november
    assert "There are none." in words(client.get(f"{DESK}campaigns/?state=over"))


def test_donors_are_found(desk, given):
    assert "Dora Maar" in words(desk.get(f"{DESK}donors/?q=DORA"))
    assert "Dora Maar" not in words(desk.get(f"{DESK}donors/?q=nobody"))
    text = words(desk.get(f"{DESK}donors/{given.donor.pk}/"))
    assert DORA in text
    assert "20 $" in text


def test_monthly_gifts_are_filtered(desk, given, clock):
    Pledge.objects.create(
        token="p" * 22,
        gateway="stripe",
        book="live",
        state=Pledge.State.LATE,
        donor=given.donor,
        amount_minor=1500,
        currency="USD",
        started_at=clock.at,
    )
    assert "15 $" in words(desk.get(f"{DESK}pledges/?state=late"))
    assert "15 $" not in words(desk.get(f"{DESK}pledges/?state=active"))


# Refunds --------------------------------------------------------------------------------------


def test_a_part_is_given_back_with_a_reason(desk, given):
    path = f"{DESK}gifts/{given.pk}/refund/"
    assert desk.post(path, {"amount": "5"}).status_code == 200
    assert not Refund.objects.exists()
    answer = desk.post(path, {"amount": "5", "reason": "Sent twice", "given_back_on": "2026-11-22"})
    assert answer.status_code == 302
    assert Refund.objects.get().state == Refund.State.BOOKED
    assert queries.meter_now().raised_minor == 1500
    assert "Sent twice" in words(desk.get(f"{DESK}gifts/{given.pk}/"))
    assert checks.find_differences() == []


@pytest.mark.parametrize("amount", ["20.01", "0", "much"])
def test_never_more_than_is_left(desk, given, amount):
    path = f"{DESK}gifts/{given.pk}/refund/"
    page = desk.post(path, {"amount": amount, "reason": "x", "given_back_on": "2026-11-22"})
    assert page.status_code == 200
    assert not Refund.objects.exists()


def test_large_refunds_wait_for_a_second_person(desk, pledge, clock, publisher):
    gift = actions.settle_gift(gift=pledge(300_000), amount_minor=300_000, settled_at=clock.at)
    wish = {"amount": "2000", "reason": "Asked for it", "given_back_on": "2026-11-22"}
    desk.post(f"{DESK}gifts/{gift.pk}/refund/", wish)
    row = Refund.objects.get()
    assert row.state == Refund.State.ASKED
    decide = f"{DESK}refunds/{row.pk}/decide/"
    desk.post(decide, {"approve": "1"})
    assert Refund.objects.get().state == Refund.State.ASKED
    second = Client()
    second.force_login(publisher)
    assert "Agree" in words(second.get(f"{DESK}refunds/"))
    second.post(decide, {"approve": "1"})
    assert Refund.objects.get().state == Refund.State.BOOKED
    assert queries.meter_now().raised_minor == 100_000


# Notices and comparisons ----------------------------------------------------------------------


def test_a_parked_notice_is_tried_again(desk, campaign, clock):
    notice = Notice.objects.create(
        gateway="stripe",
        event_id="evt_1",
        kind="charge.refunded",
        object_ref="pi_1",
        state=Notice.State.PARKED,
        received_at=clock.at,
        due_at=clock.at,
        attempts=8,
        last_error="no such payment",
    )
    assert "no such payment" in words(desk.get(f"{DESK}notices/?state=parked"))
    desk.post(f"{DESK}notices/{notice.pk}/replay/")
    assert Notice.objects.get().state == Notice.State.WAITING


def test_comparisons_are_listed_with_their_differences(desk, campaign, clock):
    ReconciliationRun.objects.create(
        gateway="stripe",
        kind="nightly",
        covers_from=clock.at,
        covers_until=clock.at,
        started_at=clock.at,
        finished_at=clock.at,
        differences=[{"what": "payment", "where": "pi_1", "expected": "0", "found": "700"}],
    )
    text = words(desk.get(f"{DESK}reconciliation/"))
    assert "payment: pi_1, expected 0, found 700" in text
    assert "The books and stripe differ" in text
    assert not queries.reconciled().is_clean


def test_without_a_payment_service_there_is_none_to_compare_with(desk, campaign):
    text = words(desk.get(f"{DESK}reconciliation/"))
    assert "No payment service is set up" in text
    assert "Compare now" not in text
    assert "differ" not in text


def test_credits_that_wait_are_called_by_their_name(desk, campaign, clock):
    row = b"Date,Amount,Payer,Reference\n2026-11-20,40.00,D. Quay,thank you\n"
    desk.post(f"{DESK}statements/", {"file": SimpleUploadedFile("november.csv", row)})
    text = words(desk.get(f"{DESK}reconciliation/"))
    assert "1 credit of a bank statement waits for a gift" in text
    assert "differ" not in text


# Files ----------------------------------------------------------------------------------------


def test_export_and_import_give_the_same_meter(desk, treasurer, pledge, clock):
    """Everything that may happen to gifts, written out, undone, and read in again."""
    before = transaction.savepoint()
    gifts = [
        actions.settle_gift(
            gift=pledge(1000 * n, name="=Eve()", email=DORA),
            amount_minor=1000 * n,
            settled_at=clock.at,
        )
        for n in range(1, 7)
    ]
    actions.correct_gift(gift=gifts[0], reason="not ours", by=None)
    actions.refund_gift(gift=gifts[1], amount_minor=500, reason="asked", by=treasurer)
    ledger.record_fee(gift=gifts[2], amount_minor=90, at=clock.at, provider_object="fee-1")
    for number, close in ((3, ledger.record_dispute_released), (4, ledger.record_dispute_lost)):
        dispute = Dispute.objects.create(
            gift=gifts[number], gateway="bank", gateway_ref=f"d{number}", amount_minor=700,
            opened_at=clock.at,
        )  # fmt: skip
        ledger.record_dispute_held(dispute=dispute, at=clock.at)
        close(dispute=dispute, at=clock.at)
    actions.write_entry(
        kind="received", amount_minor=4000, currency="USD", happened_at=clock.at,
        reason="Evening", by=treasurer,
    )  # fmt: skip
    text = b"".join(desk.get(f"{DESK}gifts/export/").streaming_content).decode()
    was = queries.meter_now()
    report = queries.month_report(was.month)[0]
    transaction.savepoint_rollback(before)
    assert queries.meter_now().raised_minor == 0
    assert "'=Eve()" in text

    read = actions.import_gifts(movements=gift_files.read(text))
    now = queries.meter_now()
    assert read.known == 0
    assert (now.raised_minor, now.gifts) == (was.raised_minor, was.gifts)
    again = queries.month_report(was.month)[0]
    assert (again.lines, again.days, again.bands) == (report.lines, report.days, report.bands)
    assert Gift.objects.filter(name="=Eve()").count() == 6
    assert actions.import_gifts(movements=gift_files.read(text)).created == 0
    assert checks.find_differences() == []


def upload(desk, text: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("gifts.csv", text.encode())
    return desk.post(f"{DESK}gifts/import/", MultiValueDict({"file": [file]}))


HEAD = "kind,happened_at,amount_minor,currency,gateway,movement,gift\n"
ROW = "gift,2026-11-02T12:00:00Z,2000,USD,bank,one,one\n"


def test_a_file_is_read_in_at_the_desk(desk, campaign):
    assert upload(desk, HEAD + ROW).status_code == 302
    assert Gift.objects.get().state == State.SETTLED
    assert queries.meter_now().raised_minor == 2000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "no column “kind”"),
        (HEAD + ROW + ROW, "Line 3: the same movement stands in the file twice"),
        (HEAD + ROW.replace("2000", "0"), "Line 2: the amount is not more than nothing"),
        (HEAD + ROW.replace("2000", "x"), "Line 2: “x” is no whole number"),
        (HEAD + ROW.replace("USD", "XXX"), "Line 2: “XXX” is no currency"),
        (HEAD + ROW.replace("bank", "test"), "Line 2: “test” is no way of giving"),
        (HEAD + ROW.replace("Z", ""), "says no time zone"),
        (HEAD + ROW.replace("gift,", "loan,", 1), "Line 2: “loan” is no kind"),
        (HEAD + ROW + ROW.replace("gift,", "refund,", 1).replace("one,one", "two,two"), "not fit"),
    ],
)
def test_where_one_line_is_wrong_nothing_is_booked(desk, campaign, text, why):
    page = upload(desk, text)
    assert page.status_code == 200
    assert why in words(page)
    assert not LedgerTransaction.objects.exists()


def test_goal_milestones_and_fee_are_set(desk, campaign):
    page = desk.get(f"{DESK}giving/")
    assert "Milestones" in words(page)
    wishes = {
        "goal": "5000",
        "suggested": "5 10",
        "suggested_monthly": "5 15",
        "milestones": "2500 A reporter in court\n4000 A second photographer",
        "card_fee_percent": "1.5",
        "card_fee_fixed": "0.25",
    }
    assert desk.post(f"{DESK}giving/", wishes).status_code == 302
    assert [one.amount_minor for one in queries.meter_now().milestones] == [250_000, 400_000]
    assert "A reporter in court" in words(Client().get("/support/"))
    wrong = desk.post(f"{DESK}giving/", {**wishes, "milestones": "2500"})
    assert wrong.status_code == 200
    assert "makes possible" in words(wrong)


# Bank statements ------------------------------------------------------------------------------


def read_in(desk, text: str, **columns: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("november.csv", text.encode())
    return desk.post(f"{DESK}statements/", {"file": file, **columns})


def test_a_statement_is_matched_by_reference_and_by_a_person(desk, pledge):
    known, like = pledge(2000), pledge(3000, name="Gus Guest")
    lines = (
        "Date;Amount;Name;Reference\n"
        f"2026-11-20;20,00;Dora Maar;{known.reference}\n"
        "2026-11-20;30,00;Gus Guest;for the news\n"
        "2026-11-21;5,00;Somebody;hello\n"
        "2026-11-21;9,00;Landlord;deposit\n"
    )
    assert read_in(desk, lines).status_code == 302
    known.refresh_from_db()
    assert known.state == State.SETTLED
    text = words(desk.get(f"{DESK}statements/"))
    assert "3 credits wait for a gift" in text
    waiting = {one.credit.payer: one for one in queries.waiting_credits()}
    assert waiting["Gus Guest"].likely == [like]

    def decide(payer: str, **what: str) -> None:
        desk.post(f"{DESK}statements/{waiting[payer].credit.pk}/", what)

    decide("Gus Guest", gift=str(like.pk))
    decide("Somebody", book="1")
    decide("Landlord", note="")
    assert len(queries.waiting_credits()) == 1
    decide("Landlord", note="The deposit")
    assert queries.waiting_credits() == []
    assert queries.meter_now().raised_minor == 5500
    assert read_in(desk, lines).status_code == 302
    assert queries.meter_now().raised_minor == 5500
    assert queries.reconciled().is_clean
    assert checks.find_differences() == []


def carried(page) -> dict[str, str]:
    """What the question for columns brings back with it."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("name", "content")}


def test_columns_that_are_not_understood_are_asked_for_and_remembered(desk, pledge):
    gift = pledge(2000)
    first = f"Quando;Quanto;Chi\n20.11.2026;20,00;{gift.reference}\n"
    page = read_in(desk, first)
    assert "Which column is which?" in words(page)
    assert "20.11.2026" in words(page)
    answer = desk.post(
        f"{DESK}statements/columns/",
        {**carried(page), "day": "Quando", "amount": "Quanto", "text": "Chi"},
    )
    assert answer.status_code == 302
    gift.refresh_from_db()
    assert gift.state == State.SETTLED
    second = "Altro;Quanto;Chi;Quando\nx;5,00;hello;21.11.2026\n"
    assert read_in(desk, second).status_code == 302
    assert [one.credit.amount_minor for one in queries.waiting_credits()] == [500]


def test_what_is_guessed_can_be_corrected(desk, campaign):
    text = "Date;Value date;Amount;Name\n2026-11-20;2026-11-21;3;Ada\n"
    page = read_in(desk, text, choose="on")
    assert page.context["form"]["day"].value() == "Date"
    wishes = {**carried(page), "day": "Value date", "amount": "Amount", "payer": "Name"}
    desk.post(f"{DESK}statements/columns/", wishes)
    [one] = queries.waiting_credits()
    assert (f"{one.credit.booked_on}", one.credit.payer) == ("2026-11-21", "Ada")


def test_a_statement_that_is_not_understood_says_why(desk, campaign):
    page = read_in(desk, "a;b\n2026-11-20;x\n")
    wishes = carried(page)
    page = desk.post(f"{DESK}statements/columns/", {**wishes, "day": "a", "amount": "b"})
    assert "cannot be read" in words(page)
    assert carried(page) == wishes
    page = desk.post(f"{DESK}statements/columns/", {**wishes, "day": "a", "amount": "Elsewhere"})
    assert "not one of the available choices" in words(page)
    lost = desk.post(
        f"{DESK}statements/columns/", {"day": "a", "content": "no base64"}, follow=True
    )
    assert "choose it once more" in words(lost)
    assert queries.waiting_credits() == []
