"""The JSON calls, as a site with a counting function joins them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import include, path
from ninja import NinjaAPI
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from broadsheet.core.paging import encode_cursor
from broadsheet.publishing import actions
from broadsheet.publishing.api import make_router
from broadsheet.publishing.models import ArticlePage
from tests.publishing.conftest import MORNING

api = NinjaAPI(urls_namespace="publishing-alone", docs_url=None)
api.add_router("", make_router(lambda ids: {pk: 7 for pk in ids if pk % 2 == 0}))
urlpatterns = [
    path("api/v1/", api.urls),
    path("desk/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]


@pytest.fixture
def call(client: Client, settings):
    """A GET to the API."""
    settings.ROOT_URLCONF = __name__
    return lambda address: client.get(f"/api/v1/{address}")


def test_stories_come_page_by_page(paper, call):
    stories = paper.stories(5, topics=[paper.ferries])
    seen, address = [], "articles/?limit=2"
    for _page in range(3):
        answer = call(address).json()
        seen += [item["title"] for item in answer["items"]]
        address = f"articles/?limit=2&cursor={answer['next']}"
    assert seen == ["Story 4", "Story 3", "Story 2", "Story 1", "Story 0"]
    assert answer["next"] is None
    item = call("articles/?limit=1").json()["items"][0]
    assert item["published_at"] == "2026-11-20T11:30:00.000000Z"
    assert item["updated_at"] is None
    assert item["url"].endswith("/harbour/story-4/")
    assert item["url"].startswith("http")
    assert item["section"]["name"] == "Harbour"
    assert [author["name"] for author in item["authors"]] == ["Ada Quay"]
    assert item["comment_count"] == (0 if item["id"] % 2 else 7)
    assert item["id"] == stories[-1].pk


@pytest.mark.parametrize(
    "wrong",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=nonsense",
        "cursor=WzEsMl0",
        "cursor=WyIyMDI2Il0",
        f"cursor={encode_cursor(['0001-01-01T00:00:00+23:59', 1])}",
        f"cursor={encode_cursor(['9999-12-31T23:59:59-23:59', 1])}",
        f"cursor={encode_cursor(['2026-11-22T00:00:00Z', 2**63])}",
    ],
)
def test_wrong_parameters_are_422(paper, call, wrong):
    answer = call(f"articles/?{wrong}")
    assert answer.status_code == 422


def test_one_story_with_all_that_it_says(paper, call):
    hero = paper.picture()
    story = paper.story(
        hero=hero,
        hero_caption="Ships",
        topics=[paper.ferries],
        updated_at=MORNING + timedelta(hours=1),
        body=[
            {"type": "paragraph", "value": "<p>Nothing <b>moved</b>.</p>"},
            {"type": "picture", "value": {"picture": paper.picture(credit="Ben Moor").pk}},
            {
                "type": "claim",
                "id": "7d9c1f8e-0000-4000-8000-000000000001",
                "value": {
                    "text": "A drill was sabotaged.",
                    "speaker": "Harbour board",
                    "said_at": MORNING,
                    "responses": [{"kind": "rejects", "speaker": "Union", "text": "Not true."}],
                    "status": "not_verified",
                },
            },
            {"type": "correction", "value": {"text": "Two ferries.", "corrected_at": MORNING}},
        ],
    )
    answer = call(f"articles/{story.pk}/").json()
    assert "<p>Nothing <b>moved</b>.</p>" in answer["body_html"]
    assert "style=" not in answer["body_html"]
    assert answer["credits"] == ["Ada Quay/EXAMPLE", "Ben Moor"]
    assert answer["hero"]["caption"] == "Ships"
    for picture in (answer["hero"], *answer["pictures"]):
        assert "/media/images/" in picture["url"]  # a copy, not the large original
    assert answer["updated_at"] == "2026-11-20T08:30:00.000000Z"
    (claim,) = answer["claims"]
    assert claim["id"] == "7d9c1f8e-0000-4000-8000-000000000001"
    assert claim["said_at"] == "2026-11-20T07:30:00.000000Z"
    assert claim["responses"][0]["kind"] == "rejects"
    assert answer["corrections"] == [
        {"text": "Two ferries.", "corrected_at": "2026-11-20T07:30:00.000000Z"}
    ]
    assert answer["topics"][0]["url"].endswith("/topics/ferries/")


def test_what_is_not_public_is_not_there(paper, call):
    draft = paper.story(live=False)
    page = actions.save_page(slug="about", title="About", body=[], live=True)
    for pk in (draft.pk, page.pk, ArticlePage.objects.count() + 10_000, 2**63, 10**30):
        answer = call(f"articles/{pk}/")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
