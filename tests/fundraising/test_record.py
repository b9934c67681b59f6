"""The public record: amounts without people, in shuffled batches."""

import hashlib
import re
from datetime import UTC, datetime

import pytest

from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.models import AppendOnly, Proof, RecordLine

RECORD = "/support/record/"


@pytest.fixture
def receive(pledge, clock):
    """Books gifts: `receive(2000, 3000)`."""

    def settle(*amounts: int):
        return [
            actions.settle_gift(gift=pledge(amount), amount_minor=amount, settled_at=clock.at)
            for amount in amounts
        ]

    return settle


FIVE = (1000, 2000, 3000, 4000, 5000)


def test_fewer_than_five_wait(receive, clock, client):
    receive(*FIVE[:4])
    clock.advance(days=2)
    assert actions.extend_record() == 0
    html = client.get(RECORD).content.decode()
    assert "Nothing is in the record yet" in html


def test_lines_come_the_next_day(receive, clock):
    receive(*FIVE)
    assert actions.extend_record() == 0
    clock.advance(days=1)
    assert actions.extend_record() == 5
    assert actions.extend_record() == 0
    assert [line.number for line in RecordLine.objects.all()] == [1, 2, 3, 4, 5]


def test_order_tells_nothing(receive, clock):
    receive(*range(1000, 5000, 100))
    clock.advance(days=1)
    actions.extend_record()
    order = list(RecordLine.objects.values_list("transaction_id", flat=True))
    assert order != sorted(order)


def test_the_record_adds_up_to_the_meter(receive, clock, client):
    gifts = receive(*FIVE, 6000)
    actions.correct_gift(gift=gifts[0], reason="counted twice", by=None)
    clock.advance(days=1)
    assert actions.extend_record() == 7
    items = client.get("/support/record.json").json()["items"]
    assert sum(item["amount_minor"] for item in items) == queries.meter_now().raised_minor
    rows = b"".join(client.get("/support/record.csv").streaming_content).decode().splitlines()
    assert len(rows) == 8
    assert checks.find_differences() == []


def test_a_donor_finds_the_line(receive, clock, donor):
    gift = receive(*FIVE)[2]
    code = actions.prove(gift.transactions.get()).code
    assert donor.client.post(f"{RECORD}find/", {"code": code}).status_code == 404
    clock.advance(days=1)
    actions.extend_record()
    page = donor.client.post(f"{RECORD}find/", {"code": f" {code.upper()} "})
    line = RecordLine.objects.get(transaction__gift=gift)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert f"#line-{line.number}" in page.content.decode()
    assert line.seal == hashlib.sha256(code.encode()).hexdigest()


def test_a_forgotten_code_leaves_the_line(receive, clock):
    gift = receive(*FIVE)[0]
    clock.advance(days=1)
    actions.extend_record()
    actions.forget_proofs(gift)
    assert RecordLine.objects.filter(transaction__gift=gift).exists()
    with pytest.raises(Proof.DoesNotExist):
        actions.prove(gift.transactions.get())


def test_pages(receive, clock, client, monkeypatch):
    monkeypatch.setattr("broadsheet.fundraising.queries.record.LINES_A_PAGE", 4)
    receive(*FIVE, *FIVE)
    clock.advance(days=1)
    actions.extend_record()
    assert numbers(client.get(RECORD)) == [10, 9, 8, 7]
    assert numbers(client.get(f"{RECORD}?page=3")) == [2, 1]
    assert client.get(f"{RECORD}?page=4").status_code == 404
    assert client.get(f"{RECORD}?page=x").status_code == 404
    assert client.get("/support/record.json?page=2").json()["items"][0]["number"] == 6


def numbers(page) -> list[int]:
    return [int(found) for found in re.findall(r'id="line-(\d+)"', page.content.decode())]


def test_what_waits_is_said(receive, clock, client):
    receive(*FIVE)
    clock.advance(days=1)
    actions.extend_record()
    receive(700)
    html = client.get(RECORD).content.decode()
    assert "1 booking is on the meter and waits" in html


def test_lines_are_never_changed(receive, clock):
    receive(*FIVE)
    clock.advance(days=1)
    actions.extend_record()
    with pytest.raises(AppendOnly):
        RecordLine.objects.update(number=9)


def test_samples_come_with_a_record_and_take_it_along(sample_newsroom, clock):
    actions.ensure_campaign(goal_minor=500_000, currency="USD")
    month = queries.meter_now().month
    actions.record_sample_gifts(total_minor=218_000, count=61, month=month)
    assert queries.record_page().count == 61
    actions.remove_sample_gifts()
    assert queries.record_page().count == 0
    assert not Proof.objects.exists()


def test_play_money_is_not_in_it(receive, pledge, clock, settings):
    settings.DEVELOPMENT = True
    gifts = [pledge(2000, gateway="test") for _ in range(6)]
    for gift in gifts:
        actions.settle_gift(
            gift=gift, amount_minor=2000, settled_at=datetime(2026, 11, 2, tzinfo=UTC)
        )
    clock.advance(days=1)
    assert actions.extend_record() == 0
