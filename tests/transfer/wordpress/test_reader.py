import gzip
from pathlib import Path

import pytest

from broadsheet.transfer.wordpress.reader import CHUNK_BYTES, UnusableFile, read
from broadsheet.transfer.wordpress.records import Author, Item, Site, Term
from tests.transfer.wordpress.export import comment, post, term, wxr


def records(tmp_path: Path, text: str | bytes) -> list:
    path = tmp_path / "export.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read(path, Site()))


def items(tmp_path: Path, text: str | bytes) -> list[Item]:
    return [record for record in records(tmp_path, text) if isinstance(record, Item)]


def test_an_item_with_everything(tmp_path):
    text = wxr(
        post(
            7,
            term("category", "city-hall", "City Hall"),
            comment(1, parent="2", metas={"wpdiscuz_votes": "3", "akismet_result": "false"}),
            metas={"_thumbnail_id": "9"},
            title="Ships & <em>boats</em> 🚢",
        )
    )
    [item] = items(tmp_path, text)
    assert (item.ordinal, item.id, item.title) == (1, "7", "Ships & <em>boats</em> 🚢")
    assert item.metas == {"_thumbnail_id": "9"}
    assert [(use.taxonomy, use.slug, use.name) for use in item.terms] == [
        ("category", "city-hall", "City Hall")
    ]
    [said] = item.comments
    assert (said.id, said.parent, said.content) == ("1", "2", "Comment 1")
    assert said.metas == {"wpdiscuz_votes": "3"}, "metas that nobody reads are not kept"


def test_cdata_that_was_split_is_whole_again(tmp_path):
    split = "<![CDATA[a ]]]]><![CDATA[> b]]>"
    text = wxr(post(1).replace("Text of 1.", split))
    assert items(tmp_path, text)[0].content == "a ]]> b"


def test_text_across_chunks_is_whole(tmp_path):
    long = "ä€🚀" * CHUNK_BYTES
    assert items(tmp_path, wxr(post(1, content=long)))[0].content == long


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_every_version_of_the_format(tmp_path, version):
    text = wxr(post(5, excerpt="In short")).replace("/export/1.2/", f"/export/{version}/")
    [item] = items(tmp_path, text)
    assert (item.id, item.excerpt) == ("5", "In short")


def test_a_foreign_namespace_under_a_known_prefix_says_nothing(tmp_path):
    text = wxr(
        "<item xmlns:wp='http://evil.example/'><title>x</title><wp:post_id>1</wp:post_id>"
        "<wp:postmeta><wp:meta_key>k</wp:meta_key></wp:postmeta></item>",
        "<item xmlns:alt='http://wordpress.org/export/1.1/'><wp:post_id>2</wp:post_id>"
        "<alt:post_id>3</alt:post_id></item>",
    )
    hijacked, twice = items(tmp_path, text)
    assert (hijacked.title, hijacked.id, hijacked.metas) == ("x", "", {})
    assert twice.id == "2", "the first of two counts"


def test_authors_and_terms_come_before_items(tmp_path):
    head = (
        "<wp:author><wp:author_login>ines</wp:author_login>"
        "<wp:author_display_name>Inês</wp:author_display_name></wp:author>"
        "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>news</wp:category_nicename>"
        "<wp:cat_name>News</wp:cat_name></wp:category>"
        "<wp:tag><wp:tag_slug>ships</wp:tag_slug></wp:tag>"
        "<wp:term><wp:term_taxonomy>series</wp:term_taxonomy><wp:term_slug>s1</wp:term_slug></wp:term>"
    )
    author, category, tag, other, item = records(tmp_path, wxr(post(1), head=head))
    assert isinstance(author, Author)
    assert (author.login, author.name) == ("ines", "Inês")
    assert isinstance(category, Term)
    assert (category.taxonomy, category.id, category.name) == ("category", "3", "News")
    assert (tag.taxonomy, other.taxonomy, other.slug) == ("post_tag", "series", "s1")
    assert isinstance(item, Item)


def test_gzip_is_known_by_its_bytes(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(gzip.compress(wxr(post(1), post(2)).encode()))
    assert len(list(read(path, Site()))) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_as_declared(tmp_path, encoding):
    text = wxr(post(1, title="Fähre")).replace("UTF-8", encoding)
    assert items(tmp_path, text.encode(encoding))[0].title == "Fähre"


def test_progress_counts_the_bytes_of_the_file(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(wxr(*(post(number, content="x" * 9000) for number in range(30))))
    heard: list[int] = []
    list(read(path, Site(), heard.append))
    assert heard == sorted(heard)
    assert len(heard) > 3
    assert heard[-1] == path.stat().st_size


def unusable(path: Path) -> str:
    with pytest.raises(UnusableFile) as refusal:
        list(read(path, Site()))
    sentence = str(refusal.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"\xff\xd8\xff\xe0 not xml", "line 1, column 1"),
        (wxr(post(1)).encode()[:-20], "line 9, column 322."),
        (wxr(post(1)).replace("Text", "\x0b").encode(), "line 9, column 265."),
        (wxr(post(1)).replace("Text", "&nbsp;").encode(), "line 9, column 265."),
        (b"<a><b></a>", "line 1, column 9"),
        (b"\n" + wxr().encode(), "line 2, column 1"),
        (b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><wp:a>\xc3\x28</wp:a></rss>', "line 1"),
    ],
)
def test_what_is_not_well_formed_is_named_by_line_and_column(tmp_path, content, where):
    path = tmp_path / "export.xml"
    path.write_bytes(content)
    sentence = unusable(path)
    assert "not well-formed" in sentence
    assert where in sentence


def test_a_document_type_is_refused_and_nothing_is_expanded(fixtures):
    sentence = unusable(fixtures / "bomb.xml")
    assert "document type" in sentence
    assert "line 2" in sentence


def test_other_xml_is_refused(fixtures):
    assert "not a WordPress export" in unusable(fixtures / "another-system.xml")


def test_a_cut_off_gzip_is_refused(tmp_path):
    path = tmp_path / "export.xml.gz"
    path.write_bytes(gzip.compress(wxr(post(1)).encode())[:-12])
    assert "cut-off gzip" in unusable(path)


def test_a_zip_a_folder_and_a_missing_file_are_refused(tmp_path):
    zipped = tmp_path / "export.zip"
    zipped.write_bytes(b"PK\x03\x04....")
    assert "zip archive" in unusable(zipped)
    empty = tmp_path / "empty.xml"
    empty.touch()
    assert "is empty" in unusable(empty)
    assert "cannot be read" in unusable(tmp_path)
    assert "cannot be read" in unusable(tmp_path / "missing.xml")
