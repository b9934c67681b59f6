"""Authors and topics."""

from django.db import transaction

from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_line, clean_text
from broadsheet.publishing.models import Author, Picture, Topic


def save_author(
    *,
    name: str,
    slug: str,
    role: str = "",
    bio: str = "",
    email: str = "",
    portrait: Picture | None = None,
    author: Author | None = None,
) -> Author:
    """Create or change an author. The e-mail address is for the desk alone."""
    with transaction.atomic():
        saved = author or Author()
        saved.name = clean_line(name)[:160]
        saved.slug = slug
        saved.role = clean_line(role)[:160]
        saved.bio = clean_text(bio)
        saved.email = email
        saved.portrait = portrait or saved.portrait
        saved.save()
        announce("author.saved", id=saved.pk, path=saved.path)
    return saved


def save_topic(*, name: str, slug: str, description: str = "", topic: Topic | None = None) -> Topic:
    """Create or change a topic."""
    with transaction.atomic():
        saved = topic or Topic()
        saved.name = clean_line(name)[:160]
        saved.slug = slug
        saved.description = clean_text(description)
        saved.save()
        announce("topic.saved", id=saved.pk, path=saved.path)
    return saved
