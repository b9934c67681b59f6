"""The importer as a whole: what an export becomes, told by the report and by the pages."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from broadsheet.discussion.models import Comment, Thread
from broadsheet.publishing.actions import ensure_front_page, save_section
from broadsheet.publishing.models import (
    ArticlePage,
    Author,
    Picture,
    SectionPage,
    StaticPage,
    Topic,
)
from broadsheet.transfer.models import Imported
from broadsheet.transfer.report import KINDS, Report
from broadsheet.transfer.wordpress.reader import UnusableFile
from tests.transfer.wordpress.export import comment, page, post, term, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    (folder / "2026" / "02").mkdir(parents=True)
    Image.new("RGB", (60, 40), "navy").save(folder / "2026" / "02" / "ferry.png")
    return folder


def outcome(report: Report, kind: str) -> dict[str, int]:
    return {name: count for name, count in report.kinds[kind].outcomes.items() if count}


def article(slug: str) -> ArticlePage:
    return ArticlePage.objects.get(slug=slug)


def blocks(story: ArticlePage | StaticPage) -> list[tuple[str, object]]:
    return [(block["type"], block["value"]) for block in story.body.raw_data]


# A small newsroom, whole ---------------------------------------------------------------------


def test_a_newsroom_moves_in(move_in, fixtures, media):
    report = move_in(fixtures / "newsroom.xml", media=media)
    assert report.source == "harbour.example/paper"
    assert report.refused == 0
    assert outcome(report, "articles") == {"created": 2, "skipped": 3}
    assert outcome(report, "pages") == {"created": 1}
    assert outcome(report, "media") == {"created": 1}
    assert outcome(report, "authors") == {"created": 3}
    assert outcome(report, "sections") == {"created": 2, "skipped": 1}

    story = article("ferry-fares")
    assert story.title == "Ferry fares to rise & timetable to shrink"
    assert story.standfirst == "From May, a crossing costs more."
    assert story.first_published_at == datetime(2026, 2, 3, 9, tzinfo=UTC)
    assert story.updated_at == datetime(2026, 2, 5, 12, 30, tzinfo=UTC)
    assert story.live
    assert story.is_pinned
    assert story.section.title == "City Hall", "Yoast's primary category, not the first"
    assert story.section.description == "Who decides what."
    assert [author.name for author in story.authors] == ["Ada Byron", "Inês Duarte"]
    assert {topic.slug: topic.name for topic in story.topics.all()} == {
        "ferries": "Ferries & boats",
        "support": "Support",
    }
    assert Author.objects.get(name="Ada Byron").bio == "Writes about engines."
    assert article("old-quay").authors[0].slug == "tom-okafor", "no e-mail address in an address"


def test_pictures_come_with_credit_caption_and_words_for_listeners(move_in, fixtures, media):
    move_in(fixtures / "newsroom.xml", media=media)
    ferry = Picture.objects.get()
    assert (ferry.credit, ferry.caption, ferry.description) == (
        "Jo Lind/PRESS",
        "The ferry at dawn",
        "A white ferry",
    )
    assert not ferry.credit_unknown
    story = article("ferry-fares")
    assert story.hero == ferry
    assert dict(blocks(story))["picture"]["picture"] == ferry.pk
    assert dict(blocks(story))["picture"]["caption"] == "The morning boat"


def test_links_lead_to_new_addresses_and_old_addresses_to_new_ones(move_in, fixtures, media):
    move_in(fixtures / "newsroom.xml", media=media)
    first = str(blocks(article("ferry-fares"))[0][1])
    quay = article("old-quay")
    assert quay.url == "/support-2/old-quay/", "/support/ is Broadsheet's own"
    assert 'href="/support-2/old-quay/#plan"' in first
    assert 'href="/about/"' in first

    leads = {row.old_path: row.link for row in Redirect.objects.all()}
    assert all(row.is_permanent for row in Redirect.objects.all())
    assert leads["/paper/2026/01/old-quay"] == "/support-2/old-quay/"
    for path in ("/?p=11", "/paper?p=11"):
        assert leads[path] == "/support-2/old-quay/"
    assert leads["/?page_id=30"] == leads["/paper/about"] == "/about/"
    assert leads["/paper/category/city-hall"] == "/city-hall/"
    assert leads["/paper/tag/ferries"] == "/topics/ferries/"
    assert leads["/paper/author/ines"] == "/authors/ines/"
    assert leads["/paper/feed"] == "/feed.xml"
    stored = Picture.objects.get().file.url
    assert leads["/paper/wp-content/uploads/2026/02/ferry.png"] == stored


def test_a_reusable_block_stands_in_the_story(move_in, fixtures):
    move_in(fixtures / "newsroom.xml")
    assert blocks(article("ferry-fares"))[-1] == ("paragraph", "<p>Support our work.</p>")


def test_a_closed_discussion_stays_readable_and_closed(move_in, fixtures):
    move_in(fixtures / "newsroom.xml")
    quay = article("old-quay")
    assert quay.has_discussion
    assert Thread.objects.get(subject=f"page:{quay.pk}").is_closed
    assert Comment.objects.get().body_html == "<p>I sailed<br>from there.</p>"
    assert not StaticPage.objects.get(slug="about").has_discussion


# Again and again -----------------------------------------------------------------------------


def test_a_second_run_creates_and_changes_nothing(move_in, fixtures, media):
    first = move_in(fixtures / "newsroom.xml", media=media)
    before = list(Imported.objects.order_by("pk").values())
    second = move_in(fixtures / "newsroom.xml", media=media)
    for kind in KINDS:
        assert not outcome(second, kind).get("created"), kind
        assert not outcome(second, kind).get("updated"), kind
        assert outcome(second, kind).get("unchanged", 0) == outcome(first, kind).get("created", 0)
        assert outcome(second, kind).get("skipped") == outcome(first, kind).get("skipped")
    assert list(Imported.objects.order_by("pk").values()) == before


def test_what_changed_at_the_source_is_updated_and_the_rest_stays(move_in):
    move_in(wxr(post(1, comment(1)), post(2)))
    first = article("post-1")
    report = move_in(wxr(post(1, comment(1, content="Better"), comment(2), title="New"), post(2)))
    assert outcome(report, "articles") == {"updated": 1, "unchanged": 1}
    assert outcome(report, "comments") == {"updated": 1, "created": 1}
    again = article("post-1")
    assert (again.pk, again.title) == (first.pk, "New")
    assert again.body.raw_data[0]["id"] == first.body.raw_data[0]["id"], "passages keep their block"
    assert sorted(Comment.objects.values_list("body_html", flat=True)) == [
        "<p>Better</p>",
        "<p>Comment 2</p>",
    ]


def test_what_an_editor_changed_or_deleted_here_is_left_alone(move_in):
    move_in(wxr(post(1), post(2)))
    edited = article("post-1")
    edited.title = "By hand"
    edited.save_revision().publish()
    article("post-2").delete()
    report = move_in(wxr(post(1, title="From there"), post(2, title="From there")))
    assert outcome(report, "articles") == {"skipped": 2}
    assert article("post-1").title == "By hand"
    assert ArticlePage.objects.count() == 1


def test_pictures_that_come_later_replace_their_links(move_in, fixtures, media):
    move_in(fixtures / "newsroom.xml")
    assert "picture" not in dict(blocks(article("ferry-fares")))
    report = move_in(fixtures / "newsroom.xml", media=media)
    assert outcome(report, "media") == {"created": 1}
    assert outcome(report, "articles") == {"updated": 1, "unchanged": 1, "skipped": 3}
    assert article("ferry-fares").hero is not None


def test_a_dry_run_tells_the_same_and_writes_nothing(move_in, fixtures, media, settings):
    told = move_in(fixtures / "newsroom.xml", media=media, is_dry_run=True).as_json()
    assert not SectionPage.objects.exists()
    assert not Imported.objects.exists()
    assert not Redirect.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    done = move_in(fixtures / "newsroom.xml", media=media).as_json()
    assert told.pop("dry_run")
    assert not done.pop("dry_run")
    assert told == done


class Killed(Exception):
    """Stands for the end of the process."""


class KilledWhileWriting:
    """Progress that ends the import in the middle of its second reading."""

    def __init__(self) -> None:
        self.phases = 0

    def phase(self, name: str, total_bytes: int) -> None:
        self.phases += 1
        self.half = total_bytes // 2

    def at(self, done_bytes: int) -> None:
        if self.phases == 2 and done_bytes > self.half:
            raise Killed


def test_after_a_kill_the_next_run_goes_on(move_in):
    text = wxr(*(post(n, comment(n), content="long " * 4000) for n in range(1, 21)))
    with pytest.raises(Killed):
        move_in(text, progress=KilledWhileWriting())
    there = ArticlePage.objects.count()
    assert 0 < there < 20
    report = move_in(text)
    assert outcome(report, "articles") == {"unchanged": there, "created": 20 - there}
    assert ArticlePage.objects.count() == Comment.objects.count() == 20


def test_two_files_of_one_site_belong_together(move_in, media):
    attachment = post(
        50,
        type="attachment",
        status="inherit",
        attachment_url="https://old.example/wp-content/uploads/2026/02/ferry.png",
    )
    move_in(wxr(attachment), media=media)
    move_in(wxr(post(1, metas={"_thumbnail_id": "50"})))
    assert article("post-1").hero == Picture.objects.get()


# Broken input --------------------------------------------------------------------------------


def test_a_file_that_breaks_off_writes_nothing(move_in):
    with pytest.raises(UnusableFile, match=r"line \d+, column \d+"):
        move_in(wxr(post(1))[:-10])
    assert not ArticlePage.objects.exists()
    assert not Imported.objects.exists()


def test_a_media_folder_that_is_none_is_said(move_in, tmp_path):
    with pytest.raises(UnusableFile, match="not a folder"):
        move_in(wxr(post(1)), media=tmp_path / "none")


# What stays private --------------------------------------------------------------------------


def test_drafts_and_what_was_private_are_drafts(move_in, clock):
    report = move_in(
        wxr(
            post(1, status="draft"),
            post(2, status="private"),
            post(3, password="enter"),
            post(4, status="future", date_gmt="2026-01-01 00:00:00"),
            post(5, status="future", date_gmt="2031-01-01 00:00:00"),
            post(6, status="trash"),
            page(7, status="pending"),
        )
    )
    assert outcome(report, "articles") == {"created": 5, "skipped": 1}
    for slug in ("post-1", "post-2", "post-3", "post-4", "post-5"):
        assert not article(slug).live
    assert article("post-5").go_live_at == datetime(2031, 1, 1, tzinfo=UTC)
    assert article("post-4").go_live_at is None
    assert not StaticPage.objects.get().live
    old_paths = set(Redirect.objects.values_list("old_path", flat=True))
    assert "/?p=5" in old_paths
    assert not old_paths & {"/?p=1", "/?p=2", "/?p=3", "/?p=4", "/2026/3", "/?page_id=7"}


# Awkward items -------------------------------------------------------------------------------


def test_types_without_counterpart_are_counted_with_their_comments(move_in):
    report = move_in(
        wxr(
            post(1, comment(1), type="nav_menu_item"),
            post(2, type="product"),
            post(3, comment(2), comment(3, type="pingback"), type="attachment", status="inherit"),
        )
    )
    assert outcome(report, "articles") == {"skipped": 2}
    reasons = {reason.partition(":")[0] for reason in report.kinds["articles"].reasons.counts}
    assert reasons == {"nav_menu_item", "product"}
    assert outcome(report, "comments") == {"skipped": 2}
    assert outcome(report, "pingbacks") == {"skipped": 1}


def test_nothing_is_lost_for_want_of_a_title_a_slug_or_a_category(move_in):
    move_in(wxr(post(1, title="", slug="", content="Words of the story")))
    story = ArticlePage.objects.get()
    assert (story.title, story.slug) == ("Words of the story", "words-of-the-story")
    assert story.section.slug == "news"


def test_one_slug_twice_and_reserved_ones_are_renamed_and_told(move_in):
    report = move_in(
        wxr(
            post(1, term("category", "api"), slug="same"),
            post(2, term("category", "api"), slug="same"),
            post(3, term("category", "life"), slug="same"),
            page(4, slug="life"),
            page(5, slug="desk"),
        )
    )
    assert {story.url for story in ArticlePage.objects.all()} == {
        "/api-2/same/",
        "/api-2/same-2/",
        "/life/same/",
    }
    assert {found.url for found in StaticPage.objects.all()} == {"/life-2/", "/desk-2/"}
    assert sum(n for r, n in report.notes.counts.items() if r.startswith("Renamed")) == 4
    again = move_in(wxr(post(1, term("category", "api"), slug="same", title="Other")))
    assert outcome(again, "articles") == {"updated": 1}
    assert article("same-2")
    assert ArticlePage.objects.filter(slug="same").count() == 2


def test_one_id_twice(move_in):
    twin = post(1, title="Twin")
    report = move_in(wxr(twin, twin, post(1, title="Another"), page(1, title="A page")))
    assert outcome(report, "articles") == {"created": 2, "skipped": 1}
    assert outcome(report, "pages") == {"created": 1}
    again = move_in(wxr(twin, twin, post(1, title="Another"), page(1, title="A page")))
    assert outcome(again, "articles") == {"unchanged": 2, "skipped": 1}


def test_what_stands_here_already_is_used_and_not_overwritten(move_in):
    ensure_front_page(title="Ours")
    life = save_section(title="Our Life", slug="life", description="Ours")
    report = move_in(wxr(post(1, term("category", "life", "Life"))))
    assert outcome(report, "sections") == {"unchanged": 1}
    life.refresh_from_db()
    assert (life.title, article("post-1").section.pk) == ("Our Life", life.pk)


def test_a_category_that_is_a_section_is_no_topic_of_its_own_articles(move_in):
    move_in(
        wxr(
            post(1, term("category", "life"), term("category", "art"), term("post_tag", "art")),
            post(2, term("category", "art")),
        )
    )
    assert [topic.slug for topic in article("post-1").topics.all()] == ["art"]
    assert not article("post-2").topics.exists()
    assert Topic.objects.count() == 1


def test_text_of_any_script_comes_through(move_in):
    move_in(
        wxr(post(1, title="🚢 سفينة", slug="%d0%bf%d0%b0%d1%80%d0%be%d0%bc", content="a\\'b 🚀"))
    )
    story = ArticlePage.objects.get()
    assert (story.title, story.slug) == ("🚢 سفينة", "паром")
    assert unquote(story.url) == "/news/паром/"
    assert blocks(story) == [("paragraph", "<p>a\\'b 🚀</p>")]


def test_an_address_of_the_desk_is_not_taken_over(move_in):
    Redirect.objects.create(old_path="/2026/1", redirect_link="/elsewhere/")
    report = move_in(wxr(post(1)))
    assert Redirect.objects.get(old_path="/2026/1").redirect_link == "/elsewhere/"
    assert outcome(report, "redirects")["skipped"] == 1


def test_old_addresses_of_any_script_lead_on(client, move_in):
    old = "https://old.example/2026/%d0%bf%d0%b0%d1%80%d0%be%d0%bc/"
    move_in(wxr(post(1, link=old, slug="ferry")))
    for asked in ("/2026/%d0%bf%d0%b0%d1%80%d0%be%d0%bc/", "/2026/паром", "/?p=1"):
        answer = client.get(asked)
        assert (answer.status_code, answer.get("Location")) == (301, "/news/ferry/"), asked


# Media ---------------------------------------------------------------------------------------


def attachment(number: int, file: str, **fields: str) -> str:
    return post(
        number,
        type="attachment",
        status="inherit",
        attachment_url=f"https://old.example/wp-content/uploads/{file}",
        **fields,
    )


def test_files_are_found_by_path_else_by_their_name_alone(move_in, media):
    Image.new("RGB", (9, 9)).save(media / "flat.png")
    Image.new("RGB", (9, 9)).save(media / "big.jpg")
    for name in ("a", "b"):
        (media / name).mkdir()
        Image.new("RGB", (9, 9)).save(media / name / "twice.png")
    report = move_in(
        wxr(
            attachment(1, "2026/02/ferry.png"),
            attachment(2, "2020/01/flat.png"),
            attachment(3, "2020/01/big-scaled.jpg"),
            attachment(4, "2020/01/twice.png"),
            attachment(5, "2020/01/none.png"),
            attachment(6, "2020/01/sound.mp3"),
        ),
        media=media,
    )
    assert outcome(report, "media") == {"created": 3, "skipped": 3}


def test_nothing_outside_the_folder_is_read(move_in, media, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    (media / "link.png").symlink_to(tmp_path / "secret.png")
    report = move_in(wxr(attachment(1, "../secret.png"), attachment(2, "link.png")), media=media)
    assert outcome(report, "media") == {"skipped": 2}
    assert not Picture.objects.exists()


def test_a_file_that_is_no_picture_is_refused_with_a_sentence(move_in, media):
    (media / "fake.png").write_bytes(b"not a picture")
    report = move_in(wxr(attachment(1, "fake.png")), media=media)
    assert outcome(report, "media") == {"refused": 1}
    assert report.refused == 1
    [reason] = report.kinds["media"].reasons.counts
    assert "not a picture" in reason


def test_a_picture_without_credit_is_kept_and_marked(move_in, media):
    move_in(
        wxr(attachment(1, "2026/02/ferry.png"), post(2, metas={"_thumbnail_id": "1"})),
        media=media,
    )
    assert article("post-2").live
    assert Picture.objects.get().credit_unknown


def test_a_picture_that_only_a_text_names_is_found_in_the_folder(move_in, media):
    text = '<img src="https://old.example/wp-content/uploads/2026/02/ferry-300x200.png">'
    foreign = '<img src="https://other.example/wp-content/uploads/2026/02/ferry.png">'
    report = move_in(wxr(post(1, content=text), post(2, content=foreign)), media=media)
    assert dict(blocks(article("post-1")))["picture"]["picture"] == Picture.objects.get().pk
    assert "picture" not in dict(blocks(article("post-2")))
    assert any("taken from the folder" in note for note in report.notes.counts)
