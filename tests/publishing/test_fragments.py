"""How stories, pictures and claims read as HTML."""

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import html

from broadsheet.core.models import Newsroom
from broadsheet.publishing import actions, queries
from broadsheet.publishing.models import ArticlePage
from tests.publishing.conftest import MORNING, picture_file


def shown(name: str, **context) -> html.HtmlElement:
    """A fragment as a tree."""
    return html.fragment_fromstring(
        render_to_string(f"publishing/{name}.html", context), create_parent="div"
    )


def words(tree: html.HtmlElement) -> str:
    return " ".join(tree.text_content().split())


CLAIM = {
    "text": "A workshop was used to build drones.",
    "speaker": "Col. Orla Finn",
    "role": "army spokesperson",
    "said_at": datetime(2026, 11, 19, tzinfo=UTC),
    "place": "press conference",
    "source_title": "Statement",
    "source_url": "https://army.example/statement?a=1&b=2",
    "responses": [
        {
            "kind": "rejects",
            "speaker": "Workshop owner",
            "text": "We repair boats.",
            "said_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
            "source_title": "Telephone",
        },
        {"kind": "no_comment", "speaker": "Ministry", "text": ""},
    ],
    "status": "not_verified",
    "status_note": "We could not enter the site.",
}


@pytest.fixture
def claim(paper):
    story = paper.story(body=[{"type": "claim", "value": CLAIM}])
    return ArticlePage.objects.get(pk=story.pk).body[0].value


def test_a_claim_says_who_says_what_and_keeps_our_finding_apart(claim):
    tree = shown("_claim", claim=claim, claim_id="x1")
    rows = [words(row) for row in tree.findall(".//tbody/tr")]
    assert rows == [
        "Col. Orla Finn army spokesperson claims: A workshop was used to build drones. "
        "19 November 2026 press conference Source: Statement",
        "Workshop owner rejects this: We repair boats. 20 November 2026, 09:30 Source: Telephone",
        "Ministry gives no comment",
    ]
    status = tree.find_class("claim-status")[0]
    assert words(status) == "Not verified by us. We could not enter the site."
    assert status.getparent().tag == "section"
    assert tree.xpath(".//tbody//th/@scope") == ["row"] * 3
    assert tree.xpath(".//a/@href") == [CLAIM["source_url"]]
    assert tree.xpath("./section/@id") == ["claim-x1"]


def test_times_are_those_of_the_newsroom(claim):
    Newsroom(time_zone="Asia/Gaza").save()
    assert "20 November 2026, 11:30" in words(shown("_claim", claim=claim))


def test_a_byline_reads_like_one(paper):
    cleo = actions.save_author(name="Cleo <Reed>", slug="cleo")
    story = paper.story(
        bylines=[(paper.ada, ""), (paper.ben, ""), (cleo, ""), (paper.ben, "photographer")]
    )
    tree = shown("_byline", article=story)
    assert words(tree) == "By Ada Quay, Ben Moor and Cleo <Reed> · Photos: Ben Moor"
    assert tree.xpath(".//a/@href")[0] == "/authors/ada-quay/"
    assert words(shown("_byline", article=paper.story(slug="none", bylines=[]))) == ""


def test_a_picture_reserves_its_place_and_names_its_maker(paper):
    picture = paper.picture(file=picture_file(size=(1000, 500)), caption="Ships “at” dawn")
    tree = shown("_picture", picture=picture)
    (img,) = tree.findall(".//img")
    assert (img.get("width"), img.get("height")) == ("960", "480")
    assert img.get("alt") == "Ships at a pier"
    assert img.get("loading") == "lazy"
    assert [source.get("type") for source in tree.findall(".//source")] == [
        "image/avif",
        "image/webp",
    ]
    assert words(tree.find(".//figcaption")) == "Ships “at” dawn Ada Quay/EXAMPLE"
    hero = shown("_picture", picture=picture, is_hero=True, caption="Own words", decorative=True)
    assert hero.find(".//img").get("fetchpriority") == "high"
    assert hero.find(".//img").get("alt") == ""
    assert words(hero.find(".//figcaption")) == "Own words Ada Quay/EXAMPLE"


def test_unknown_credit_is_said(paper):
    kept = paper.picture(credit="", allow_unknown_credit=True)
    assert "Credit unknown" in words(shown("_picture", picture=kept))


def test_a_card_leads_to_its_story_and_credits_its_picture(paper):
    paper.story(hero=paper.picture(), kicker="Strike", bylines=[(paper.ada, ""), (paper.ben, "")])
    (story,) = queries.latest()
    tree = shown("_article_card", article=story, heading="h2", comment_count=" 5 comments")
    assert tree.findtext(".//h2/a") == "Ferries stay in port"
    assert tree.xpath(".//h2/a/@href") == ["/harbour/ferry-row/"]
    assert tree.find(".//img").get("alt") == ""
    text = words(tree)
    for part in ("Strike", "Ada Quay and Ben Moor", "Ada Quay/EXAMPLE", "5 comments"):
        assert part in text
    assert tree.xpath(".//time/@datetime") == ["2026-11-20T07:30+00:00"]


def test_the_author_box_never_shows_the_address(paper):
    actions.save_author(
        name="Ada Quay",
        slug="ada-quay",
        bio="Reports from the pier.",
        email="ada@newsroom.example",
        portrait=paper.picture(),
        author=paper.ada,
    )
    tree = shown("_author_box", article=paper.story())
    assert "Reports from the pier." in words(tree)
    assert "ada@newsroom.example" not in html.tostring(tree).decode()
    assert words(shown("_author_box", author=paper.ben)) == "Ben Moor"


EVERY_BLOCK = [
    {"type": "paragraph", "value": '<p>Link <a href="https://x.example/">here</a> <i>now</i>.</p>'},
    {"type": "heading", "value": {"text": "Next", "level": 2}},
    {"type": "heading", "value": {"text": "Smaller", "level": 3}},
    {"type": "pull_quote", "value": {"text": "Enough.", "attribution": "A sailor"}},
    {
        "type": "quote",
        "value": {"text": "We wait.\n\nStill.", "speaker": "Ana", "role": "cook", "via": "AFP"},
    },
    {"type": "list", "value": {"ordered": True, "items": ["one", "<b>two</b>"]}},
    {"type": "list", "value": {"ordered": False, "items": ["three"]}},
    {"type": "correction", "value": {"text": "Two.\nNot three.", "corrected_at": MORNING}},
    {"type": "claim", "value": CLAIM},
    {"type": "code", "value": {"text": "<b>print(1)</b>", "language": "python"}},
    {"type": "table", "value": {"html": "<table><tr><td>1</td></tr></table>"}},
    {"type": "html", "value": {"html": '<p style="color:red">kept</p>'}},
]


def test_every_block_reads_well_and_is_fit_for_a_strict_policy(paper):
    picture = paper.picture()
    body = [
        *EVERY_BLOCK,
        {"type": "picture", "value": {"picture": picture.pk, "caption": "C", "alt": "A"}},
    ]
    story = paper.story(body=body)
    markup = render_to_string("publishing/_body.html", {"body": story.body})
    assert not re.search(r"style=|<script|<style|\son\w+=", markup)
    tree = html.fragment_fromstring(markup, create_parent="div")
    assert len(tree.xpath("./div[@id]")) == len(body)
    assert words(tree.find_class("quote")[0]) == "We wait. Still.Ana, cook quoted via AFP"
    assert [words(item) for item in tree.findall(".//ol/li")] == ["one", "two"]
    assert tree.findtext(".//pre/code") == "<b>print(1)</b>"
    assert words(tree.find_class("correction")[0]).startswith("Correction 20 November 2026")
    assert tree.find(".//section[@class='correction']") is not None  # readers' tools drop asides
    assert tree.find(".//img").get("alt") == "A"


def test_a_preview_shows_the_draft(paper, editor, client):
    draft = paper.story(live=False, body=EVERY_BLOCK, hero=paper.picture())
    response = draft.make_preview_request(
        original_request=RequestFactory().get("/"), preview_mode=""
    )
    response.render()
    page = response.content.decode()
    assert "Ferries stay in port" in page
    assert "A workshop was used to build drones." in page
    client.force_login(editor)
    assert client.get(f"/desk/pages/{draft.pk}/view_draft/").status_code == 200
