"""Error pages help, and never show how the house is built."""

import resource
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import path

from broadsheet.web import urls

pytestmark = pytest.mark.django_db

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def broken(request):
    secret_of_the_house = "do not show"
    raise RuntimeError(secret_of_the_house)


urlpatterns = [path("broken/", broken), path("api/v1/broken/", broken), *urls.urlpatterns]


@pytest.fixture
def client() -> Client:
    """A browser that shows what a reader would see."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("is_development", [False, True])
def test_a_fault_shows_no_code(client, settings, is_development):
    settings.ROOT_URLCONF, settings.DEVELOPMENT = __name__, is_development
    for address, kind in (("/broken/", "text/html"), ("/api/v1/broken/", "application/problem")):
        answer = client.get(address)
        assert answer.status_code == 500
        assert answer["Content-Type"].startswith(kind)
        for word in (b"do not show", b"RuntimeError", b"Traceback", b"secret_of_the_house"):
            assert word not in answer.content


def test_a_missing_page_shows_no_list_of_addresses(client, settings):
    settings.DEVELOPMENT = True
    page = client.get("/nothing/here/").content
    assert b"urlpatterns" not in page
    assert b"urls" not in page


@pytest.fixture
def no_room() -> Iterator[None]:
    """The limit on the size of files stands for a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("checks_forms", [False, True])
def test_an_upload_that_finds_no_room_is_told_so(no_room, checks_forms):
    client = Client(raise_request_exception=False, enforce_csrf_checks=checks_forms)
    client.cookies["csrftoken"] = "a" * 32  # else the form is refused before anybody reads it
    file = SimpleUploadedFile("large.jpg", b"x" * 3_000_000, "image/jpeg")
    answer = client.post("/desk/login/", {"file": file})
    assert answer.status_code == 507
    assert b"no room left" in answer.content


def test_a_script_is_told_the_same_as_a_problem(no_room):
    client = Client(raise_request_exception=False, HTTP_ACCEPT="application/json")
    file = SimpleUploadedFile("large.jpg", b"x" * 3_000_000, "image/jpeg")
    answer = client.post("/desk/login/", {"file": file})
    assert answer.status_code == 507
    assert answer["Content-Type"] == "application/problem+json"
