"""What stands in a WordPress export, one record for each author, term, item and comment.

Everything is text as the file has it, trimmed; meaning is given to it by those who read it.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Site:
    """The site that was exported, from the head of the file."""

    title: str = ""
    link: str = ""
    base_site_url: str = ""
    base_blog_url: str = ""
    published: str = ""
    version: str = ""


@dataclass(slots=True)
class Author:
    """A person of the old site who has written something in the file."""

    login: str = ""
    email: str = ""
    name: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(slots=True)
class Term:
    """A category, tag or term of another taxonomy, as the head of the file defines it."""

    taxonomy: str = ""
    id: str = ""
    slug: str = ""
    name: str = ""
    description: str = ""


@dataclass(slots=True)
class TermUse:
    """A term that an item carries."""

    taxonomy: str
    slug: str
    name: str


@dataclass(slots=True)
class Comment:
    """A comment, pingback or note under an item."""

    id: str = ""
    parent: str = ""
    author: str = ""
    email: str = ""
    url: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    approved: str = ""
    type: str = ""
    metas: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """A post, page, attachment or anything else that WordPress keeps as a post."""

    ordinal: int
    """Its place in the file, from 1."""
    line: int
    """The line of the file on which it starts."""
    title: str = ""
    link: str = ""
    published: str = ""
    creator: str = ""
    guid: str = ""
    content: str = ""
    excerpt: str = ""
    id: str = ""
    date: str = ""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    comment_status: str = ""
    slug: str = ""
    status: str = ""
    parent: str = ""
    type: str = ""
    password: str = ""
    is_sticky: str = ""
    attachment_url: str = ""
    terms: list[TermUse] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)


Record = Author | Term | Item
