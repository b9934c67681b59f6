"""What every answer carries, and where old addresses lead."""

import pytest
from django.http import HttpResponse
from wagtail.contrib.redirects.models import Redirect

from broadsheet.web.middleware.headers import SecurityHeaders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/search/", "/support/", "/feed.xml", "/api/v1/meter/"])
def test_a_public_answer_may_load_its_own_parts_only(client, paper, newsroom, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not answer.cookies


@pytest.mark.parametrize("kind", ["text/css", "text/javascript", "font/woff2", "image/svg+xml"])
def test_a_part_of_a_page_carries_no_rules_for_documents(rf, kind):
    answer = SecurityHeaders(lambda _request: HttpResponse(b"", content_type=kind))(rf.get("/"))
    is_document = kind == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    for name in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"):
        assert (name in answer) == is_document


def test_a_page_is_asked_for_anew_and_answered_in_short(client, paper, newsroom):
    story = paper.story(has_discussion=False)
    first = client.get(story.url)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(story.url, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_the_desk_has_a_policy_of_its_own_and_is_never_stored(client, publisher, newsroom):
    client.force_login(publisher)
    answer = client.get("/desk/")
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-eval" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["p", "page_id", "attachment_id"])
def test_an_old_address_leads_to_the_story(client, paper, newsroom, name):
    story = paper.story()
    Redirect.add_redirect(f"/?{name}=12", redirect_to=story)
    answer = client.get("/", {name: "12", "utm_source": "mail"})
    assert answer.status_code == 301
    assert answer["Location"].endswith("/harbour/ferry-row/")


@pytest.mark.parametrize("number", ["13", "x", "", "²", "1" * 40, "12'--"])
def test_an_old_address_that_is_unknown_is_the_front_page(client, paper, newsroom, number):
    Redirect.add_redirect("/?p=12", redirect_to=paper.story())
    assert client.get("/", {"p": number}).status_code == 200
