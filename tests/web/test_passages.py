"""Passages between the trades: publishing carries them, the desk is warned, pages mark them."""

import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from broadsheet.core import subjects
from broadsheet.discussion import actions as discussion
from broadsheet.discussion.models import Passage
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.web.subjects import key_of
from tests.web.conftest import Paper
from tests.web.conftest import paper as paper

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "value": {"text": "Nothing moves", "level": 2}, "id": "h"},
    {
        "type": "paragraph",
        "value": "<p>Nothing <b>moved</b> on&nbsp;Friday.</p><ul><li>Not a ship.</li></ul>",
        "id": "p",
    },
    {
        "type": "quote",
        "value": {"text": "Not one.\n\nNone.", "speaker": "Ada", "role": "", "via": ""},
        "id": "q",
    },
    {
        "type": "claim",
        "value": {
            "text": "All ships <stay>.",
            "speaker": "The union",
            "responses": [{"kind": "rejects", "text": "They sail.", "speaker": "The port"}],
            "status": "not_verified",
        },
        "id": "c",
    },
]


@pytest.fixture
def story(paper: Paper, newsroom):
    discussion.save_rules(hold_first_comments=False)
    return paper.story(body=BODY)


def speak_about(story, words: str) -> Passage:
    """Somebody comments on some words."""
    posted = discussion.post_comment(
        subject=key_of(story), name="Gus", body=f"On {words}", passage=Chosen(exact=words)
    )
    assert posted.comment.passage is not None
    return posted.comment.passage


def test_blocks_give_the_words_that_the_page_shows(story):
    text = subjects.text_of(key_of(story))
    assert [(block.id, block.words) for block in text.blocks] == [
        ("h", "Nothing moves"),
        ("p", "Nothing moved on Friday. Not a ship."),
        ("q", "Not one. None."),
        ("c", "All ships <stay>. They sail."),
    ]
    assert text.revision == story.live_revision_id


def test_publishing_carries_passages_at_once(paper, story):
    passage = speak_about(story, "moved on Friday")
    body = [*BODY[1:], {"type": "heading", "value": {"text": "More", "level": 2}, "id": "n"}]
    body[0] = body[0] | {"value": "<p>Today: nothing moved on Friday.</p>"}
    paper.story(article=story, body=body)
    passage.refresh_from_db()
    assert (passage.state, passage.block, passage.start) == ("moved", "p", 15)
    assert passage.revision == story.live_revision_id


def test_the_page_marks_its_passages(client, story):
    passage = speak_about(story, "moved on Friday")
    page = client.get(story.url).content.decode()
    assert f'data-revision="{story.live_revision_id}"' in page
    (item,) = re.findall(r"<a [^>]*data-start[^>]*>", page)
    assert f'data-id="{passage.pk}"' in item
    assert 'data-block="p" data-start="8" data-end="23" data-sign="1"' in item
    assert '<a href="#block-p">moved on Friday</a></blockquote>' in page
    assert f"/comments/inline/{key_of(story)}/p/" in page


def test_without_javascript_a_sentence_is_chosen(guest, story):
    path = f"/comments/inline/{key_of(story)}/p/"
    page = guest.client.get(path).content.decode()
    values = re.findall(r'name="passage" value="([^"]*)"', page)
    assert len(values) == 3, "the whole paragraph and its two sentences"
    sent = {
        "subject": key_of(story),
        "parent": "",
        "name": "Gus",
        "email": "",
        "website": "",
        "body": "No ship at all?",
        "passage": values[2].replace("&quot;", '"'),
    }
    assert guest.client.post("/comments/post/", sent).status_code == 303
    passage = Passage.objects.get()
    assert passage.exact == "Not a ship."
    shown = guest.client.get(f"/comments/passages/{passage.pk}/").content.decode()
    assert "No ship at all?" in shown
    everything = guest.client.get(f"{story.url}?show=inline").content.decode()
    assert '<a href="#block-p">Not a ship.</a>' in everything
    assert "No ship at all?" in everything


def test_the_switch_shows_passages_or_all_comments(client, story):
    speak_about(story, "moved on Friday")
    discussion.post_comment(subject=key_of(story), name="Eva", body="On the whole.")
    page = client.get(story.url).content.decode()
    assert f'<a href="{story.url}#discussion" aria-current="true">View all comments</a>' in page
    assert f'<a href="{story.url}?show=inline#discussion">Inline feedback</a>' in page
    assert "On the whole." in page
    inline = client.get(f"{story.url}?show=inline").content.decode()
    assert '?show=inline#discussion" aria-current="true">Inline feedback</a>' in inline
    assert "On moved on Friday" in inline
    assert "On the whole." not in inline
    assert "2 comments" in inline, "the number is that of the whole discussion"
    assert client.get(f"{story.url}?show=inline&page=2").status_code == 404
    old = client.get(f"/comments/inline/{key_of(story)}/")
    assert (old.status_code, old["Location"]) == (301, f"{story.url}?show=inline#discussion")


def test_without_passages_there_is_no_switch(client, story):
    discussion.post_comment(subject=key_of(story), name="Eva", body="On the whole.")
    page = client.get(f"{story.url}?show=inline").content.decode()
    assert "On the whole." in page
    assert "Inline feedback" not in page


def test_many_passages_come_page_by_page(client, paper, newsroom):
    discussion.save_rules(hold_first_comments=False)
    words = [f"sentence{n}." for n in range(23)]
    body = [{"type": "paragraph", "value": f"<p>{' '.join(words)}</p>", "id": "p"}]
    story = paper.story(body=body)
    for one in words:
        speak_about(story, one)
    first = client.get(f"{story.url}?show=inline").content.decode()
    assert first.count('<section class="passage"') == 20
    assert f'href="{story.url}?show=inline&amp;page=2#discussion"' in first
    second = client.get(f"{story.url}?show=inline&page=2").content.decode()
    assert second.count('<section class="passage"') == 3
    assert "On sentence22." in second


def test_a_wrong_choice_keeps_the_text(guest, story):
    sent = {"subject": key_of(story), "name": "Gus", "body": "Kept.", "passage": "{}"}
    answer = guest.client.post("/comments/post/", sent)
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()


@pytest.mark.parametrize("path", ["passages/77/", "inline/page:99999/", "inline/page:1/zz/"])
def test_what_is_not_there_is_404(client, story, path):
    assert client.get(f"/comments/{path}").status_code == 404


def form_of(story, heading: str) -> dict:
    """Wagtail's form for publishing a story with this heading alone."""
    block = ("heading", {"text": heading, "level": "2"})
    return {
        "title": story.title,
        "slug": story.slug,
        "kicker": "",
        "standfirst": story.standfirst,
        "dateline": "",
        "hero": "",
        "hero_caption": "",
        "seo_title": "",
        "search_description": "",
        "updated_at": "",
        "has_discussion": "on",
        "go_live_at": "",
        "expire_at": "",
        "body": streamfield([block]),
        "bylines": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }


def edit(client, story, heading: str):
    """Publish another heading through Wagtail's form."""
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return client.post(address, nested_form_data(form_of(story, heading)))


def test_an_editor_is_warned_before_comments_lose_their_words(client, editor, paper, newsroom):
    discussion.save_rules(hold_first_comments=False)
    story = paper.story(body=BODY[:1])
    passage = speak_about(story, "Nothing moves")
    client.force_login(editor)
    warned = edit(client, story, "The strike is over")
    page = warned.content.decode()
    assert "This edit detaches 1 comment" in page
    passage.refresh_from_db()
    assert passage.state == "exact"
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    address = reverse("web_desk:publish_anyway", args=[story.pk])
    client.post(address, {"revision": "1"})
    passage.refresh_from_db()
    assert passage.state == "exact", "another revision than the one warned of"
    client.post(address, {"revision": revision})
    passage.refresh_from_db()
    assert passage.state == "gone"
    desk = client.get(reverse("discussion_desk:passages", args=[key_of(story)]))
    assert "Nothing moves" in desk.content.decode()
    attach = reverse("discussion_desk:attach", args=[passage.pk])
    refused = client.post(attach, {"words": "The strikes"})
    assert refused.status_code == 422
    again = refused.content.decode()
    assert "These words do not stand in the text" in again
    assert again.count('value="The strikes"') == 1
    client.post(attach, {"words": "The strike"})
    passage.refresh_from_db()
    assert (passage.state, passage.exact) == ("reworded", "Nothing moves")
    back = edit(client, story, "Nothing moves")
    assert back.status_code == 302
    passage.refresh_from_db()
    assert passage.state in ("exact", "moved")


def test_an_editor_asks_readers_about_words(client, editor, story):
    client.force_login(editor)
    ask = reverse("discussion_desk:ask", args=[key_of(story)])
    refused = client.post(ask, {"words": "Not a shop.", "question": "Have you “seen” one?"})
    assert refused.status_code == 422
    again = refused.content.decode()
    assert again.count('value="Not a shop."') == again.count('value="Have you “seen” one?"') == 1
    client.post(ask, {"words": "Not a ship.", "question": "Have you seen one?"})
    passage = Passage.objects.get()
    assert passage.question == "Have you seen one?"
    client.logout()
    page = client.get(story.url).content.decode()
    assert 'data-sign="?"' in page
    assert "Have you seen one?" in client.get(f"/comments/passages/{passage.pk}/").content.decode()
    client.force_login(editor)
    client.post(ask, {"passage": passage.pk})
    passage.refresh_from_db()
    assert passage.question == ""


def test_strangers_have_no_desk(client, story):
    answer = client.get(reverse("discussion_desk:passages", args=[key_of(story)]))
    assert answer.status_code == 302
