"""What a reader does on an ordinary day, once without JavaScript and once without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

# Every page here has fewer stops for the keyboard than this.
STOPS_MAX = 600


def heading(page: Page, text: str | re.Pattern[str]):
    return page.get_by_role("heading", name=text)


def pages_of_comments(page: Page):
    return page.get_by_role("navigation", name="Pages of comments")


def votes(button: Locator) -> int:
    """How many a button to vote shows beside its arrow."""
    return int(button.inner_text().split()[1])


class TestWithoutJavascript:
    @pytest.fixture
    def page(self, visit) -> Page:
        return visit(javascript=False).page

    def test_reads_sorts_and_turns_the_page(self, live, page):
        story = live.story(comments=1200)
        page.goto("/")
        discussed = page.get_by_role("region", name="Most discussed")
        discussed.get_by_role("link", name=story.title).click()

        expect(page).to_have_title(re.compile(re.escape(story.title)))
        expect(page.get_by_role("heading", level=1)).to_have_text(story.title)
        expect(page.locator(".article-body p").first).to_be_visible()
        expect(page.get_by_role("meter")).to_be_visible()
        count = f"{story.comments:,} comments"
        expect(heading(page, count)).to_be_visible()

        sorts = page.get_by_role("navigation", name="Order of the comments")
        expect(sorts.locator("[aria-current]")).to_have_text("Oldest")
        sorts.get_by_role("link", name="Most voted").click()
        expect(sorts.locator("[aria-current]")).to_have_text("Most voted")
        assert "sort=most_voted" in page.url

        first = page.locator(".comment").first.get_attribute("id")
        expect(pages_of_comments(page)).to_contain_text("Page 1 of")
        pages_of_comments(page).get_by_role("link", name="Next comments").click()
        expect(pages_of_comments(page)).to_contain_text("Page 2 of")
        assert "sort=most_voted" in page.url
        assert "page=2" in page.url
        assert page.locator(".comment").first.get_attribute("id") != first

    def test_posts_and_replies(self, live, page):
        story = live.story(comments=0)
        page.goto(story.url)
        page.get_by_label("Comment", exact=True).fill("The *tram* was late by two minutes.")
        page.get_by_label("Name").fill("Ada Reader")
        page.get_by_role("button", name="Publish comment").click()

        posted = page.locator(".comment", has_text="The tram was late by two minutes.")
        expect(posted).to_have_count(1)
        expect(posted.locator("em")).to_have_text("tram")
        expect(posted.locator(".comment-name")).to_have_text("Ada Reader")

        posted.get_by_role("link", name=re.compile("^Reply")).click()
        expect(heading(page, "Your reply")).to_be_visible()
        page.get_by_label("Comment", exact=True).fill("Three minutes on my side of the river.")
        page.get_by_label("Name").fill("Ben Reader")
        page.get_by_role("button", name="Publish comment").click()

        reply = page.locator(".comment-replies .comment", has_text="Three minutes on my side")
        expect(reply).to_have_count(1)
        expect(reply.locator(".comment-name")).to_have_text("Ben Reader")

    def test_keeps_the_text_when_something_is_missing(self, live, page):
        page.goto(live.story(comments=0).url)
        page.get_by_label("Comment", exact=True).fill("I forgot to sign this.")
        page.get_by_role("button", name="Publish comment").click()
        expect(page.get_by_label("Comment", exact=True)).to_have_value(
            re.compile(r"^I forgot to sign this\.\s*$")
        )
        expect(page.locator("#comment-name-error")).to_be_visible()

    def test_votes_and_takes_it_back(self, live, page):
        page.goto(live.story(comments=60).url)
        comment = page.locator(".comment", has=page.locator(".comment-votes")).nth(1)
        before = votes(comment.locator("[data-count=up]"))
        anchor = comment.get_attribute("id")
        comment.get_by_role("button", name=re.compile("up$")).click()

        expect(heading(page, "Your vote counts")).to_be_visible()
        page.get_by_role("link", name="Back to the comment").click()
        up = page.locator(f"#{anchor} [data-count=up]").first
        expect(up).to_have_text(f"▴ {before + 1}")

        page.locator(f"#{anchor}").get_by_role("button", name=re.compile("up$")).click()
        page.get_by_role("button", name="Take it back").click()
        page.get_by_role("link", name="Back to the comment").click()
        expect(up).to_have_text(f"▴ {before}")

    def test_starts_a_gift(self, page):
        page.goto("/")
        page.get_by_role("link", name="Support us").first.click()
        expect(heading(page, "Support us")).to_be_visible()
        page.get_by_role("radio").nth(1).check()
        page.get_by_role("button", name="Give", exact=True).click()
        expect(heading(page, "One last look")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Yes, give")).click()
        expect(heading(page, "Thank you. One step is left.")).to_be_visible()
        assert page.get_by_text(re.compile(r"RF\d\d")).count() > 0


class Keyboard:
    """A reader who has nothing but keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, selector: str) -> None:
        """Press Tab until something that fits the selector has the focus, and shows it."""
        for _ in range(STOPS_MAX):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                break
        else:
            raise AssertionError(f"the keyboard never reaches {selector}")
        assert self.page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect();
                const style = getComputedStyle(document.activeElement);
                return box.width > 0 && box.bottom > 0 && box.top < innerHeight
                    && (style.outlineStyle !== "none" || style.boxShadow !== "none");
            }"""
        ), f"the focus on {selector} cannot be seen"

    def press(self, key: str = "Enter") -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


class TestByKeyboard:
    @pytest.fixture
    def page(self, visit) -> Page:
        return visit().page

    @pytest.fixture
    def keyboard(self, page) -> Keyboard:
        return Keyboard(page)

    def test_skips_to_the_text(self, page, keyboard):
        page.goto("/")
        keyboard.go_to(".skip-link")
        keyboard.press()
        expect(page.locator("main")).to_be_focused()

    def test_reads_sorts_and_turns_the_page(self, live, page, keyboard):
        story = live.story(comments=1200)
        page.goto("/")
        keyboard.go_to(f'.front-discussed a[href$="{story.url.removeprefix(live.url)}"]')
        keyboard.press()
        expect(page.get_by_role("heading", level=1)).to_have_text(story.title)

        keyboard.go_to('.discussion-sorts a[href*="newest"]')
        keyboard.press()
        expect(page.locator(".discussion-sorts [aria-current]")).to_have_text("Newest")

        keyboard.go_to(".comment-pager a[rel=next]")
        keyboard.press()
        expect(pages_of_comments(page)).to_contain_text("Page 2 of")

    def test_posts_and_replies_in_place(self, live, page, keyboard):
        page.goto(live.story(comments=0).url)
        address = page.url
        keyboard.go_to("#comment-body")
        keyboard.type("Posted without a mouse.")
        keyboard.go_to("#comment-name")
        keyboard.type("Kay Keys")
        keyboard.go_to(".comment-form button:not([formaction])")
        keyboard.press()
        posted = page.locator(".comment", has_text="Posted without a mouse.")
        expect(posted).to_have_count(1)

        if page.url.split("#")[0] == address.split("#")[0]:
            expect(posted).to_be_focused()
        else:
            posted.focus()
        keyboard.go_to(".comment-reply")
        keyboard.press()
        expect(page.locator("#comment-body")).to_be_focused()
        keyboard.type("And answered without one.")
        keyboard.go_to("#comment-name")
        keyboard.press("Control+A")
        keyboard.type("Kay Keys")
        keyboard.go_to(".comment-form button:not([formaction])")
        keyboard.press()
        expect(
            page.locator(".comment-replies .comment", has_text="And answered without one.")
        ).to_have_count(1)
        expect(page.locator("#discussion-heading")).to_have_text(re.compile(r"^\d+ comments$"))

    def test_votes_in_place(self, live, page, keyboard):
        page.goto(live.story(comments=60).url)
        keyboard.go_to(".comment-votes button[value='1']")
        vote = page.locator(".comment-votes button[value='1']").first
        before = votes(vote)
        keyboard.press()
        expect(vote).to_have_attribute("aria-pressed", "true")
        expect(vote).to_have_text(f"▴ {before + 1}")
        expect(vote).to_have_accessible_name(f"{before + 1} up")
        keyboard.press()
        expect(vote).to_have_attribute("aria-pressed", "false")
        expect(vote).to_have_text(f"▴ {before}")
        expect(vote).to_have_accessible_name(f"{before} up")

    def test_starts_a_gift(self, page, keyboard):
        page.goto("/")
        keyboard.go_to('a[href="/support/"]')
        keyboard.press()
        expect(heading(page, "Support us")).to_be_visible()
        keyboard.go_to("input[name=amount]")
        keyboard.press("ArrowDown")
        keyboard.go_to(".gift-form button")
        keyboard.press()
        expect(heading(page, "Thank you. One step is left.")).to_be_visible()
