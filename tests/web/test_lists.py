"""Section, author, topic and search pages."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/harbour/", "/authors/ada-quay/", "/topics/ferries/"])
def test_a_list_shows_its_stories_page_by_page(client, paper, newsroom, path):
    paper.stories(21, topics=[paper.ferries])
    first = client.get(path).content.decode()
    assert "Story 20" in first
    assert "Story 0<" not in first
    assert 'href="?page=2"' in first
    assert "Story 0<" in client.get(path, {"page": "2"}).content.decode()


@pytest.mark.parametrize("path", ["/harbour/", "/authors/ada-quay/", "/topics/ferries/"])
@pytest.mark.parametrize("page", ["0", "2", "x", "-1"])
def test_a_page_beyond_the_list_is_404(client, paper, newsroom, path, page):
    paper.stories(2, topics=[paper.ferries])
    assert client.get(path, {"page": page}).status_code == 404


@pytest.mark.parametrize("path", ["/authors/nobody/", "/topics/nothing/", "/nothing/"])
def test_what_is_not_there_is_404_with_a_way_out(client, paper, newsroom, path):
    paper.story()
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'action="/search/"' in answer.content.decode()
    assert "Ferries stay in port" in answer.content.decode()


@pytest.mark.parametrize("path", ["/harbour/", "/authors/ada-quay/", "/topics/ferries/"])
def test_an_empty_list_says_so(client, paper, newsroom, path):
    assert client.get(path).status_code == 200


def test_search_before_a_word_offers_the_latest(client, paper, newsroom):
    paper.story()
    page = client.get("/search/").content.decode()
    assert "Latest stories" in page
    assert "Ferries stay in port" in page


def test_search_that_finds_nothing_helps(client, paper, newsroom):
    paper.story()
    page = client.get("/search/", {"q": "zebra <b>"}).content.decode()
    assert "Nothing found for “zebra &lt;b&gt;”" in page


@pytest.mark.parametrize("query", ["x" * 5000, "\x00\x01", "'\"*()&|!", "\u202eevil", "%"])
def test_search_takes_any_words(client, paper, newsroom, query):
    assert client.get("/search/", {"q": query}).status_code == 200
