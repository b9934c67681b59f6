"""A page that stays open: who came last, what is new, and nothing that moves by itself."""

import json
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.flows.conftest import eventually
from tests.flows.test_access import AXE_OPTIONS

A_MINUTE = 60_000


@pytest.fixture
def say(live):
    """Somebody else speaks: `say(story, "Good morning.")`."""

    def post(story, body, *, name="Nina Newcomer"):
        address = f"{live.url}/api/v1/articles/{story.id}/comments/"
        sent = json.dumps({"name": name, "body": body}).encode()
        with urlopen(Request(address, sent, {"Content-Type": "application/json"})) as answer:
            return json.load(answer)["id"]

    return post


def opened(visit, story, **options):
    found = visit(**options)
    found.page.clock.install()
    found.page.goto(story.url)
    return found.page


def wait_for_news(page):
    """Turn the page's clock on until it has asked again."""
    with page.expect_response(lambda answer: answer.url.endswith("/pulse/")):
        page.clock.run_for(A_MINUTE)


def test_a_newcomer_is_told_and_comes_into_the_page_on_request(live, visit, say):
    story = live.story(comments=5)
    page = opened(visit, story)
    bubble = page.get_by_role("complementary", name="Discussion of this story")
    expect(bubble.locator("[data-all]")).to_have_text(str(story.comments))
    expect(bubble.locator("[data-insert]")).to_be_hidden()
    read = page.locator(f"#{page.locator('.comment').last.get_attribute('id')}")
    read.scroll_into_view_if_needed()
    comments = page.locator(".comment")
    before = comments.count()

    made = say(story, "The harbour office knew since Monday, and said nothing.")
    wait_for_news(page)
    expect(bubble.locator("[data-newcomer]")).to_contain_text("Nina Newcomer")
    expect(bubble.locator("[data-newcomer]")).to_contain_text("The harbour office knew")
    expect(bubble.get_by_role("status")).to_contain_text("New comment by")
    expect(bubble.get_by_role("link", name="Reply")).to_have_attribute(
        "href", f"/comments/{made}/reply/"
    )
    expect(bubble.get_by_role("button", name="1 new")).to_be_visible()
    assert comments.count() == before
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()

    place = read.bounding_box()
    bubble.get_by_role("button", name="1 new").click()
    expect(page.locator(f"#comment-{made}")).to_be_focused()
    assert comments.count() == before + 1
    assert abs(read.bounding_box()["y"] - place["y"]) < 2
    expect(bubble.locator("[data-insert]")).to_be_hidden()
    expect(bubble.locator("[data-newcomer]")).to_be_hidden()


def test_from_the_top_of_the_story_what_came_is_one_press_away(live, visit, say):
    story = live.story(comments=5)
    page = opened(visit, story)
    made = say(story, "Heard at the market this morning, and told by three people.")
    wait_for_news(page)
    bubble = page.get_by_role("complementary", name="Discussion of this story")
    bubble.get_by_role("button", name="new").press("Enter")
    see = bubble.get_by_role("link", name="Go to what is new")
    expect(see).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Enter")
    expect(page.locator(f"#comment-{made}")).to_be_in_viewport()
    expect(see).to_be_hidden()


def test_a_comment_of_another_page_is_led_to(live, visit, say):
    story = live.story(comments=1200)
    page = opened(visit, story)
    made = say(story, "I only just heard of the bridge.")
    wait_for_news(page)
    page.get_by_role("button", name="1 new").click()
    page.wait_for_url(f"**/*page=*#comment-{made}")
    expect(page.locator(f"#comment-{made}")).to_be_in_viewport()
    expect(page.locator(f"#comment-{made}")).to_be_focused()


def test_the_card_is_closed_with_a_key_and_stays_closed(live, visit, say):
    story = live.story(comments=5)
    page = opened(visit, story)
    say(story, "A word about the timetable, which is wrong again.")
    wait_for_news(page)
    card = page.locator("[data-newcomer]")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Close").press("Enter")
    expect(card).to_be_hidden()
    wait_for_news(page)
    expect(card).to_be_hidden()


def test_an_invitation_is_declined_for_good(live, visit):
    story = live.story(comments=60)
    page = opened(visit, story)
    invitation = page.locator("[data-invitation]")
    page.clock.run_for(A_MINUTE)
    expect(invitation).to_be_hidden()
    page.clock.run_for(A_MINUTE)
    expect(invitation).to_contain_text("Would love your thoughts, please comment")
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    invitation.get_by_role("button").click()
    expect(invitation).to_be_hidden()
    page.reload()
    page.clock.run_for(3 * A_MINUTE)
    expect(invitation).to_be_hidden()


def test_what_came_since_the_last_visit_is_marked_on_this_device(live, visit, say):
    story = live.story(comments=5)
    page = opened(visit, story)
    page.locator(".comments").scroll_into_view_if_needed()
    eventually(lambda: page.evaluate("localStorage.getItem('broadsheet:visits')"))
    expect(page.locator(".comment-new")).to_have_count(0)
    # As if that had been yesterday.
    page.evaluate(
        """() => {
            const visits = JSON.parse(localStorage.getItem("broadsheet:visits"));
            for (const visit of Object.values(visits)) visit[1] = Date.now() - 3_600_000;
            localStorage.setItem("broadsheet:visits", JSON.stringify(visits));
        }"""
    )
    made = say(story, "Since yesterday the gate is open.")
    page.reload()
    page.locator(".comments").scroll_into_view_if_needed()
    mine = page.locator(f"#comment-{made}")
    expect(mine.get_by_text("New since your last visit")).to_be_visible()


def test_a_meter_that_has_moved_is_shown_as_it_is_now(live, visit):
    page = opened(visit, live.story(comments=5))
    page.evaluate(
        """() => {
            document.querySelector(".meter").dataset.raised = "1";
            document.querySelector(".meter-raised").textContent = "?";
        }"""
    )
    wait_for_news(page)
    page.clock.run_for(A_MINUTE)
    expect(page.locator(".meter-raised")).not_to_have_text("?")


def test_a_hidden_page_asks_for_nothing(live, visit):
    found = visit()
    found.page.clock.install()
    found.page.goto(live.story(comments=5).url)
    found.page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    found.page.clock.run_for(10 * A_MINUTE)
    assert not [url for url in found.requests if url.endswith("/pulse/")]


def test_without_javascript_there_is_no_bubble(live, visit):
    page = visit(javascript=False).page
    page.goto(live.story(comments=5).url)
    expect(page.locator("[data-bubble]")).to_be_hidden()
