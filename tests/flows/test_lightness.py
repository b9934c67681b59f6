"""A page is small, comes from one place, and leaves nothing behind in the browser."""

import re

import pytest

# The acceptance is 100 KB without pictures; fonts count.
PAGE_MAX_BYTES = 100_000
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
