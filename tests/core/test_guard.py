"""Anonymous POSTs are taken from this site's pages and from scripts, never from other sites."""

import re

import pytest
from django.http import HttpResponse

from broadsheet.core.guard import public_post


@public_post
def view(request):
    return HttpResponse(f"took {request.POST.get('name', '')}")


def post(rf, **headers):
    return view(rf.post("/here/", {"name": "Ada"}, **headers))


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_sites_own_forms_pass(rf, site):
    assert post(rf, HTTP_SEC_FETCH_SITE=site).content == b"took Ada"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.django_db
def test_other_sites_forms_are_refused(rf, site):
    answer = post(rf, HTTP_SEC_FETCH_SITE=site)
    assert answer.status_code == 403
    assert b"took" not in answer.content


@pytest.mark.django_db
def test_the_origin_is_compared_with_the_site_and_with_the_host(rf, settings):
    settings.SITE_URL = "https://news.example"
    assert post(rf, HTTP_ORIGIN="https://news.example").content == b"took Ada"
    assert post(rf, HTTP_ORIGIN="http://testserver").content == b"took Ada"
    assert post(rf, HTTP_ORIGIN="https://evil.example").status_code == 403
    for odd in ("null", "http://[", "://testserver", "http://testserver@evil.example"):
        assert post(rf, HTTP_ORIGIN=odd).status_code == 403


def test_scripts_that_say_nothing_may_post_json(rf):
    request = rf.post("/here/", b"{}", content_type="application/json")
    assert view(request).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"content_type": "text/plain"}, {"HTTP_ACCEPT": "application/json"}],
)
def test_a_script_that_sends_no_json_is_told_to(rf, headers):
    data = b"{}" if "content_type" in headers else {"name": "Ada"}
    answer = view(rf.post("/here/", data, **headers))
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_form_that_says_nothing_is_asked_once_more(rf):
    answer = post(rf)
    page = answer.content.decode()
    assert "took" not in page
    assert answer["Cache-Control"] == "private, no-store"
    token = re.search(r'name="confirm_token" value="([^"]+)"', page)[1]
    assert view(rf.post("/here/", {"name": "Ada", "confirm_token": token})).content == b"took Ada"
    changed = view(rf.post("/here/", {"name": "Eve", "confirm_token": token}))
    assert b"took" not in changed.content
