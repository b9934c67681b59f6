"""What the hosts of a discussion do: a moderator lets out what was held, an editor asks readers."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.flows.conftest import Live, Story
from tests.flows.talking import speak

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
LINKS = " ".join(f"https://{letter}.example/" for letter in "abcdefgh")


@pytest.fixture(scope="module")
def story(live) -> Story:
    return live.story(comments=9)


def at_the_desk(live: Live, visit, javascript: bool) -> Page:
    """A window of the newsroom, signed in by a one-time link."""
    page = visit(javascript=javascript).page
    page.goto(live.sign_in_link())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")
    return page


@BOTH
def test_a_moderator_lets_a_held_comment_out(live, story, visit, javascript):
    words = f"All of these were wrong ({time.monotonic_ns()})."
    held = speak(live, story, f"{words} {LINKS}")
    assert held["status"] == "held"
    reader = visit(javascript=javascript).page
    reader.goto(story.url)
    expect(reader.locator("#discussion")).not_to_contain_text(words)

    desk = at_the_desk(live, visit, javascript)
    desk.goto("/desk/discussion/")
    row = desk.locator("tr", has_text=words)
    expect(row).to_contain_text("links")
    row.get_by_role("button", name="Approve", exact=True).click()
    expect(desk.locator("tr", has_text=words)).to_have_count(0)

    reader.goto(f"/comments/{held['id']}/")
    expect(reader.locator(f"#comment-{held['id']}")).to_contain_text(words)


@BOTH
def test_an_editor_asks_and_readers_answer(live, story, visit, javascript):
    text = live.get(f"/api/v1/articles/{story.id}/")["body_html"]
    paragraphs = re.findall(r"<p[^>]*>([^<>&]{80,})", text)
    words = " ".join(paragraphs[1 if javascript else 2].split()[3:9])
    question = f"Who of you was there ({int(javascript)})?"
    desk = at_the_desk(live, visit, javascript)
    desk.goto(f"/desk/discussion/passages/page:{story.id}/")
    desk.get_by_label("Words of the text").fill(words)
    desk.get_by_label("Question").fill(question)
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.locator("tr", has_text=question)).to_contain_text(words)

    reader = visit(javascript=javascript).page
    reader.goto(story.url)
    if javascript:
        reader.locator(".passage-mark", has_text="?").first.press("Enter")
        place = reader.locator(".passage-panel")
    else:
        reader.get_by_role("link", name="Inline feedback").click()
        asked = reader.locator(".passage", has_text=question)
        asked.locator("+ .passage-add").get_by_role("link").click()
        place = reader.locator("main")
    expect(place).to_contain_text(question)
    answer = f"I was, with my brother ({int(javascript)})."
    place.get_by_label("Comment", exact=True).fill(answer)
    place.get_by_label("Name").fill("Wanda Witness")
    place.get_by_role("button", name="Publish comment").click()
    expect(reader.locator(".comment", has_text=answer).first).to_be_visible()

    desk.reload()
    row = desk.locator("tr", has_text=question)
    row.get_by_role("button", name="Take the question back").click()
    expect(desk.locator("main")).not_to_contain_text(question)
    reader.goto(f"{story.url}?show=inline")
    expect(reader.locator(".passage", has_text=answer)).not_to_contain_text(question)
