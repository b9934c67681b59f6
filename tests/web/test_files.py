"""Files from the data folder: what is there is sent as what it is, and nothing else is."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(settings):
    """Writes a file into the media folder."""

    def write(name: str, body: bytes = b"body") -> None:
        file = Path(settings.MEDIA_ROOT, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)

    return write


@pytest.mark.parametrize("folder", ["images", "original_images"])
def test_pictures_are_shown(client, stored, folder):
    stored(f"{folder}/ferry.jpg")
    answer = client.get(f"/media/{folder}/ferry.jpg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["page.html", "page.svg", "list.csv", "plan.pdf", "odd.xyz"])
def test_every_other_file_is_a_download(client, stored, name):
    stored(f"documents/{name}", b"<script>alert(1)</script>")
    answer = client.get(f"/media/documents/{name}")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "images/missing.jpg",
        "images/",
        "images/..%2f..%2fsecret-key",
        "images/%00",
        "images/" + "a" * 5000,
        "secrets/key.txt",
        "%2e%2e/secret-key",
    ],
)
def test_what_is_not_there_is_404(client, stored, path):
    stored("secrets/key.txt")
    assert client.get(f"/media/{path}").status_code == 404
