"""Inline feedback: words of a story are chosen, spoken about, and found again."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.flows.talking import a_passage, speak
from tests.flows.test_access import AXE_OPTIONS

# Selects the first words of a text node, as a pointer or the keyboard would.
SELECT = """([index, length]) => {
  const nodes = [...document.querySelectorAll(".block-paragraph p")].flatMap((found) =>
    [...found.childNodes].filter((node) => node.nodeType === 3 && node.length > length));
  getSelection().setBaseAndExtent(nodes[index], 0, nodes[index], length);
}"""


@pytest.fixture(scope="module")
def story(live):
    return live.story(comments=9)


def choose(page: Page, index: int, length: int) -> str:
    """Select some words and take up the action; gives the words that the panel quotes."""
    page.evaluate(SELECT, [index, length])
    action = page.get_by_role("button", name="Comment on this passage")
    expect(action).to_be_visible()
    action.focus()
    page.keyboard.press("Enter")
    return page.locator(".passage-panel > .passage-quote").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reader_speaks_about_words(story, visit, width):
    page = visit(width=width).page
    page.goto(story.url)
    quote = choose(page, 0 if width == 1280 else 1, 30)
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    said = f"Is that so, at {width} pixels?"
    page.get_by_label("Comment", exact=True).fill(said)
    page.get_by_label("Name").fill("Ada Reader")
    page.get_by_role("button", name="Publish comment").click()

    panel = page.get_by_role("region", name="A passage and its comments")
    expect(panel.locator(".comment", has_text=said)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    page.reload()
    mark = page.locator(".passage-mark", has_text=re.compile("^1$")).last
    mark.focus()
    page.keyboard.press("Enter")
    expect(panel.locator(".comment", has_text=said)).to_be_visible()
    expect(panel.locator(".passage-quote").first).to_contain_text(quote[:20])
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    listed = page.locator("#discussion .comment", has_text=said)
    expect(listed.locator(".passage-quote a")).to_have_attribute("href", re.compile("^#block-"))


def test_without_javascript(story, visit):
    page = visit(javascript=False, width=360).page
    page.goto(story.url)
    page.get_by_role("link", name="Comment on this paragraph").nth(3).click()
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("Comment", exact=True).fill("Said without a script.")
    page.get_by_label("Name").fill("Gus")
    page.get_by_role("button", name="Publish comment").click()
    expect(page.locator(".comment", has_text="Said without a script.").first).to_be_visible()
    page.goto(story.url)
    page.get_by_role("link", name="Inline feedback").click()
    expect(page).to_have_url(f"{story.url}?show=inline#discussion")
    passage = page.locator(".passage", has_text="Said without a script.")
    expect(passage.locator(".passage-quote a")).to_have_attribute("href", re.compile("^#block-"))
    page.get_by_role("link", name="View all comments").click()
    expect(page.locator("#discussion .comment").first).to_be_visible()


def test_the_switch_changes_the_view_without_a_jump(live, story, visit):
    said = a_passage(live, story)["said"]
    page = visit().page
    page.goto(story.url)
    page.get_by_label("Comment", exact=True).fill("Half a thought.")
    switch = page.get_by_role("navigation", name="Which comments")
    switch.scroll_into_view_if_needed()
    before = switch.bounding_box()
    switch.get_by_role("link", name="Inline feedback").press("Enter")
    passage = page.locator(".passage", has_text=said)
    expect(passage.locator(".passage-quote a")).to_be_visible()
    expect(page).to_have_url(f"{story.url}?show=inline#discussion")
    expect(switch.get_by_role("link", name="Inline feedback")).to_be_focused()
    assert abs(switch.bounding_box()["y"] - before["y"]) < 2
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought.")
    passage.locator("a.comment-reply").first.click()
    expect(passage.locator(".comment-form")).to_be_visible()
    page.get_by_label("Comment", exact=True).fill(f"An answer among the passages to: {said}")
    page.get_by_label("Name").fill("Ivo Inline")
    page.get_by_role("button", name="Publish comment").click()
    expect(passage.locator(".comment-replies", has_text="An answer among")).to_be_visible()

    page.go_back()
    expect(page.locator("#discussion > .comments")).to_be_visible()
    expect(page.locator(".discussion > .comment-form")).to_be_visible()


@pytest.mark.parametrize("kind", ["inline", "block", "passage"])
def test_axe_finds_nothing_on_the_small_pages(live, story, visit, kind):
    passage = a_passage(live, story)
    page = visit(dark=kind == "block").page
    page.goto(f"{story.url}?show=inline" if kind == "inline" else story.url)
    if kind == "block":
        page.get_by_role("link", name="Comment on this paragraph").nth(3).click()
    if kind == "passage":
        page.goto(passage["path"])
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_panel_form_and_bubble_open(live, story, visit, scheme, width):
    passage = a_passage(live, story)
    page = visit(dark=scheme == "dark", width=width).page
    page.clock.install()
    page.goto(story.url)
    speak(live, story, f"Somebody came in ({scheme}, {width}).", name="Nina Newcomer")
    with page.expect_response(lambda answer: answer.url.endswith("/pulse/")):
        page.clock.run_for(60_000)
    expect(page.locator("[data-newcomer]")).to_contain_text("Nina Newcomer")
    page.locator(f".passage-mark[href$='{passage['path']}']").press("Enter")
    panel = page.get_by_role("region", name="A passage and its comments")
    expect(panel.locator(".comment").first).to_be_visible()
    panel.get_by_label("Comment", exact=True).fill("A text without a name.")
    panel.get_by_role("button", name="Publish comment").click()
    expect(panel.get_by_label("Name")).to_be_focused()
    expect(panel.get_by_text("Please give a name.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def test_an_answer_in_the_panel_stands_below_what_it_answers(live, story, visit):
    passage = a_passage(live, story)
    page = visit().page
    page.goto(story.url)
    page.locator(f".passage-mark[href$='{passage['path']}']").press("Enter")
    panel = page.get_by_role("region", name="A passage and its comments")
    panel.locator(".comment", has_text=passage["said"]).locator("a.comment-reply").press("Enter")
    expect(panel.get_by_role("heading", name="Your reply to")).to_be_visible()
    words = f"An answer beside the text to: {passage['said']}"
    panel.get_by_label("Comment", exact=True).fill(words)
    panel.get_by_label("Name").fill("Rita Reply")
    panel.get_by_role("button", name="Publish comment").click()
    answer = panel.locator(".comment-replies .comment", has_text=words)
    expect(answer).to_be_focused()
    expect(answer.get_by_role("link", name="Edit")).to_be_visible()
    mark = page.locator(f".passage-mark[href$='{passage['path']}']")
    expect(mark).to_have_attribute("aria-label", re.compile(r"^\d+ comments"))
    found = live.get(f"/api/v1/articles/{story.id}/comments/?limit=100&sort=newest")["items"]
    (said,) = [one for one in found if one["body_html"].startswith(f"<p>{passage['said']}")]
    assert [one["author"] for one in said["replies"]] == ["Rita Reply"]


def test_what_was_begun_about_words_goes_on_about_them_after_a_reload(story, visit):
    page = visit().page
    page.goto(story.url)
    quote = choose(page, 2, 24)
    letters = page.get_by_label("Notify me by e-mail of")
    letters.select_option(label="new comments on this passage")
    said = "Half a thought about these words."
    page.get_by_label("Comment", exact=True).fill(said)
    page.reload()
    panel = page.get_by_role("region", name="A passage and its comments")
    expect(panel.locator("> .passage-quote")).to_have_text(quote)
    expect(panel.get_by_label("Comment", exact=True)).to_have_value(said)
    expect(page.locator("body")).to_be_focused()

    # The newsroom cannot be reached: the page, the words and the passage stay.
    page.get_by_label("Name").fill("Dora Draft")
    page.context.set_offline(True)
    page.get_by_role("button", name="Publish comment").click()
    expect(panel.get_by_role("alert")).to_contain_text("Your text is kept")
    expect(panel.get_by_role("alert")).to_be_in_viewport(ratio=1)
    page.context.set_offline(False)
    page.get_by_role("button", name="Publish comment").click()
    own = panel.locator(".comment", has_text=said)
    expect(own).to_be_focused()
    own.get_by_role("link", name="Edit").press("Enter")
    expect(page.get_by_label("Comment", exact=True)).to_have_value(said)
    page.goto(f"{story.url}?sort=newest")  # the others of this file wrote before
    listed = page.locator("#discussion .comment", has_text=said)
    expect(listed.locator(".passage-quote")).to_contain_text(quote)
