"""The story in the words of schema.org."""

import json

from broadsheet.publishing import actions
from broadsheet.publishing.structured import news_article
from tests.publishing.conftest import MORNING
from tests.publishing.test_fragments import CLAIM


def test_headline_people_picture_claims_and_corrections(paper):
    story = paper.story(
        hero=paper.picture(),
        topics=[paper.ferries],
        bylines=[(paper.ada, ""), (paper.ben, "editor")],
        body=[
            {"type": "claim", "value": CLAIM},
            {
                "type": "correction",
                "value": {"text": "Two, not three.", "corrected_at": MORNING.replace(hour=9)},
            },
        ],
    )
    data = json.loads(json.dumps(news_article(story)))
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Ferries stay in port"
    assert [author["name"] for author in data["author"]] == ["Ada Quay"]
    assert data["image"]["creditText"] == "Ada Quay/EXAMPLE"
    assert data["datePublished"] == "2026-11-20T07:30:00.000000Z"
    assert data["dateModified"] == "2026-11-20T09:30:00.000000Z"
    assert data["correction"][0]["@type"] == "CorrectionComment"
    (claim,) = data["mentions"]
    assert claim["@type"] == "Claim"
    assert claim["author"]["name"] == "Col. Orla Finn"
    assert claim["firstAppearance"]["url"] == CLAIM["source_url"]
    assert claim["comment"][0]["text"] == "Workshop owner rejects this: We repair boats."
    assert "ClaimReview" not in json.dumps(data)


def test_what_is_missing_is_left_out(paper):
    story = paper.story(standfirst="", bylines=[], body=[])
    data = news_article(story)
    for name in ("description", "author", "image", "mentions", "correction", "dateline"):
        assert name not in data


def test_an_unknown_credit_is_not_claimed(paper):
    picture = actions.save_picture(
        file=paper.picture().file, title="Kept", allow_unknown_credit=True
    )
    actions.save_picture(file=None, title="Kept", allow_unknown_credit=True, picture=picture)
    data = news_article(paper.story(hero=picture))
    assert "creditText" not in data["image"]
