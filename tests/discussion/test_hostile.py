"""Every known attack on a page through a comment, as text and as name, in one discussion."""

import contextlib
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from lxml import html

from bench.hostile import texts_in
from broadsheet.discussion import actions, queries
from broadsheet.discussion.markup import render_comment
from broadsheet.discussion.models import Comment, State, Thread
from broadsheet.discussion.refusals import Refused
from broadsheet.web.assets import STYLES_FIRST
from tests.discussion.conftest import FERRY

# What a comment may consist of; the last is the parser's own.
TAGS = {"a", "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "div"}
SAFE = re.compile(r"(https?|mailto):", re.I)


@pytest.fixture(scope="module")
def payloads(test_data: Path) -> list[str]:
    """Some thousand texts that broke a page somewhere."""
    return texts_in(test_data / "sanitize")


def dangers(markup: str) -> list[str]:
    """Everything in cleaned markup that a comment has no use for."""
    found = []
    for element in html.fragment_fromstring(markup, create_parent="div").iter():
        if not isinstance(element.tag, str) or element.tag not in TAGS:
            found.append(f"<{element.tag}>")
            continue
        for name, value in element.attrib.items():
            if name == "href" and SAFE.match(value):
                continue
            if (element.tag, name) in {("a", "rel"), ("ol", "start")}:
                continue
            found.append(f"{element.tag} {name}={value!r}")
    return found


def test_no_text_leaves_anything_that_acts(payloads):
    assert len(payloads) > 1500
    broken = {text: bad for text in payloads if (bad := dangers(render_comment(text[:5000])))}
    assert broken == {}


def assert_nothing_broke_out(page: str) -> None:
    """Whatever stands on the page, no handler, no style, no foreign file and no odd address."""
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in {"style", "iframe", "object", "embed", "base", "svg", "math"}
        if element.tag == "script":
            is_ours = element.get("src", "").startswith("/static/")
            assert is_ours or element.text_content() == STYLES_FIRST
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "style"
            if name in {"src", "action", "formaction", "data"} or element.tag == "link":
                assert "://" not in value, (element.tag, name, value)
            if name == "href":
                assert value.startswith(("/", "#", "?")) or SAFE.match(value), value


@pytest.mark.django_db
def test_no_payload_breaks_out_of_the_form_that_shows_it_again(payloads, guest):
    for text in payloads[::10]:
        sent = {"subject": FERRY, "name": text, "email": text, "body": text[:5000]}
        answer = guest.client.post("/comments/preview/", sent)
        assert answer.status_code == 200
        assert_nothing_broke_out(answer.content.decode())
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_no_payload_breaks_out_of_the_discussion(payloads, open_house):
    posted = 0
    for number, text in enumerate(payloads[::7]):
        with contextlib.suppress(Refused):
            actions.post_comment(subject=FERRY, name=text[:80], body=f"{text[:4000]}\n\n({number})")
            posted += 1
    assert posted > 100
    Comment.objects.update(state=State.PUBLISHED)
    Thread.objects.update(comment_count=posted, is_marked=False)
    shown, number, pages = 0, 0, 1
    while number < pages:
        number += 1
        page = queries.discussion_page(FERRY, page=number)
        assert page is not None
        shown, pages = shown + len(page.comments), page.pages
        assert_nothing_broke_out(
            render_to_string("discussion/_discussion.html", {"discussion": page})
        )
    assert shown == posted
