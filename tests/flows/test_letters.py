"""What a subscriber, and a guest who comes back, do: by letters, with and without JavaScript."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.flows.conftest import Live, eventually
from tests.flows.talking import a_passage, speak
from tests.flows.test_access import AXE_OPTIONS

HASTEN = """
from broadsheet.core import clock
from broadsheet.discussion.actions import telling
from broadsheet.discussion.models import Mailbox
Mailbox.objects.filter(due_at__isnull=False).update(due_at=clock.now())
telling.write_due_letters()
"""


BETWEEN_LETTERS = b"\n" + b"-" * 79 + b"\n"
"""As Django's backend for files writes it."""
STATE = """
from broadsheet.core.models import Announcement, Letter
from broadsheet.discussion.models import Comment, Mailbox, News
for rows in (
    Letter.objects.values_list("to", "kind", "state", "due_at", "last_error"),
    Announcement.objects.values_list("topic", "due_at", "last_error"),
    Mailbox.objects.values_list("pk", "email", "due_at", "last_letter_at"),
    News.objects.values_list("mailbox", "comment", "told_at"),
    Comment.objects.values_list("pk", "state", "created_at", "body"),
):
    print(*rows.order_by("-pk")[:9], sep="\\n")
"""


def letters_to(live: Live, address: str) -> list[EmailMessage]:
    """The letters that lie in the folder for one address, oldest first.

    What the worker sends in one turn lies in one file.
    """
    found = []
    for file in sorted((live.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
        for letter in file.read_bytes().split(BETWEEN_LETTERS):
            message = message_from_bytes(letter, policy=modern)
            if isinstance(message, EmailMessage) and message["To"] == address:
                found.append(message)
    return found


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage, name: str) -> str:
    """The path of an address in a letter; it names the site's own host, not the test's port."""
    found = re.search(rf"https?://[^/\s]+(/comments/{name}/\S+)", text_of(message))
    assert found, text_of(message)
    return found[1]


def next_letter(live: Live, address: str, known: int) -> EmailMessage:
    # A new newsroom first works off what its sample has queued.
    eventually(lambda: len(letters_to(live, address)) > known, seconds=60)
    return letters_to(live, address)[-1]


def told(live: Live, address: str, known: int) -> EmailMessage:
    """The letter with news that follows the known ones, without its usual wait for company."""

    def has_come() -> bool:
        assert live.command("manage", "shell", "-c", HASTEN).returncode == 0
        return len(letters_to(live, address)) > known

    try:
        eventually(has_come, seconds=60)
    except AssertionError as error:
        state = live.command("manage", "shell", "-c", STATE).stdout
        error.add_note("\n".join(["No letter came.", state, *live.lines[-40:]]))
        raise
    return letters_to(live, address)[-1]


def sound(page: Page) -> None:
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def heading(page: Page, name: str):
    return page.get_by_role("heading", name=name)


@pytest.mark.parametrize("javascript", [False, True])
def test_a_subscriber_confirms_reads_and_stops(live, visit, javascript):
    address = f"sue{int(javascript)}@readers.example"
    page = visit(javascript=javascript).page
    story = live.story(comments=60)
    page.goto(story.url)
    bar = page.get_by_role("form", name="Subscribe to this discussion")
    bar.get_by_label("Notify of").select_option(label="new follow-up comments")
    bar.get_by_label("E-mail").fill(address)
    bar.get_by_role("button", name="Subscribe").click()
    expect(heading(page, "One step is left")).to_be_visible()

    page.goto(link_in(next_letter(live, address, 0), "subscriptions"))
    expect(page.locator("main")).to_contain_text("new follow-up comments")
    page.get_by_role("button", name="Yes, write to me").click()
    expect(heading(page, "We will write to you")).to_be_visible()

    page.goto(story.url)
    words = f"The pier is open again, they say ({address})."
    page.get_by_label("Comment", exact=True).fill(words)
    page.locator("#comment-name").fill("Nora News")
    page.get_by_role("button", name="Publish comment").click()
    expect(page.locator(".comment", has_text="The pier is open again").last).to_be_visible()

    letter = told(live, address, 1)
    assert words in text_of(letter)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = letter.get_body(("html",))
    assert html is not None
    assert "Nora News" in str(html.get_content())

    page.goto(link_in(letter, "letters"))
    page.get_by_role("button", name=f"Stop letters on “{story.title}”").click()
    expect(heading(page, "Stopped")).to_be_visible()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_subscriber_follows_one_passage(live, visit, javascript):
    address = f"petra{int(javascript)}@readers.example"
    page = visit(javascript=javascript).page
    story = live.story(comments=9)
    quote = a_passage(live, story)
    page.goto(story.url)
    if javascript:
        mark = page.locator(f".passage-mark[href$='{quote['path']}']")
        mark.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".passage-panel #comment-notify")).to_contain_text("on this passage")
        sound(page)
    else:
        page.goto(quote["path"])
    bar = page.get_by_role("form", name="Subscribe to this passage")
    bar.get_by_label("new comments on this passage").fill(address)
    bar.get_by_role("button", name="Subscribe").click()
    expect(heading(page, "One step is left")).to_be_visible()

    page.goto(link_in(next_letter(live, address, 0), "subscriptions"))
    expect(page.locator("main")).to_contain_text(quote["exact"])
    page.get_by_role("button", name="Yes, write to me").click()
    said = f"Only whoever follows these words hears it ({address})."
    speak(live, story, said, passage={"id": quote["id"]})
    speak(live, story, f"About the rest ({address}).")
    letter = told(live, address, 1)
    assert said in text_of(letter)
    assert "About the rest" not in text_of(letter)
    page.goto(link_in(letter, "letters"))
    page.locator(".letters-list li").get_by_role("button", name="Stop").click()
    expect(page.locator("main")).to_contain_text("You get no letters about comments.")


@pytest.mark.parametrize("javascript", [False, True])
def test_a_guest_edits_comes_back_and_deletes(live, visit, javascript):
    address = f"gina{int(javascript)}@readers.example"
    lamp = f"The lamp at pier {int(javascript)}"
    page = visit(javascript=javascript).page
    story = live.story(comments=0)
    page.goto(story.url)
    page.get_by_label("Comment", exact=True).fill(f"{lamp} is brocken.")
    page.locator("#comment-name").fill("Gina Guest")
    page.locator("#comment-email").fill(address)
    page.locator("#comment-notify").select_option("replies")
    page.get_by_role("button", name="Publish comment").click()
    if javascript:
        expect(page.locator("[data-status]")).to_contain_text("please confirm")
        page.locator(".comment", has_text=lamp).get_by_role("link", name="Edit").click()
    else:
        expect(heading(page, "Your comment is published")).to_be_visible()
        expect(page.locator("main")).to_contain_text("please confirm")
        page.get_by_role("link", name="Edit it").click()
    page.get_by_label("Comment", exact=True).fill(f"{lamp} is broken.")
    page.get_by_role("button", name="Save").click()
    mine = page.locator(".comment", has_text=f"{lamp} is broken.")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("edited")

    next_letter(live, address, 0)
    page.get_by_role("link", name="My comments and letters").click()
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Send me the link").click()
    expect(heading(page, "Please look into your mailbox")).to_be_visible()
    page.goto(link_in(next_letter(live, address, 1), "mine"))
    own = page.locator(".own-comment", has_text=f"{lamp} is broken.")
    expect(own).to_have_count(1)
    own.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(own).to_have_count(0)
    page.goto(story.url)
    expect(page.locator("main")).not_to_contain_text(lamp)


def test_a_draft_outlives_a_reload_and_a_closed_tab(live, visit):
    opened = visit()
    page = opened.page
    story = live.story(comments=5)
    page.goto(story.url)
    page.get_by_label("Comment", exact=True).press_sequentially("Half a thought")
    page.locator("#comment-name").fill("Dora Draft")
    page.reload()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
    page.close()
    page = opened.context.new_page()
    page.goto(story.url)
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
    expect(page.locator("#comment-name")).to_have_value("Dora Draft")

    # A post that cannot reach the newsroom loses nothing.
    opened.context.set_offline(True)
    page.get_by_role("button", name="Publish comment").click()
    page.wait_for_timeout(300)
    opened.context.set_offline(False)
    page = opened.context.new_page()
    page.goto(story.url)
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")

    page.locator(".comment a.comment-reply").first.click()
    page.get_by_label("Comment", exact=True).fill("Half a thought, as an answer.")
    page.reload()
    expect(page.locator(".comment + .comment-form")).to_have_count(1)
    page.get_by_role("button", name="Publish comment").click()
    expect(page.locator(".comment", has_text="as an answer.")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")


def test_a_reader_reports_and_a_moderator_leaves_it(live, visit):
    page = visit(javascript=False).page
    page.goto(live.story(comments=60).url)
    page.locator("a.comment-report").nth(2).click()
    send = page.get_by_role("button", name="Send the report")
    send.click()
    expect(page.locator(".field-error")).to_have_text(
        "Please choose what is wrong with the comment."
    )
    page.get_by_label("It is advertising or spam").check()
    send.click()
    expect(heading(page, "Thank you for telling us")).to_be_visible()

    desk = visit().page
    desk.goto(live.sign_in_link())
    desk.get_by_role("button").first.click()
    desk.wait_for_url("**/desk/**")
    desk.goto("/desk/discussion/reported/")
    desk.get_by_role("button", name="Leave as it is").first.click()
    expect(desk.locator("main")).to_contain_text("left as it is")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_small_pages(live, visit, scheme):
    address = "axel@readers.example"
    page = visit(dark=scheme == "dark", width=360).page
    known = len(letters_to(live, address))
    story = live.story(comments=5)
    page.goto(story.url)
    page.get_by_role("form", name="Subscribe to this discussion").get_by_label("E-mail").fill("no")
    page.get_by_role("form", name="Subscribe to this discussion").get_by_role("button").click()
    expect(page.locator(".field-error")).to_be_visible()
    sound(page)
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Subscribe").click()
    expect(heading(page, "One step is left")).to_be_visible()
    sound(page)
    confirm = link_in(next_letter(live, address, known), "subscriptions")
    page.goto(confirm)
    sound(page)
    page.goto("/comments/mine/")
    sound(page)
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Send me the link").click()
    page.goto(link_in(next_letter(live, address, known + 1), "mine"))
    expect(heading(page, "My comments")).to_be_visible()
    sound(page)
    page.goto(page.url + "erase/")
    sound(page)
    page.goto(story.url)
    page.goto(page.locator("a.comment-report").first.get_attribute("href"))
    sound(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
