"""Whoever gives, and whoever counts it: by transfer and by card, once and monthly."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Live, eventually
from tests.flows.test_access import AXE_OPTIONS
from tests.flows.test_letters import letters_to, text_of
from tests.stand_in.client import StandIn

DORA = "dora@readers.example"


def sound(page: Page) -> None:
    """Whether axe has nothing to say of a page."""
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


# By transfer, in the sample -------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_a_donor_gives_by_transfer(visit, javascript):
    page = visit(javascript=javascript, width=360).page
    page.goto("/support/")
    page.get_by_label("20 $", exact=True).check()
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name="Give").click()
    if not javascript:
        expect(page.locator(".confirm-sum")).to_contain_text("once")
        page.get_by_role("button", name=re.compile("^Yes, give")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. One step is left.")
    expect(page.locator(".transfer")).to_contain_text("RF")
    if javascript:
        sound(page)


def test_the_keyboard_is_enough(visit):
    page = visit().page
    page.goto("/support/")
    page.get_by_label("5 $", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("10 $", exact=True)).to_be_checked()
    page.get_by_role("button", name="Give").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".transfer")).to_contain_text("10\u00a0$")


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_pretends_to_pay(visit, javascript):
    """In the sample, to try the way: it never shows on the meter."""
    page = visit(javascript=javascript).page
    before = page.request.get("/api/v1/meter/").json()["raised_minor"]
    page.goto("/support/")
    page.get_by_label("50 $", exact=True).check()
    page.get_by_label("Test payment").check()
    page.get_by_role("button", name="Give").click()
    if not javascript:
        page.get_by_role("button", name=re.compile("^Yes, give")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pretend to pay 50\u00a0$")
    if javascript:
        sound(page)
    page.get_by_role("button", name="Pretend to pay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your gift has arrived.")
    expect(page.locator(".test-mark")).to_be_visible()
    if javascript:
        sound(page)
    assert page.request.get("/api/v1/meter/").json()["raised_minor"] == before


def test_a_stranger_learns_nothing(visit):
    page = visit(javascript=False).page
    page.goto("/support/yours/")
    page.get_by_label("E-mail").fill("somebody@else.example")
    page.get_by_role("button", name="Mail me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look into your mail")
    assert page.goto("/support/yours/MQ:forged/").status == 404
    assert page.goto("/support/gifts/nobodys/").status == 404


def test_the_treasurer_confirms_gives_back_and_looks_it_up(live: Live, browser: Browser, visit):
    donor = visit(javascript=False).page
    donor.goto("/support/")
    donor.get_by_label("Your own amount").fill("77")
    donor.get_by_label("E-mail").fill(DORA)
    donor.get_by_role("button", name="Give").click()
    donor.get_by_role("button", name=re.compile("^Yes, give")).click()
    reference = donor.locator(".transfer-row", has_text="Reference").locator("dd").inner_text()

    context = browser.new_context(base_url=live.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    desk = context.new_page()
    desk.goto(live.sign_in_link())
    desk.get_by_role("button", name="Sign in").click()
    desk.goto("/desk/support/")
    desk.get_by_role("searchbox", name="Reference, amount, name or e-mail").fill(reference)
    desk.locator(".support-filters").get_by_role("button").click()
    desk.get_by_role("link", name="Confirm transfer").click()
    desk.get_by_role("button", name="Go on").click()
    desk.get_by_role("button", name=re.compile("^Yes, book")).click()

    donor.reload()
    expect(donor.get_by_role("heading", level=1)).to_have_text("Thank you. Your gift has arrived.")
    answer = donor.request.get(
        donor.get_by_role("link", name="Receipt as PDF").get_attribute("href")
    )
    assert answer.body().startswith(b"%PDF-")

    desk.goto("/desk/support/gifts/?q=77")
    desk.locator(".support-gifts tbody a").first.click()
    desk.get_by_role("link", name="Give money back").click()
    desk.get_by_label("Amount to give back").fill("7")
    desk.get_by_label("Why?").fill("Sent too much.")
    desk.get_by_role("button", name="Give it back").click()
    expect(desk.locator(".support-desk")).to_contain_text("Sent too much.")
    donor.reload()
    expect(donor.locator("main")).to_contain_text("7\u00a0$ is given back")
    desk.goto("/desk/support/figures/")
    expect(desk.locator(".support-desk")).to_contain_text("Refunded or taken back")
    context.close()


# By card, in a newsroom of its own --------------------------------------------------------------


def pay(page: Page, stripe: StandIn, cards: Live, card: str = "4242 4242 4242 4242") -> None:
    """Fill the checkout in; what happened is told to the newsroom a moment later."""
    expect(page).to_have_title("Stand-in Checkout")
    page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name="Pay").click()
    page.wait_for_load_state()
    stripe.do("deliver", to=f"{cards.url}/webhooks/stripe/")


def wait_until_arrived(page: Page) -> None:
    """Until the gift’s own page says so; the page is asked beside the window, which may be about
    to load it again by itself.
    """
    address = page.url.partition("?")[0]
    eventually(lambda: "Your gift has arrived" in page.request.get(address).text())
    page.goto(address)


@pytest.mark.parametrize("window", [True, False], indirect=True, ids=["js", "no-js"])
def test_a_donor_gives_by_card_and_covers_the_fee(window, cards, stripe, request):
    has_script = "no-js" not in request.node.callspec.id
    page = window.new_page()
    page.goto("/support/")
    page.get_by_label("20 €", exact=True).check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_role("checkbox", name=re.compile("^Add the card fee")).check()
    if has_script:
        expect(page.locator("[data-cover-sum]")).to_have_text(
            "0.91\u00a0€ for the card, 20.91\u00a0€ together"
        )
        sound(page)
    page.get_by_role("button", name="Give").click()
    if not has_script:
        expect(page.locator("main")).to_contain_text("0.91\u00a0€ covers the card fee")
        page.get_by_role("button", name=re.compile("^Yes, give")).click()
    pay(page, stripe, cards)
    wait_until_arrived(page)
    expect(page.locator("main")).to_contain_text("20.91\u00a0€")
    if has_script:
        sound(page)
    assert window.cookies() == []


def test_the_last_page_before_the_checkout_is_sound(window, stripe):
    """It leads on at once; here the checkout has nothing to show, so the page stays."""
    page = window.new_page()
    page.route(f"{stripe.address}/**", lambda route: route.fulfill(status=204))
    page.goto("/support/")
    page.get_by_label("5 €", exact=True).check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_role("button", name="Give").click()
    link = page.locator(f"main a[href^='{stripe.address}']")
    expect(link).to_be_visible()
    sound(page)


def test_who_comes_back_too_early_is_told_not_to_pay_again(window, cards, stripe):
    page = window.new_page()
    page.goto("/support/")
    page.get_by_label("5 €", exact=True).check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_role("button", name="Give").click()
    expect(page).to_have_title("Stand-in Checkout")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We are checking")
    expect(page.locator("main")).to_contain_text("please do not pay again")
    page.wait_for_url("**/?looked")  # once, by itself: the gateway was asked meanwhile
    sound(page)
    page.get_by_role("button", name="Go on to pay").click()
    pay(page, stripe, cards)
    wait_until_arrived(page)


@pytest.mark.parametrize("window", [True, False], indirect=True, ids=["js", "no-js"])
def test_who_comes_back_before_the_notice_is_told_within_seconds(window, stripe):
    page = window.new_page()
    page.goto("/support/")
    page.get_by_label("5 €", exact=True).check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_role("button", name="Give").click()
    if page.get_by_role("button", name=re.compile("^Yes, give")).is_visible():
        page.get_by_role("button", name=re.compile("^Yes, give")).click()
    expect(page).to_have_title("Stand-in Checkout")
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.get_by_role("button", name="Pay").click()
    # No notice is sent at all.
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your gift has arrived.")


def link_from_mail(cards: Live, email: str) -> str:
    """The link to a donor's own page in the newest letter to them in the data folder."""
    found: list[str] = []

    def look() -> bool:
        for letter in letters_to(cards, email):
            found.extend(re.findall(r"/support/yours/[\w:.-]+/", text_of(letter)))
        return bool(found)

    eventually(look, seconds=60)
    return found[-1]


@pytest.mark.parametrize("window", [True, False], indirect=True, ids=["js", "no-js"])
def test_a_monthly_gift_is_changed_paused_stopped_and_its_donor_forgotten(
    window, cards, stripe, request
):
    has_script = "no-js" not in request.node.callspec.id
    email = f"dora-{request.node.callspec.id}@readers.example"
    page = window.new_page()
    page.goto("/support/")
    page.get_by_label("Each month").first.check()
    page.get_by_label("15 € a month").check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Give").click()
    expect(page.locator("main")).to_contain_text("The next one is on")
    page.get_by_role("button", name=re.compile("each month$")).click()
    pay(page, stripe, cards)
    wait_until_arrived(page)

    page.goto("/support/yours/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Mail me the link").click()
    page.goto(link_from_mail(cards, email))
    expect(page.locator(".own-pledge")).to_contain_text("15\u00a0€ a month")
    if has_script:
        sound(page)
    page.get_by_role("link", name="Change the amount").click()
    page.get_by_label(re.compile("^Each month")).fill("8")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".own-pledge")).to_contain_text("8\u00a0€ a month")
    page.get_by_role("link", name="Pause").click()
    page.get_by_role("button", name="Do so").click()
    expect(page.locator(".own-pledge")).to_contain_text("Paused until")

    page.get_by_role("link", name="Stop it").click()
    page.get_by_role("button", name="Yes, stop it").click()
    expect(page.locator(".own-pledge")).to_contain_text("Nothing is charged any more")

    page.get_by_role("link", name="Forget me").click()
    if has_script:
        sound(page)
    page.get_by_role("button", name="Yes, forget me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forgotten")
