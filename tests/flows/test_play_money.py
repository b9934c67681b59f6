"""Play money on a bad day, on a real server: what the seed does to the first gifts is known."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Live, eventually, start, stop


@pytest.fixture(scope="module")
def stormy(set_up) -> Iterator[Live]:
    """A newsroom in development whose play money goes wrong."""
    data = set_up("storm")
    found = start(data, BROADSHEET_DEBUG="1", BROADSHEET_PLAY_MONEY_SEED="storm")
    yield found
    status = stop(found)
    shutil.rmtree(data.parent, ignore_errors=True)
    assert status == 0, "\n".join(found.lines)


def pretend(page: Page) -> None:
    page.goto("/support/")
    page.get_by_label("20 €", exact=True).check()
    page.get_by_role("radio", name="Test payment").check()
    page.get_by_role("button", name="Give").click()
    page.get_by_role("button", name="Pretend to pay").click()
    page.wait_for_url("**/support/gifts/**")


def test_the_first_gifts_go_wrong_as_the_seed_says(stormy: Live, browser: Browser):
    context = browser.new_context(base_url=stormy.url)
    context.set_default_timeout(15_000)
    page = context.new_page()

    pretend(page)  # TEST0001: its notices come twice
    address = page.url.partition("?")[0]
    eventually(lambda: "Your gift has arrived" in page.request.get(address).text())
    page.goto(address)
    expect(page.locator("main")).to_contain_text("TEST0001")

    pretend(page)  # TEST0002: its outcome is unknown for a minute and a half
    expect(page.get_by_role("heading", level=1)).to_have_text("We are checking")
    expect(page.locator("main")).to_contain_text("please do not pay again")
    page.wait_for_url("**/?looked")
    expect(page.get_by_role("heading", level=1)).to_have_text("We are checking")

    pretend(page)  # TEST0003: nothing goes wrong
    address = page.url.partition("?")[0]
    eventually(lambda: "Your gift has arrived" in page.request.get(address).text())
    assert stormy.get("/api/v1/meter/")["raised_minor"] == 0
    context.close()
    ran = stormy.command("check", "--json")
    assert ran.returncode == 0, ran.stdout
