"""What the Markdown subset lets through, and what it shows as it was typed."""

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core.text import plain
from broadsheet.discussion import markup as rendering
from broadsheet.discussion.markup import NESTING_LIMIT, render_comment

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*e* **s** `c`", "<p><em>e</em> <strong>s</strong> <code>c</code></p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("```\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>"),
        ("[a](https://a.example)", f'<p><a href="https://a.example" {REL}>a</a></p>'),
        ("https://a.example", f'<p><a href="https://a.example" {REL}>https://a.example</a></p>'),
        ("# no heading", "<p># no heading</p>"),
        ("<b>no html</b>", "<p>&lt;b&gt;no html&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>"),
        ("[x](/relative)", "<p>[x](/relative)</p>"),
    ],
)
def test_the_subset(body: str, markup: str) -> None:
    assert render_comment(body) == markup


def test_images_become_links_and_load_nothing() -> None:
    assert "<img" not in render_comment("![a](https://a.example/b.png)")


@pytest.mark.parametrize("mark", [">", "> ", "- ", "1. "])
def test_text_is_never_lost_in_deep_nesting(mark: str) -> None:
    assert "treasure" in render_comment(mark * (3 * NESTING_LIMIT) + "treasure")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_nothing_dangerous_ever_comes_out(body: str) -> None:
    markup = render_comment(body).lower()
    for tag in ("<script", "<img", "<style", "<iframe", "<h1", "<table"):
        assert tag not in markup
    assert 'href="javascript:' not in markup


@given(st.text(alphabet="abc >-*_`[](){}!#\n1.", max_size=200))
def test_every_letter_stays(body: str) -> None:
    letters = [char for char in body if char in "abc"]
    shown = [char for char in plain(render_comment(body)) if char in "abc"]
    assert shown == letters or "](" in body or "```" in body or "~~~" in body


PIECES = (
    "http",
    "https",
    "HTTPS",
    "ftp",
    "mailto",
    "MailTo",
    ":",
    "/",
    "//",
    "\\",
    "www.",
    "a.org",
)
AROUND = ("x@b.org", " ", "\n", "*", "`", "<", ">", "[", "](", ")", "&#58;", "\u017fip:", "\u212a")


@given(st.lists(st.sampled_from(PIECES + AROUND), max_size=12).map("".join))
def test_a_text_without_addresses_is_read_as_one_with_them(body: str) -> None:
    with mock.patch.object(rendering, "_WITHOUT_LINKS", rendering._MARKDOWN):
        expected = render_comment(body)
    assert render_comment(body) == expected
