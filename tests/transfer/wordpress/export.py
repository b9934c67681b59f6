"""Makes small exports: `wxr(post(...), page(...))`, in the words of the format."""

from html import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old Site</title><link>https://old.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
"""

_NAMES = {
    "title": "title",
    "link": "link",
    "creator": "dc:creator",
    "content": "content:encoded",
    "excerpt": "excerpt:encoded",
    "id": "wp:post_id",
    "date": "wp:post_date",
    "date_gmt": "wp:post_date_gmt",
    "modified_gmt": "wp:post_modified_gmt",
    "comment_status": "wp:comment_status",
    "slug": "wp:post_name",
    "status": "wp:status",
    "type": "wp:post_type",
    "parent": "wp:post_parent",
    "password": "wp:post_password",
    "attachment_url": "wp:attachment_url",
}
_COMMENT_NAMES = {
    "id": "comment_id",
    "parent": "comment_parent",
    "author": "comment_author",
    "email": "comment_author_email",
    "url": "comment_author_url",
    "date": "comment_date",
    "date_gmt": "comment_date_gmt",
    "content": "comment_content",
    "approved": "comment_approved",
    "type": "comment_type",
}


def wxr(*items: str, head: str = "") -> str:
    """A whole export."""
    return HEAD + head + "".join(items) + "</channel></rss>"


def post(
    number: int | str, *inside: str, metas: dict[str, str] | None = None, **fields: str
) -> str:
    """A published post with that id; fields as in the reader's records."""
    given = {
        "title": f"Post {number}",
        "id": str(number),
        "link": f"https://old.example/2026/{number}/",
        "date_gmt": "2026-01-02 03:04:05",
        "status": "publish",
        "type": "post",
        "slug": f"post-{number}",
        "content": f"Text of {number}.",
        "creator": "ines",
        **fields,
    }
    parts = [f"<{_NAMES[name]}>{escape(value)}</{_NAMES[name]}>" for name, value in given.items()]
    for key, value in (metas or {}).items():
        parts.append(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
            f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
        )
    return f"<item>{''.join(parts)}{''.join(inside)}</item>\n"


def page(number: int | str, *inside: str, **fields: str) -> str:
    """A published page."""
    return post(number, *inside, **{"type": "page", "slug": f"page-{number}", **fields})


def term(taxonomy: str, slug: str, name: str = "") -> str:
    """A term that an item carries."""
    return f'<category domain="{taxonomy}" nicename="{slug}">{escape(name or slug)}</category>'


def comment(number: int | str, *, metas: dict[str, str] | None = None, **fields: str) -> str:
    """An approved comment with that id."""
    given = {
        "id": str(number),
        "parent": "0",
        "author": f"Reader {number}",
        "date_gmt": "2026-01-03 04:05:06",
        "content": f"Comment {number}",
        "approved": "1",
        "type": "comment",
        **fields,
    }
    parts = [
        f"<wp:{_COMMENT_NAMES[name]}>{escape(value)}</wp:{_COMMENT_NAMES[name]}>"
        for name, value in given.items()
    ]
    for key, value in (metas or {}).items():
        parts.append(
            f"<wp:commentmeta><wp:meta_key>{key}</wp:meta_key>"
            f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:commentmeta>"
        )
    return f"<wp:comment>{''.join(parts)}</wp:comment>"
