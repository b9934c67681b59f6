"""A page is small, comes from one place, and leaves nothing behind in the browser."""

import re
import time
from datetime import datetime

import pytest
from playwright.sync_api import expect

# The acceptance is 100 KB without pictures; fonts count.
PAGE_MAX_BYTES = 100_000
EDGE_PIXELS = 32
"""How far below the edge of the window a comment begins to which an address leads."""
TEXT_HEIGHT = "document.querySelector('.article-body').offsetHeight"
STORY_LENGTHS = [0, 5, 60, 1200]


@pytest.mark.parametrize("comments", STORY_LENGTHS)
def test_an_article_is_small_on_the_wire(live, visit, comments):
    opened = visit()
    types: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire = opened.context.new_cdp_session(opened.page)
    wire.on("Network.responseReceived", lambda e: types.update({e["requestId"]: e["type"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    wire.send("Network.enable")
    opened.page.goto(live.story(comments=comments).url)
    opened.page.wait_for_load_state("networkidle")
    weights = {key: size for key, size in sizes.items() if types.get(key) != "Image"}
    assert weights
    assert sum(weights.values()) < PAGE_MAX_BYTES


# What a browser takes long to make for the first time: about 20 ms, on a slow telephone 80.
COUNTING_WORDS = """
window.made = [];
for (const name of ["DateTimeFormat", "NumberFormat", "RelativeTimeFormat"]) {
  Intl[name] = new Proxy(Intl[name], {
    apply: (target, self, given) => (made.push(name), target.apply(self, given)),
    construct: (target, given) => (made.push(name), new target(...given)),
  });
}
for (const kind of [Number, Date]) {
  for (const name of Object.getOwnPropertyNames(kind.prototype)) {
    if (!name.startsWith("toLocale")) continue;
    const own = kind.prototype[name];
    kind.prototype[name] = function (...given) { made.push(name); return own.apply(this, given); };
  }
}
"""


def test_a_page_opens_with_the_words_it_brings(live, visit):
    opened = visit()
    opened.page.add_init_script(COUNTING_WORDS)
    for address in (live.story(comments=60).url, "/", "/support/"):
        opened.page.goto(address)
        opened.page.wait_for_load_state("networkidle")
        assert opened.page.evaluate("made") == []


WHEN_IT_ENDED = """() => {
    const [opening] = performance.getEntriesByType("navigation");
    const kind = (name) => /broadsheet-.*[.](css|js)$/.exec(name)?.[1];
    const parts = performance.getEntriesByType("resource");
    const came = new Map(parts.map((one) => [kind(one.name), one.responseEnd]));
    return [came.get("css"), opening.domContentLoadedEventStart, came.get("js")];
}"""


@pytest.mark.parametrize("address", ["story", "/", "/support/", "/comments/mine/"])
def test_a_page_ends_after_its_styles_and_does_not_wait_for_its_script(live, visit, address):
    """Laid out once: not without its styles, and not in one go with the script."""
    page = visit().page
    page.route("**/*.css", lambda route: (time.sleep(0.4), route.continue_()))
    page.route("**/*.js", lambda route: (time.sleep(0.8), route.continue_()))
    page.goto(live.story(comments=60).url if address == "story" else address)
    styles, end, script = page.evaluate(WHEN_IT_ENDED)
    assert styles <= end < script


@pytest.mark.parametrize("tells", [True, False])
def test_scripts_begin_where_a_browser_does_not_tell_of_its_paint(live, visit, tells):
    page = visit().page
    if not tells:
        page.add_init_script("PerformanceObserver.prototype.observe = () => {}")
    page.goto(live.story(comments=60).url)
    expect(page.locator("[data-bubble]")).to_be_visible()


def test_a_moment_says_how_long_ago_it_was(live, visit):
    opened = visit()
    story = live.story(comments=60)
    opened.page.goto(story.url)
    comment = opened.page.locator(".comment-time:has(time)").last
    comment.scroll_into_view_if_needed()
    written = datetime.fromisoformat(comment.locator("time").get_attribute("datetime"))

    def look_after(seconds):
        opened.page.clock.set_fixed_time(written.timestamp() + seconds)
        opened.page.evaluate(
            "for (const old of document.querySelectorAll('.ago')) old.remove();"
            "document.dispatchEvent(new Event('discussion:shown'))"
        )

    for seconds, said in ((61, "1m"), (59 * 60, "59m"), (3 * 3600, "3h"), (6.9 * 86400, "6d")):
        look_after(seconds)
        expect(comment.locator(".ago")).to_have_text(f"({said} ago)")
    for seconds in (30, 8 * 86400):
        look_after(seconds)
        expect(comment.locator(".ago")).to_have_count(0)


def test_words_that_come_later_move_no_comment_on_a_telephone(live, visit):
    opened = visit(width=360)
    story = live.story(comments=60)
    opened.page.goto(story.url)
    last = opened.page.locator(".comment:has(.comment-time)").last
    last.scroll_into_view_if_needed()
    written = last.locator("time").get_attribute("datetime")
    opened.page.clock.set_fixed_time(datetime.fromisoformat(written).timestamp() + 60_000)
    address = f"{story.url}#{last.get_attribute('id')}"
    opened.page.goto("about:blank")
    opened.page.goto(address)
    expect(last.locator(".ago")).to_have_text("(16h ago)")
    above = "Math.round(document.querySelector(':target').getBoundingClientRect().top)"
    assert opened.page.evaluate(above) == pytest.approx(EDGE_PIXELS, abs=8)


def test_marks_of_a_second_visit_move_no_comment_on_a_telephone(live, visit):
    """The comment that a link led to keeps its place, however late the script is."""
    opened = visit(width=360)
    story = live.story(comments=60)
    opened.page.goto(story.url)
    last = opened.page.locator(".comment:has(.comment-time)").last
    address = f"{story.url}#{last.get_attribute('id')}"
    subject = opened.page.locator(".discussion").get_attribute("data-subject")
    opened.page.goto("/support/")
    opened.page.evaluate(
        "subject => localStorage.setItem('broadsheet:visits', JSON.stringify({[subject]: [1, 1]}))",
        subject,
    )
    opened.page.route("**/*.js", lambda route: (time.sleep(0.3), route.continue_()))
    opened.page.goto(address)
    expect(last.get_by_text("New since your last visit")).to_be_visible()
    expect(opened.page.locator(".comment-new .comment-badge").first).to_be_attached()
    opened.page.wait_for_timeout(500)
    above = "Math.round(document.querySelector(':target').getBoundingClientRect().top)"
    assert opened.page.evaluate(above) == pytest.approx(EDGE_PIXELS, abs=8)


def test_a_font_that_is_late_moves_nothing(live, visit):
    opened = visit(width=360)
    story = live.story(comments=5)
    opened.page.route("**/*.woff2", lambda route: (time.sleep(1), route.continue_()))
    with opened.page.expect_event("requestfinished", lambda one: one.url.endswith(".woff2")):
        opened.page.goto(story.url, wait_until="commit")
        opened.page.wait_for_timeout(600)
        before = opened.page.evaluate(TEXT_HEIGHT)
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate(TEXT_HEIGHT) == before


def test_a_link_to_a_comment_leads_there_without_a_ride(live, visit, browser):
    """Nobody wants to watch sixty comments fly by, nor do they who take motion."""
    story = live.story(comments=60)
    context = browser.new_context(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(story.url)
    last = page.locator(".comment:has(.comment-time)").last.get_attribute("id")
    page.goto("about:blank")
    page.add_init_script("addEventListener('load', () => { window.atLoad = scrollY })")
    page.goto(f"{story.url}#{last}")
    page.wait_for_timeout(1000)
    at_load, later = page.evaluate("[window.atLoad, scrollY]")
    context.close()
    assert later > 1000
    assert at_load == pytest.approx(later, abs=8)


def test_reading_sets_no_cookie_and_stores_nothing(live, visit):
    opened = visit()
    story = live.story(comments=60)
    section = story.url.rsplit("/", 2)[0] + "/"
    for address in ("/", section, story.url, story.url + "?sort=newest&page=2", "/support/"):
        opened.page.goto(address)
        opened.page.wait_for_load_state("networkidle")
    assert opened.context.cookies() == []
    kept = opened.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]


def test_pages_are_the_same_bytes_for_everybody(live, browser):
    """All but the minute to which the meter is true: until pages are stored, each asks anew."""
    story = live.story(comments=5)
    bodies = []
    for agent, language in (("Mozilla/5.0 one", "en-GB"), ("Mozilla/5.0 two", "de-DE")):
        context = browser.new_context(user_agent=agent, locale=language)
        page = context.request.get(story.url).text()
        bodies.append(re.sub(r'<span class="meter-as-of">.*?</span>', "", page))
        context.close()
    assert bodies[0] == bodies[1]
