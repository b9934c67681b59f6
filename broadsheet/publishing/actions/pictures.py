"""Pictures: stored safely, with their credit, and rendered ahead of the first reader."""

from typing import IO

from django.core.files import File
from django.db import transaction

from broadsheet.core import disk
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_line
from broadsheet.publishing.models import ArticlePage, Picture
from broadsheet.publishing.pictures import (
    UnusablePicture,
    full_disk_sentence,
    receive_picture,
)
from broadsheet.publishing.queries import pages_showing
from broadsheet.publishing.rendering import shown


def save_picture(
    *,
    file: IO[bytes] | File | None,
    title: str,
    credit: str = "",
    caption: str = "",
    description: str = "",
    allow_unknown_credit: bool = False,
    picture: Picture | None = None,
) -> Picture:
    """Store a picture from outside; without `credit`, the one in its metadata is taken.

    `allow_unknown_credit` keeps a picture that has none, marked so. With `picture` that one is
    changed, and `file=None` leaves its file. Raises UnusablePicture with a sentence; nothing is
    stored then.
    """
    saved = picture or Picture()
    old_file = saved.file.name if saved.pk else ""
    credit = clean_line(credit)[:255]
    if file is not None:
        received = receive_picture(file, name=getattr(file, "name", "") or f"{title}.jpg")
        credit = credit or received.credit
        saved.file = received
    elif saved.pk is None:
        raise ValueError("A new picture needs a file.")
    saved.title = clean_line(title)[:255] or "Picture"
    saved.credit = credit
    saved.credit_unknown = allow_unknown_credit and not credit
    saved.caption = clean_line(caption)[:600]
    saved.description = clean_line(description)[:255]
    try:
        with transaction.atomic():
            if file is not None:
                saved._set_image_file_metadata()
            saved.save()
            renew_picture(saved)
    except OSError as error:
        if disk.is_full(error):
            raise UnusablePicture(full_disk_sentence()) from error
        raise
    if old_file and old_file != saved.file.name:
        saved.file.storage.delete(old_file)
    return saved


def renew_picture(picture: Picture) -> None:
    """After a change: drop copies that carry an old credit, and tell where the picture shows."""
    picture.renditions.all().delete()
    paths = sorted({page.url or "" for page in pages_showing(picture)})
    announce("picture.saved", id=picture.pk, paths=paths)


def render_pictures(article: ArticlePage) -> int:
    """Make the copies of a story's pictures that are still missing; how many pictures it has."""
    for picture in article.pictures:
        shown(picture)
    return len(article.pictures)
