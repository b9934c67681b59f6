"""What a treasurer does: finds the gift of a transfer, gives money back, sees a month closed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Live, eventually
from tests.flows.test_givers import pay, wait_until_arrived

BOTH = pytest.mark.parametrize("window", [True, False], indirect=True, ids=["js", "no-js"])


def has_script(request) -> bool:
    return "no-js" not in request.node.callspec.id


def choose(page: Page, way: str, amount: str, email: str) -> None:
    """Fill the form in and go on; the step between comes where there is no script."""
    page.goto("/support/")
    page.get_by_label("Your own amount").fill(amount)
    page.get_by_role("radio", name=re.compile(f"^{way}")).check()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Give").click()
    page.wait_for_load_state()
    if page.get_by_role("button", name=re.compile("^Yes, give")).is_visible():
        page.get_by_role("button", name=re.compile("^Yes, give")).click()


def reference_on(page: Page) -> str:
    row = page.locator(".transfer-row", has_text="Reference")
    return row.locator("dd").inner_text()


def at_the_desk(window, cards: Live) -> Page:
    """Another page of the same window, signed in by a one-time link."""
    page = window.new_page()
    page.goto(cards.sign_in_link())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    return page


def read_statement(desk: Page, *rows: str) -> None:
    """Hand a bank's file in at the desk."""
    text = "Booking date;Amount;Payer;Reference\n" + "".join(f"{row}\n" for row in rows)
    desk.goto("/desk/support/statements/")
    desk.locator("input[type=file]").set_input_files(
        {"name": "account.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    desk.get_by_role("button", name="Read it in").click()


def raised(cards: Live) -> int:
    return cards.get("/api/v1/meter/")["raised_minor"]


@BOTH
def test_credits_of_a_statement_find_their_gifts(window, cards, request):
    cents = "31" if has_script(request) else "32"
    before = raised(cards)
    with_reference = window.new_page()
    choose(with_reference, "Bank", f"41.{cents}", "dora@readers.example")
    reference = reference_on(with_reference)
    without = window.new_page()
    choose(without, "Bank", f"52.{cents}", "dora@readers.example")
    expect(without.get_by_role("heading", level=1)).to_have_text("Thank you. One step is left.")

    desk = at_the_desk(window, cards)
    today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
    read_statement(
        desk,
        f"{today};41,{cents};D. Quay;{reference}",
        f"{today};52,{cents};D. Quay;for the harbour",
        f"{today};63,{cents};M. Pier;because I like it",
        f"{today};74,{cents};Tax office;given back {cents}",
    )
    expect(desk.locator(".messages")).to_contain_text("4 new credits, 1 matched by reference")
    with_reference.reload()
    expect(with_reference.get_by_role("heading", level=1)).to_contain_text("has arrived")

    row = desk.locator("tr", has_text=f"52.{cents}")
    row.get_by_role("button", name=re.compile(f"^52.{cents}")).click()
    expect(desk.locator(".messages")).to_contain_text("Matched and booked.")
    without.reload()
    expect(without.get_by_role("heading", level=1)).to_contain_text("has arrived")

    row = desk.locator("tr", has_text="because I like it").filter(has_text=f"63.{cents}")
    row.get_by_role("button", name="A gift that nobody announced").click()
    row = desk.locator("tr", has_text=f"given back {cents}")
    row.get_by_label("No gift, because").fill("Tax of last year")
    row.get_by_role("button", name="Set aside").click()
    expect(desk.locator("main")).to_contain_text("Every credit has its gift.")

    added = sum(amount * 100 + int(cents) for amount in (41, 52, 63))
    eventually(lambda: raised(cards) == before + added)

    # The same lines in a later file are known again.
    read_statement(desk, f"{today};52,{cents};D. Quay;for the harbour")
    expect(desk.locator(".messages")).to_contain_text("0 new credits, 0 matched")
    assert raised(cards) == before + added


@BOTH
def test_a_card_gift_is_given_back_in_part_and_then_whole(window, cards, stripe):
    before = raised(cards)
    page = window.new_page()
    choose(page, "Card", "20", "dora@readers.example")
    pay(page, stripe, cards)
    wait_until_arrived(page)
    eventually(lambda: raised(cards) == before + 2000)

    desk = at_the_desk(window, cards)
    desk.goto("/desk/support/gifts/?q=dora@readers.example&gateway=stripe")
    desk.locator(".support-gifts tbody a").first.click()
    for amount, said, left in (("5", "5\u00a0€ is given back", 1500), ("15", "20\u00a0€ is", 0)):
        desk.get_by_role("link", name="Give money back").click()
        if amount == "15":
            desk.get_by_label("Amount to give back").fill("15.01")
            desk.get_by_label("Why?").fill("Too much")
            desk.get_by_role("button", name="Give it back").click()
            expect(desk.locator("main")).to_contain_text("At most 15\u00a0€")
        desk.get_by_label("Amount to give back").fill(amount)
        desk.get_by_label("Why?").fill("Asked for by the donor")
        desk.get_by_role("button", name="Give it back").click()
        expect(desk.locator(".support-desk")).to_contain_text("Asked for by the donor")
        eventually(lambda wanted=before + left: raised(cards) == wanted)
        page.reload()
        expect(page.locator("main")).to_contain_text(said)
        desk.reload()
    assert [one["amount"] for one in stripe.objects("refund")[-2:]] == [500, 1500]
    stripe.do("deliver", to=f"{cards.url}/webhooks/stripe/")
    ran = cards.command("check", "--json")
    assert ran.returncode == 0, ran.stdout


@BOTH
def test_a_month_that_is_over_is_closed_and_takes_what_was_found_late(window, cards, request):
    """A month closes by itself. A transfer of its last day that is read in later belongs to it."""
    cents = 9150 if has_script(request) else 9250
    last = datetime.now(tz=UTC).replace(day=1) - timedelta(days=1)
    address = f"/support/{last:%Y-%m}"
    earlier, this_month = received_in(window, address), raised(cards)
    desk = at_the_desk(window, cards)
    read_statement(desk, f"{last:%Y-%m-%d};{cents / 100:.2f};Q. Late;greetings from last month")
    row = desk.locator("tr", has_text="greetings from last month")
    row.get_by_role("button", name="A gift that nobody announced").click()
    expect(desk.locator(".messages")).to_contain_text("Booked")

    reader = window.new_page()
    assert reader.goto(f"{address}/").status == 200
    expect(reader.locator(".month-kind")).to_contain_text("closed")
    expect(reader.locator("main")).to_contain_text("The month is over.")
    shown = f"{(earlier + cents) / 100:.2f}".removesuffix(".00")
    expect(reader.locator("main")).to_contain_text(f"{shown}\u00a0€")
    expect(reader.locator("main")).not_to_contain_text("Q. Late")
    assert received_in(window, address) == earlier + cents
    assert raised(cards) == this_month
    desk.goto(f"/desk/support/figures/?month={last:%Y-%m}")
    expect(desk.locator("#month")).to_contain_text(f"{last:%B %Y}")
    expect(desk.locator(".support-desk")).to_contain_text(f"{shown}\u00a0€")


def received_in(window, address: str) -> int:
    """What a closed month says for machines; nothing where there is no such month yet."""
    answer = window.request.get(f"{address}.json")
    if answer.status == 404:
        return 0
    [report] = answer.json()["reports"]
    assert report["closed"] is True
    return report["received_minor"]
