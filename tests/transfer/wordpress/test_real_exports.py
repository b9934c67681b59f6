"""Every real export of the shared test data: all accounted for, nothing public that was not."""

import gzip
import os
import re
from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect

from broadsheet.core import checks
from broadsheet.discussion.models import Comment, Pingback
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.transfer.report import KINDS
from broadsheet.transfer.wordpress.reader import UnusableFile

pytestmark = pytest.mark.django_db

ITEMS = ("articles", "pages", "media")
COMMENTS = ("comments", "pingbacks")
OUTCOMES = ("created", "updated", "unchanged", "skipped", "refused")

FOLDER = os.environ.get("BROADSHEET_TEST_DATA", "")

# (items, comments) as the list of the test data counts them; None where the file is broken.
COUNTS: dict[str, tuple[int, int] | None] = {
    "themeunittestdata.wordpress.xml.gz": (186, 33),
    "64-block-test-data.xml.gz": (72, 2),
    "isso-wordpress.xml": (3, 8),  # the list says 4: one <item> stands in a comment of the XML
    "nikola-wordpress_export_example.xml": (8, 0),
    "wp-importer/small-export.xml": (11, 1),
    "wp-importer/valid-wxr-1.0.xml": (6, 1),
    "wp-importer/malformed.xml": None,
    "wp-importer/crazy-cdata.xml": None,
    "wp-importer/slashes.xml": (1, 1),
    "wp-importer/test-serialized-comment-meta.xml": (1, 1),
    "wp-importer/wxr-utf-8-challenges.xml": (1, 0),
    "wp-importer/missing-tags.xml": (1, 0),
    # The list says 1: five more items declare a namespace on their own tag.
    "wp-importer/namespace-edge-cases.xml": (6, 0),
    "wp-importer/blank-lines.xml": (1, 0),
    "wp-importer/term-formats.xml": (0, 0),
    "wp-importer/test-serialized-postmeta-with-cdata.xml": (1, 0),
    "wp-importer/wxr-flat-attachment-same-site.xml": (2, 0),
    "ghost-migrate/sample.xml": None,
    "ghost-migrate/co-authors-plus.xml": (4, 0),
    "ghost-migrate/feature-image-captions.xml": (5, 0),
    "ghost-migrate/has-meta.xml": (1, 0),
    "ghost-migrate/multiple-posts-only.xml": (4, 0),
    "ghost-migrate/multiple-attachments-only.xml": None,
    "wagtail-wordpress-import/raw_xml.xml": (5, 0),
}
SOUND = sorted(name for name, counts in COUNTS.items() if counts)
BROKEN = sorted(name for name, counts in COUNTS.items() if not counts)


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def total(told: dict, kinds: tuple[str, ...], *outcomes: str) -> int:
    return sum(told[kind][outcome] for kind in kinds for outcome in outcomes)


def test_the_list_is_complete(test_data):
    found = {
        str(path.relative_to(test_data / "wxr")) for path in (test_data / "wxr").rglob("*.xml*")
    }
    assert found == set(COUNTS)


@pytest.mark.parametrize("name", SOUND)
def test_everything_is_accounted_for_and_a_second_run_creates_nothing(name, move_in, test_data):
    items, comments = COUNTS[name] or (0, 0)
    path = test_data / "wxr" / name
    text = text_of(path)
    told = move_in(path).as_json()

    assert told["read"] == {"items": items, "comments": comments}
    assert total(told, ITEMS, *OUTCOMES) == items
    assert total(told, COMMENTS, *OUTCOMES) == comments
    assert total(told, tuple(KINDS), "refused", "updated", "unchanged") == 0
    for kind in KINDS:
        reasons = sum(reason["count"] for reason in told[kind]["reasons"])
        assert reasons == told[kind]["skipped"] + told[kind]["refused"]

    there = ArticlePage.objects.count() + StaticPage.objects.count()
    assert there == total(told, ("articles", "pages"), "created")
    assert Comment.objects.count() == told["comments"]["created"]
    assert Pingback.objects.count() == told["pingbacks"]["created"]
    approved = len(re.findall(r"<wp:comment_approved>(?:<!\[CDATA\[)?1", text))
    pings = len(re.findall(r"<wp:comment_type>(?:<!\[CDATA\[)?(?:pingback|trackback)", text))
    assert Pingback.objects.count() == pings
    assert Comment.objects.filter(state="published").count() == approved - pings
    assert Comment.objects.filter(state="held").count() == comments - approved
    assert checks.find_differences() == []

    again = move_in(path).as_json()
    assert total(again, tuple(KINDS), "created", "updated", "refused") == 0
    for kind in KINDS:
        assert again[kind]["unchanged"] == told[kind]["created"], kind
        assert again[kind]["skipped"] == told[kind]["skipped"], kind


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_well_formed_is_refused_whole(name, move_in, test_data):
    with pytest.raises(UnusableFile, match=r"not well-formed.* at line \d+, column \d+\.$"):
        move_in(test_data / "wxr" / name)
    assert not ArticlePage.objects.exists()


def test_the_theme_unit_test_keeps_its_secrets_and_its_depth(move_in, test_data):
    move_in(test_data / "wxr" / "themeunittestdata.wordpress.xml.gz")
    drafts = ArticlePage.objects.filter(live=False).values_list("title", flat=True)
    assert any("Password Protected" in title for title in drafts)
    assert any("Draft" in title for title in drafts)
    assert ArticlePage.objects.get(title="Template: Sticky").is_pinned
    assert max(Comment.objects.values_list("depth", flat=True)) == 9
    assert Comment.objects.filter(depth__gt=0).count() == 10


def test_co_authors_stand_in_the_byline_once_each(move_in, test_data):
    move_in(test_data / "wxr" / "ghost-migrate" / "co-authors-plus.xml")
    for slug, names in {
        "multi-author-post": ["Alice Smith", "Bob Jones"],
        "three-author-post": ["Alice Smith", "Bob Jones", "Carol White"],
        "single-coauthor-post": ["Bob Jones"],
        "duplicate-author-post": ["Alice Smith", "Bob Jones"],
    }.items():
        assert [author.name for author in ArticlePage.objects.get(slug=slug).authors] == names


def test_every_old_address_of_what_is_public_leads_on(client, move_in, test_data):
    move_in(test_data / "wxr" / "64-block-test-data.xml.gz")
    for story in ArticlePage.objects.filter(live=True)[:5]:
        paths = set(Redirect.objects.filter(redirect_page=story).values_list("old_path", flat=True))
        assert any(path.startswith("/?p=") for path in paths)
        old = next(path for path in paths if "?" not in path)
        answer = client.get(f"{old}/")
        assert (answer.status_code, answer["Location"]) == (301, story.url)
