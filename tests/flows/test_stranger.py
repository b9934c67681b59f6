"""Somebody tries stolen cards through the form. Card payments pause; whoever is honest still gives.

The thief has many addresses, as thieves do, and the newsroom its usual limits.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Live, eventually
from tests.flows.test_givers import pay, sound, wait_until_arrived
from tests.flows.test_letters import letters_to, text_of
from tests.stand_in.client import StandIn

DORA = "dora@readers.example"
VISITS = 6
CARDS_A_VISIT = 2
"""Twelve declined cards in all; ten within ten minutes pause card payments."""
PAUSED = "somebody is trying stolen cards"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])

Open = Callable[..., Page]
_addresses = itertools.count(1)
_cards = itertools.count(5555_0000_0000_0000)


@pytest.fixture(scope="module")
def somebody(cards: Live, browser: Browser) -> Callable:
    """Opens a window of somebody with an address of their own: `with somebody(javascript=…)`."""

    @contextmanager
    def opened(*, javascript: bool) -> Iterator[Page]:
        context = browser.new_context(
            base_url=cards.url,
            java_script_enabled=javascript,
            viewport={"width": 1280, "height": 900},
            extra_http_headers={"X-Forwarded-For": f"10.7.{next(_addresses)}.1"},
        )
        context.set_default_timeout(15_000)
        yield context.new_page()
        context.close()

    return opened


def choose_card(page: Page, amount: str, email: str, name: str = "") -> None:
    page.goto("/support/")
    page.get_by_label("Your own amount").fill(amount)
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Name").fill(name)
    go_on(page)


def go_on(page: Page) -> None:
    """Send the form, and the step between where there is no script."""
    page.get_by_role("button", name="Give").click()
    page.wait_for_load_state()
    if page.get_by_role("button", name=re.compile("^Yes, give")).is_visible():
        page.get_by_role("button", name=re.compile("^Yes, give")).click()


def try_card(page: Page) -> None:
    """A card of the thief's list, which the bank declines."""
    expect(page).to_have_title("Stand-in Checkout")
    page.get_by_label("Card number").fill(str(next(_cards)))
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_text("Your card was declined.")).to_be_visible()


@pytest.fixture(scope="module")
def attacked(cards: Live, stripe: StandIn, somebody) -> Live:
    """A newsroom to which Dora gave, and where a thief then tried cards until it paused."""
    with somebody(javascript=True) as page:
        choose_card(page, "25", DORA, "Dora Maar")
        pay(page, stripe, cards)
        wait_until_arrived(page)
    for visit in range(VISITS):
        with somebody(javascript=visit % 2 == 0) as page:
            choose_card(page, "1", f"thief{visit}@throwaway.example")
            for _ in range(CARDS_A_VISIT):
                try_card(page)
    stripe.do("deliver", to=f"{cards.url}/webhooks/stripe/")

    def is_paused() -> bool:
        with somebody(javascript=False) as page:
            choose_card(page, "1", "thief@throwaway.example")
            page.wait_for_load_state()
            return PAUSED in page.locator("body").inner_text()

    eventually(is_paused, seconds=30)
    return cards


@BOTH
def test_the_thief_reaches_no_card_any_more_and_is_offered_the_bank(
    attacked, stripe, somebody, javascript
):
    before = len(stripe.objects("checkout.session"))
    for visit in range(8):
        with somebody(javascript=javascript) as page:
            choose_card(page, "1", f"again{visit}@throwaway.example")
            expect(page.locator("main")).to_contain_text(PAUSED)
            expect(page.get_by_role("radio", name=re.compile("^Bank"))).to_be_checked()
            expect(page.get_by_label("E-mail")).to_have_value(f"again{visit}@throwaway.example")
            if javascript and not visit:
                sound(page)
    assert len(stripe.objects("checkout.session")) == before
    assert not letters_to(attacked, "again0@throwaway.example")


@BOTH
def test_an_honest_stranger_gives_by_transfer_at_once(attacked, somebody, javascript):
    with somebody(javascript=javascript) as page:
        choose_card(page, "30", "hana@readers.example")
        expect(page.locator("main")).to_contain_text(PAUSED)
        expect(page.get_by_label("Your own amount")).to_have_value("30")
        go_on(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. One step is left.")
        expect(page.locator(".transfer")).to_contain_text("RF")


@BOTH
def test_who_gave_before_goes_on_with_the_card_from_a_letter(
    attacked, stripe, somebody, javascript
):
    def links() -> list[str]:
        found = []
        for letter in letters_to(attacked, DORA):
            found += re.findall(r"/support/gifts/\S+?key=[\w:%.-]+", text_of(letter))
        return found

    known = len(links())
    with somebody(javascript=javascript) as page:
        choose_card(page, "35", DORA)
        # The same words as for the thief: nobody learns here who gave.
        expect(page.locator("main")).to_contain_text(PAUSED)
        eventually(lambda: len(links()) > known, seconds=60)
        page.goto(links()[-1])
        page.get_by_role("button", name="Go on to the payment").click()
        pay(page, stripe, attacked)
        wait_until_arrived(page)
        expect(page.locator("main")).to_contain_text("35\u00a0€")


def test_a_stranger_finds_no_donor_on_any_public_page(attacked, stripe, somebody):
    month = attacked.get("/api/v1/meter/")["deadline_on"][:7]
    outside = [one["id"] for one in stripe.do("objects") if one["object"] != "event"]
    secrets = ["Dora", "Maar", "readers.example", "throwaway.example", *outside]
    with somebody(javascript=False) as page:
        for address in (
            *("/", "/support/", "/support/record/", f"/support/{month}/"),
            *(f"/support/{month}.json", f"/support/{month}.csv", "/support/record.csv"),
            *("/support/yours/", "/support/remind/", "/search/?q=Maar", "/feed.xml"),
            *("/feed.json", "/sitemap.xml", "/api/v1/meter/", "/api/v1/openapi.json"),
            *("/healthz", "/readyz"),
        ):
            answer = page.request.get(address)
            assert answer.status == 200, address
            # What was searched for is repeated on the page.
            told = [one for one in secrets if one not in address and one in answer.text()]
            assert told == [], address


def test_the_books_are_in_order_after_all_that(attacked):
    ran = attacked.command("check", "--json")
    assert ran.returncode == 0, ran.stdout
