"""Reads a WordPress export as a stream, plain or gzip, one record at a time.

The parser is expat in defusedxml's guard: no document type, no entities of the file's own, no
network. Memory holds one item with its comments, never the file.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, cast
from xml.sax import SAXParseException, handler

from defusedxml import DefusedXmlException
from defusedxml.expatreader import create_parser

from broadsheet.transfer.wordpress.records import (
    Author,
    Comment,
    Item,
    Record,
    Site,
    Term,
    TermUse,
)

CHUNK_BYTES: Final = 64 * 1024

COMMENT_META_KEPT: Final = re.compile(r"wpdiscuz_|rating$")
"""Comment metas that someone reads; the others (browser, spam scores) are not kept in memory."""

_WP = re.compile(r"https?://wordpress\.org/export/\d+(\.\d+)*/?")
_EXCERPT = re.compile(r"https?://wordpress\.org/export/\d+(\.\d+)*/excerpt/?")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

_SITE_FIELDS: Final = {
    "title": "title",
    "link": "link",
    "pubDate": "published",
    "wp:wxr_version": "version",
    "wp:base_site_url": "base_site_url",
    "wp:base_blog_url": "base_blog_url",
}
_ITEM_FIELDS: Final = {
    "title": "title",
    "link": "link",
    "pubDate": "published",
    "dc:creator": "creator",
    "guid": "guid",
    "content:encoded": "content",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_date": "date",
    "wp:post_date_gmt": "date_gmt",
    "wp:post_modified": "modified",
    "wp:post_modified_gmt": "modified_gmt",
    "wp:comment_status": "comment_status",
    "wp:post_name": "slug",
    "wp:status": "status",
    "wp:post_parent": "parent",
    "wp:post_type": "type",
    "wp:post_password": "password",
    "wp:is_sticky": "is_sticky",
    "wp:attachment_url": "attachment_url",
}
_COMMENT_FIELDS: Final = {
    "wp:comment_id": "id",
    "wp:comment_parent": "parent",
    "wp:comment_author": "author",
    "wp:comment_author_email": "email",
    "wp:comment_author_url": "url",
    "wp:comment_date": "date",
    "wp:comment_date_gmt": "date_gmt",
    "wp:comment_content": "content",
    "wp:comment_approved": "approved",
    "wp:comment_type": "type",
}
_AUTHOR_FIELDS: Final = {
    "wp:author_login": "login",
    "wp:author_email": "email",
    "wp:author_display_name": "name",
    "wp:author_first_name": "first_name",
    "wp:author_last_name": "last_name",
}
_TERM_FIELDS: Final = {
    "wp:term_id": "id",
    "wp:term_taxonomy": "taxonomy",
    "wp:category_nicename": "slug",
    "wp:tag_slug": "slug",
    "wp:term_slug": "slug",
    "wp:cat_name": "name",
    "wp:tag_name": "name",
    "wp:term_name": "name",
    "wp:category_description": "description",
    "wp:tag_description": "description",
    "wp:term_description": "description",
}
_TERM_KINDS: Final = {"wp:category": "category", "wp:tag": "post_tag", "wp:term": ""}


class UnusableFile(Exception):
    """The file cannot be read as an export; its text is one sentence for the person."""


def read(path: Path, site: Site, on_bytes: Callable[[int], None] | None = None) -> Iterator[Record]:
    """Each author, term and item of the file in its order; `site` is filled on the way.

    `on_bytes` is told how many bytes of the file were read in all. Raises UnusableFile, with line
    and column, where the file stops being well-formed or turns out to be something else.
    """
    parser = cast(Any, create_parser(forbid_dtd=True))
    export = _Export(site, parser)
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(export)
    try:
        with path.open("rb") as raw:
            for chunk in _chunks(raw):
                parser.feed(chunk)
                yield from export.take()
                if on_bytes:
                    on_bytes(raw.tell())
            parser.close()
    except SAXParseException as error:
        raise UnusableFile(
            f"{path.name} is not well-formed XML"
            f" ({error.getMessage().removeprefix('not well-formed ').strip('()')})"
            f" at line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}."
        ) from error
    except DefusedXmlException as error:
        raise UnusableFile(
            f"{path.name} declares a document type or entities of its own, which no WordPress"
            f" export does, at line {parser.getLineNumber()},"
            f" column {(parser.getColumnNumber() or 0) + 1}."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnusableFile(
            f"{path.name} is a damaged or cut-off gzip file; after unpacking it breaks off at line"
            f" {parser.getLineNumber()}, column {(parser.getColumnNumber() or 0) + 1}."
        ) from error
    except (OSError, LookupError, UnicodeError) as error:
        raise UnusableFile(f"{path.name} cannot be read: {error}.") from error
    if not export.is_wordpress:
        raise UnusableFile(
            f"{path.name} is XML but not a WordPress export: it has no element of WordPress's"
            " export namespace (http://wordpress.org/export/)."
        )
    yield from export.take()


def _chunks(raw: IO[bytes]) -> Iterator[bytes]:
    magic = raw.read(4)
    raw.seek(0)
    if not magic:
        raise UnusableFile(f"{Path(raw.name).name} is empty, so not XML: line 1, column 1.")
    if magic.startswith(b"PK\x03\x04"):
        raise OSError("it is a zip archive; unpack it and name the XML file in it")
    stream: IO[bytes] = raw
    if magic.startswith(b"\x1f\x8b"):
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


@lru_cache(maxsize=512)
def _name(uri: str | None, local: str) -> str:
    """A name without its namespace's version, such as "wp:post_id"; "" for a stranger's."""
    if not uri:
        return local
    if _WP.fullmatch(uri):
        return f"wp:{local}"
    if uri == _CONTENT:
        return f"content:{local}"
    if _EXCERPT.fullmatch(uri):
        return f"excerpt:{local}"
    if uri == _DUBLIN_CORE:
        return f"dc:{local}"
    return ""


class _Export(handler.ContentHandler):
    """Builds records from the parser's events. Of a field that occurs twice the first counts."""

    def __init__(self, site: Site, parser: Any) -> None:
        super().__init__()
        self.is_wordpress = False
        self._site = site
        self._parser = parser
        self._done: list[Record] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._item: Item | None = None
        self._comment: Comment | None = None
        self._author: Author | None = None
        self._term: Term | None = None
        self._meta: dict[str, str] | None = None
        self._use: TermUse | None = None
        self._items = 0

    def take(self) -> list[Record]:
        """The records finished since the last call."""
        done, self._done = self._done, []
        return done

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:
        """Open a record where one begins, and start collecting text."""
        key = _name(*name)
        inside = self._path[-1] if self._path else ""
        self._path.append(key)
        self._text.clear()
        if key.startswith("wp:"):
            self.is_wordpress = True
        if inside == "channel":
            self._open_in_channel(key)
        elif inside == "item" and self._item is not None:
            if key == "wp:comment":
                self._comment = Comment()
            elif key == "wp:postmeta":
                self._meta = {}
            elif key == "category":
                self._use = TermUse(
                    attrs.get((None, "domain"), ""), attrs.get((None, "nicename"), ""), ""
                )
        elif inside == "wp:comment" and key == "wp:commentmeta":
            self._meta = {}

    def _open_in_channel(self, key: str) -> None:
        if key == "item":
            self._items += 1
            self._item = Item(self._items, self._parser.getLineNumber() or 0)
        elif key == "wp:author":
            self._author = Author()
        elif key in _TERM_KINDS:
            self._term = Term(taxonomy=_TERM_KINDS[key])

    def characters(self, content: str) -> None:
        """Collect text; CDATA that was split arrives in pieces."""
        self._text.append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        """Close a record, or put a field into the open one."""
        key = self._path.pop()
        inside = self._path[-1] if self._path else ""
        text = "".join(self._text)
        self._text.clear()
        if inside == "channel":
            self._close_in_channel(key, text)
        elif inside == "item" and self._item is not None:
            self._close_in_item(self._item, key, text)
        elif inside == "wp:comment" and self._comment is not None:
            self._close_in_comment(self._comment, key, text)
        elif inside in ("wp:postmeta", "wp:commentmeta") and self._meta is not None:
            self._meta.setdefault(key, text)
        elif inside == "wp:author" and self._author is not None:
            _put(self._author, _AUTHOR_FIELDS, key, text)
        elif inside in _TERM_KINDS and self._term is not None:
            _put(self._term, _TERM_FIELDS, key, text)

    def _close_in_channel(self, key: str, text: str) -> None:
        if key == "item" and self._item is not None:
            self._done.append(self._item)
            self._item = None
        elif key == "wp:author" and self._author is not None:
            self._done.append(self._author)
            self._author = None
        elif key in _TERM_KINDS and self._term is not None:
            self._done.append(self._term)
            self._term = None
        else:
            _put(self._site, _SITE_FIELDS, key, text)

    def _close_in_item(self, item: Item, key: str, text: str) -> None:
        if key == "wp:comment" and self._comment is not None:
            item.comments.append(self._comment)
            self._comment = None
        elif key == "wp:postmeta" and self._meta is not None:
            meta_key = self._meta.get("wp:meta_key", "").strip()
            item.metas.setdefault(meta_key, self._meta.get("wp:meta_value", "").strip())
            self._meta = None
        elif key == "category" and self._use is not None:
            self._use.name = text.strip()
            item.terms.append(self._use)
            self._use = None
        elif key == "content:encoded":
            item.content = item.content or text
        else:
            _put(item, _ITEM_FIELDS, key, text)

    def _close_in_comment(self, comment: Comment, key: str, text: str) -> None:
        if key == "wp:commentmeta" and self._meta is not None:
            meta_key = self._meta.get("wp:meta_key", "").strip()
            if COMMENT_META_KEPT.match(meta_key):
                comment.metas.setdefault(meta_key, self._meta.get("wp:meta_value", "").strip())
            self._meta = None
        else:
            _put(comment, _COMMENT_FIELDS, key, text)


def _put(record: object, fields: dict[str, str], key: str, text: str) -> None:
    field = fields.get(key)
    if field and not getattr(record, field):
        setattr(record, field, text.strip())
