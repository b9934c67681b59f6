"""Every page of donors, in every state a gift can be in, is sound in light and dark."""

import json
import re
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.flows.conftest import Live, start, stop
from tests.flows.test_access import AXE_OPTIONS
from tests.stand_in import client

GIFTS = """
import json
from datetime import timedelta
from broadsheet.core import clock, links
from broadsheet.fundraising import actions, gateways, letters
from broadsheet.fundraising.models import Campaign, Donor, Gift, GiftEvent, Pledge, Reminder, State
dora, now, addresses = "dora@readers.example", clock.now(), {}

def gift(name, gateway="bank", **changes):
    wish = {"amount_minor": 2000, "currency": "EUR", "gateway": "bank", "email": dora}
    found = actions.start_gift(**wish).gift
    Gift.objects.filter(pk=found.pk).update(gateway=gateway, **changes)
    found.refresh_from_db()
    addresses[name] = gateways.gift_path(found)
    return found

def settled(name):
    found = gift(name)
    return actions.settle_gift(gift=found, amount_minor=2000, settled_at=now)

gift("transfer is awaited")
for state in (State.STARTED, State.PENDING, State.FAILED, State.CANCELLED, State.QUESTIONED):
    gift(f"card {state.label}", gateway="stripe", state=state)
waits = gift("card, by letter", gateway="stripe", waits_for_letter=True)
addresses["the link of the letter"] = letters.go_on_path(waits)
settled("arrived")
for number in range(4):  # with the one before they fill a batch of the public record
    settled(f"arrived, {number}")
actions.add_lines(recorded_before=clock.now() + timedelta(seconds=1))
refunded = settled("given back in part")
Gift.objects.filter(pk=refunded.pk).update(refunded_minor=500)
corrected = settled("taken back")
Gift.objects.filter(pk=corrected.pk).update(state=State.CORRECTED, corrected_at=now)
donor = Donor.objects.get(email=dora)
key = links.sign(letters.DONOR_LINK, donor.pk)
own = addresses["own page"] = f"/support/yours/{key}/"
for number, state in enumerate(Pledge.State):
    Pledge.objects.create(token=f"pledge-{number}", gateway="stripe", book="live", state=state,
        donor=donor, amount_minor=1500, currency="EUR", gateway_ref=f"sub_{number}",
        started_at=now, next_charge_at=now + timedelta(days=9),
        paused_until=now + timedelta(days=40) if state == "paused" else None)
for act in ("change", "pause", "end"):
    addresses[act] = f"{own}pledge-1/{act}/"
addresses["forget me"] = f"{own}erase/"
actions.ask_reminder(email=dora, due_at=now + timedelta(days=30))
addresses["reminder"] = f"/support/remind/{Reminder.objects.get().token}/"
for name in ("support", "yours", "remind", "record"):
    path = "" if name == "support" else f"{name}/"
    addresses[name] = f"/support/{path}"
month = clock.month_of(now)
addresses["month"] = f"/support/{month.key}/"
before, dora = month.previous(), ""
Campaign.objects.create(currency="USD", opened_at=before.starts_at, is_open=False)
for number in range(12):
    found = gift("in another currency", currency=("USD", "EUR")[number % 2])
    actions.settle_gift(gift=found, amount_minor=2000, settled_at=before.starts_at)
addresses["month of two currencies"] = f"/support/{before.key}/"
print(json.dumps(addresses))
"""
SOMEBODY_ELSE = """
from broadsheet.core import links
from broadsheet.fundraising import actions, letters
wish = {"amount_minor": 2000, "currency": "EUR", "gateway": "bank", "email": "erna@readers.example"}
donor = actions.start_gift(**wish).gift.donor
print(f"/support/yours/{links.sign(letters.DONOR_LINK, donor.pk)}/erase/")
"""


@pytest.fixture(scope="module")
def newsroom(set_up) -> Iterator[Live]:
    """A newsroom that takes cards, with one gift in each state; nobody answers for Stripe."""
    data = set_up("donors")
    found = start(
        data,
        BROADSHEET_STRIPE_SECRET_KEY=client.KEY,
        BROADSHEET_STRIPE_WEBHOOK_SECRET=client.SECRET,
        BROADSHEET_STRIPE_API_BASE="http://127.0.0.1:9",
    )
    yield found
    stop(found)
    shutil.rmtree(data.parent, ignore_errors=True)


@pytest.fixture(scope="module")
def addresses(newsroom: Live) -> dict[str, str]:
    """The page of each state."""
    ran = newsroom.command("manage", "shell", "-v", "0", "-c", GIFTS)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture
def page(newsroom: Live, browser: Browser) -> Iterator[Page]:
    """A small window."""
    context = browser.new_context(
        base_url=newsroom.url, viewport={"width": 360, "height": 740}, java_script_enabled=True
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def complaints(page: Page, name: str) -> list[str]:
    """What axe says of a page in light and dark, and whether it sticks out."""
    said = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=AXE_OPTIONS)
        if found.violations_count:
            said.append(f"{name}, {scheme}: {found.generate_report()}")
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        said.append(f"{name} sticks out at 360 pixels")
    return said


def test_every_page_in_every_state_is_sound(page, addresses):
    said = []
    for name, address in addresses.items():
        answer = page.goto(address)
        if answer.status != 200:
            said.append(f"{name}: {answer.status}")
        said += complaints(page, name)
    assert said == []


def test_the_steps_between_are_sound(page, addresses):
    said = []
    page.goto("/support/")
    page.get_by_label("Your own amount").fill("many")
    page.get_by_label("E-mail").fill("nobody@readers.example")
    page.get_by_role("button", name="Give").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    said += complaints(page, "form with errors")
    page.get_by_label("Your own amount").fill("12")
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_role("button", name="Give").click()
    expect(page.get_by_text("Card payments cannot be reached").first).to_be_visible()
    said += complaints(page, "the gateway is down")
    page.goto("/support/")
    page.get_by_label("Each month").first.check()
    page.get_by_label("15 € a month").check()
    page.get_by_role("radio", name=re.compile("^Card")).check()
    page.get_by_label("E-mail").fill("nobody@readers.example")
    page.get_by_role("button", name="Give").click()
    expect(page.locator("main")).to_contain_text("The next one is on")
    said += complaints(page, "confirm")
    for address in ("/support/yours/", "/support/remind/"):
        page.goto(address)
        page.get_by_label("E-mail").fill("nobody@readers.example")
        page.locator("main form button").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("mail")
        said += complaints(page, f"sent from {address}")
    assert said == []


@pytest.mark.parametrize("month", ["month", "month of two currencies"])
def test_open_details_of_the_month_are_sound(page, addresses, month):
    page.goto(addresses[month])
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert complaints(page, f"{month}, all open") == []


def test_each_currency_of_a_month_has_its_own_parts(page, addresses):
    page.goto(addresses["month of two currencies"])
    assert page.locator("main h2, main h3").all_text_contents() == [
        *("Day by day", "Small and large"),
        *("USD", "Day by day, USD", "Small and large, USD"),
    ]


CLICKS = [
    # page, field, what is typed, button, status
    ("card waiting for the money", "", "", "Go on to pay", 503),
    ("card not paid", "", "", "Try once more", 503),
    ("the link of the letter", "", "", "Go on to the payment", 503),
    ("own page", "", "", "Another card", 503),
    ("change", "Each month", "many", "Change it", 422),
    ("change", "Each month", "8", "Change it", 503),
    ("pause", "", "", "Do so", 503),
    ("end", "", "", "Yes, stop it", 503),
    ("forget me", "", "", "Yes, forget me", 503),
    ("yours", "E-mail", "", "Mail me the link", 422),
    ("remind", "E-mail", "", "Remind me", 422),
    ("record", "The code", "nobody has this", "Look it up", 404),
    ("reminder", "", "", "Yes, remind me", 200),
]


@pytest.mark.parametrize("click", CLICKS, ids=[f"{one[0]}, {one[4]}" for one in CLICKS])
def test_what_a_click_leads_to_is_sound(page, addresses, click):
    """What was wrong, that the payment service does not answer, or that it is done."""
    name, field, typed, button, status = click
    page.goto(addresses[name])
    page.evaluate("document.querySelectorAll('form').forEach((one) => { one.noValidate = true; })")
    if field:
        page.locator("main").get_by_label(re.compile(f"^{field}")).first.fill(typed)
    with page.expect_navigation() as arrival:
        page.locator("main").get_by_role("button", name=button).first.click()
    assert arrival.value.status == status
    assert complaints(page, f"{name}, then {button}") == []


def test_the_line_of_a_code_is_sound(page, addresses):
    page.goto(addresses["arrived"])
    row = page.locator(".transfer-row", has_text="Code of proof")
    code = row.locator("dd").inner_text()
    page.goto("/support/record/")
    page.locator("main").get_by_label("The code on your receipt").fill(code)
    with page.expect_navigation() as arrival:
        page.locator("main").get_by_role("button", name="Look it up").click()
    assert arrival.value.status == 200
    assert complaints(page, "line found") == []


def test_what_a_donor_is_told_last_is_sound(newsroom, page, addresses):
    page.goto(f"{addresses['own page']}?said=ended")
    expect(page.get_by_role("status")).to_contain_text("Nothing will be charged any more")
    assert complaints(page, "own page, ended") == []
    ran = newsroom.command("manage", "shell", "-v", "0", "-c", SOMEBODY_ELSE)
    page.goto(ran.stdout.splitlines()[-1])
    page.get_by_role("button", name="Yes, forget me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forgotten")
    assert complaints(page, "forgotten") == []
