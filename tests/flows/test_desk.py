"""A day at the desk: a story is written, published and scheduled; a comment goes and comes back."""

import io
import random
import re
import sqlite3
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.flows.conftest import Live, eventually

# Wagtail's own screens break its rules in the console now and then; journeys on our pages do not.
SENTENCE = "The bench was put there on Sunday morning by nobody in particular."


@pytest.fixture(scope="module")
def desk(live: Live, browser) -> Iterator[Page]:
    """The publisher's window, signed in by a one-time link."""
    context = browser.new_context(
        base_url=live.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    link = live.sign_in_link()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(live.url + "/desk/")
    page.goto(link)
    expect(page.get_by_role("heading", name="This link is used up")).to_be_visible()
    yield page
    context.close()


def a_picture() -> bytes:
    """A picture of nothing, another one each time: the desk asks about repeats."""
    file = io.BytesIO()
    colour = tuple(random.randrange(256) for _ in range(3))
    Image.new("RGB", (1600, 1000), colour).save(file, "JPEG")
    return file.getvalue()


def new_article(desk: Page, live: Live, *, section: str) -> None:
    """Open the form for a new article in a section, the way an editor walks to it."""
    front = page_number(desk, under="", title="The Harbour Ledger")
    number = page_number(desk, under=front + "/", title=section)
    desk.goto(f"/desk/pages/add/publishing/articlepage/{number}/")


def page_number(desk: Page, *, under: str, title: str) -> str:
    """Under which number the desk keeps a page, found in the list of pages."""
    desk.goto(f"/desk/pages/{under}")
    link = desk.locator("td a[href$='/edit/']", has_text=re.compile(f"^\\s*{title}\\s*$")).first
    found = re.search(r"/pages/(\d+)/edit/", link.get_attribute("href") or "")
    assert found
    return found[1]


def choose_author(desk: Page) -> str:
    desk.get_by_role("button", name="Add Person").click()
    person = desk.locator("[id^=inline_child_bylines-0]").first
    person.get_by_role("button", name="Choose").first.click()
    choice = desk.locator(".modal-body a[data-chooser-modal-choice]").first
    name = choice.inner_text().strip()
    choice.click()
    return name


def upload_picture(desk: Page, *, credit: str) -> None:
    panel = desk.locator("#panel-child-content-lead_picture-content")
    panel.get_by_role("button", name="Choose").first.click()
    desk.get_by_role("tab", name="Upload").click()
    window = desk.locator(".modal-body")
    file = {"name": "bench.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
    window.locator("input[type=file]").set_input_files(file)
    title = window.locator("[name$=-title]")
    expect(title).to_have_value("bench")  # by Wagtail's script, a moment after the file was chosen
    title.fill("An oak bench")
    window.locator("[name$=-credit]").fill(credit)
    window.locator("[name$=-description]").fill("An oak bench beside a tram stop")
    window.get_by_role("button", name="Upload").click()
    expect(window).to_have_count(0)


def write_text(desk: Page, text: str) -> None:
    body = desk.locator("#panel-child-content-body-content")
    body.get_by_role("button", name="Insert a block").first.click()
    desk.get_by_role("option", name="Text", exact=True).click()
    body.locator(".public-DraftEditor-content").last.click()
    desk.keyboard.type(text)
    # The editor hands its text over to the form a moment after the last key.
    expect(desk.locator("[name=body-0-value]")).to_have_value(re.compile("in particular"))
    # Then Wagtail saves by itself; publishing at the same moment would make the page twice.
    expect(desk.locator(".w-autosave-indicator__state--saved")).to_be_visible()


def publish(desk: Page) -> None:
    desk.locator("footer .w-dropdown__toggle").click()
    desk.locator("button[name=action-publish]").click()


def test_an_editor_writes_and_publishes_a_story_with_a_picture(desk, live, visit):
    new_article(desk, live, section="City")
    desk.locator("#id_title").fill("A bench for the tram stop")
    desk.locator("#id_standfirst").fill("It is made of oak, and nobody ordered it.")
    author = choose_author(desk)
    upload_picture(desk, credit="Nora Quay/Harbour Ledger")
    write_text(desk, SENTENCE)
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("has been published")

    address = desk.locator(".messages a", has_text="View live").get_attribute("href")
    page = visit(javascript=False).page
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("A bench for the tram stop")
    expect(page.locator(".article-body")).to_contain_text(SENTENCE)
    expect(page.locator(".article-about")).to_contain_text(author)
    expect(page.locator(".article-hero")).to_contain_text("Nora Quay/Harbour Ledger")
    picture = page.locator(".article-hero img")
    expect(picture).to_have_attribute("alt", "An oak bench beside a tram stop")
    page.goto("/")
    expect(page.get_by_role("link", name="A bench for the tram stop").first).to_be_visible()


def test_a_story_with_a_picture_without_credit_is_not_published(desk, live):
    new_article(desk, live, section="City")
    desk.locator("#id_title").fill("A bench without a photographer")
    upload_picture(desk, credit="")
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text(re.compile("could not be (created|saved)"))
    expect(desk.get_by_text("“An oak bench” has no credit.")).to_be_visible()
    assert all(story.title != "A bench without a photographer" for story in live.stories())


def test_a_scheduled_story_goes_live_by_itself(desk, live):
    new_article(desk, live, section="City")
    desk.locator("#id_title").fill("A lamp for the bench")
    desk.get_by_role("button", name="Toggle status").click()
    desk.get_by_role("button", name="Set schedule").click()
    desk.locator("#id_go_live_at").evaluate("field => field.value = '2099-12-24 18:00'")
    desk.get_by_role("button", name="Save schedule").click()
    expect(desk.locator(".messages")).to_contain_text("created")
    publish(desk)
    expect(desk.locator(".messages")).to_contain_text("scheduled for publishing")
    assert all(story.title != "A lamp for the bench" for story in live.stories())

    let_the_time_come(live)
    eventually(
        lambda: any(story.title == "A lamp for the bench" for story in live.stories()),
        seconds=60,
    )


def let_the_time_come(live: Live) -> None:
    """Nobody waits for Christmas 2099: what was due then is due now."""
    with sqlite3.connect(live.data / "broadsheet.sqlite3", timeout=20) as database:
        database.execute(
            "UPDATE wagtailcore_revision SET approved_go_live_at = '2026-01-01 00:00:00',"
            " content = replace(content, '2099-12-24', '2026-01-01')"
            " WHERE approved_go_live_at > '2099-01-01'"
        )
        database.execute(
            "UPDATE wagtailcore_page SET go_live_at = '2026-01-01 00:00:00'"
            " WHERE go_live_at > '2099-01-01'"
        )
    database.close()


def test_a_moderator_removes_a_comment_and_restores_it(desk, live, visit):
    story = live.story(comments=60)
    window = visit(javascript=False)
    reader = window.page
    reader.goto(story.url)
    comment = reader.locator(".comment", has=reader.locator(".comment-votes")).nth(2)
    anchor = comment.get_attribute("id")
    number = anchor.removeprefix("comment-")
    words = comment.locator(".comment-text").inner_text()

    desk.goto(f"/desk/discussion/comments/{number}/")
    decide(desk, "Remove", reason="Off the subject.")
    reader.goto(f"/comments/{number}/")
    expect(reader.locator(f"#{anchor} .comment-text", has_text=words)).to_have_count(0)

    desk.goto(f"/desk/discussion/comments/{number}/")
    expect(desk.locator("main")).to_contain_text("Off the subject.")
    decide(desk, "Restore")
    reader.goto(f"/comments/{number}/")
    expect(reader.locator(f"#{anchor} .comment-text").first).to_have_text(words)


def test_an_editor_closes_a_discussion_and_opens_it_again(desk, live, visit):
    story = live.story(comments=60)
    reader = visit(javascript=False).page
    reader.goto(story.url)
    reader.get_by_label("Comment", exact=True).fill("I was still writing this.")
    reader.get_by_label("Name", exact=True).fill("Ada Reader")

    desk.goto("/desk/discussion/threads/")
    row = desk.locator("tr", has=desk.get_by_role("link", name=story.title, exact=True))
    row.get_by_label("Reason").fill("Everything has been said, by everybody.")
    row.get_by_role("button", name="Close").click()
    expect(desk.locator("main")).to_contain_text("The discussion is closed.")
    expect(row).to_contain_text("Everything has been said, by everybody.")

    # Who was writing loses nothing.
    reader.get_by_role("button", name="Publish comment").click()
    expect(reader.locator("main")).to_contain_text("I was still writing this.")
    expect(reader.locator("main")).to_contain_text("Everything has been said, by everybody.")
    reader.goto(story.url)
    expect(reader.locator(".discussion-closed")).to_contain_text("Everything has been said")
    expect(reader.locator("#comment-form")).to_have_count(0)
    expect(reader.locator(".comment-reply")).to_have_count(0)

    row.get_by_role("button", name="Reopen").click()
    expect(desk.locator("main")).to_contain_text("The discussion is open again.")
    reader.goto(story.url)
    expect(reader.locator("#comment-form")).to_have_count(1)
    expect(reader.locator(".discussion-closed")).to_have_count(0)


def test_an_editor_asks_readers_about_words_and_takes_the_question_back(desk, live, visit):
    story = live.story(comments=100)
    reader = visit(javascript=False).page
    reader.goto(story.url)
    block = reader.locator(".article-body .block-paragraph p").first
    words = " ".join(block.inner_text().split()[:5])

    desk.goto(f"/desk/discussion/passages/page:{story.id}/")
    desk.get_by_label("Words of the text").fill("words that nobody ever wrote")
    desk.get_by_label("Question").fill("Were you there?")
    desk.get_by_role("button", name="Ask").click()
    expect(desk.locator("main .messages .error")).to_be_visible()

    desk.get_by_label("Words of the text").fill(words)
    expect(desk.get_by_label("Question")).to_have_value("Were you there?")
    desk.get_by_role("button", name="Ask").click()
    expect(desk.locator("main")).to_contain_text("Readers are asked.")
    reader.goto(story.url)
    reader.get_by_role("link", name="Inline feedback").click()
    expect(reader.locator(".discussion")).to_contain_text("Were you there?")

    desk.get_by_role("button", name="Take the question back").click()
    expect(desk.locator("main")).to_contain_text("The question is taken back.")
    reader.goto(story.url)
    expect(reader.get_by_text("Were you there?")).to_have_count(0)


def decide(desk: Page, verb: str, *, reason: str = "") -> None:
    if reason:
        desk.get_by_label(re.compile("^(Reason|Why)")).first.fill(reason)
    desk.get_by_role("button", name=re.compile(f"^{verb}")).first.click()
