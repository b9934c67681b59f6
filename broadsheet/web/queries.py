"""Reads that belong to no single trade: letters on their way, and those that lie in the folder."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.paginator import Page, Paginator

from broadsheet.core.models import Announcement, Letter

LETTERS_A_PAGE: Final = 50
FILES_SHOWN: Final = 100
LARGEST_FILE_BYTES: Final = 1_000_000


@dataclass(frozen=True)
class StoredLetter:
    """A letter as a file in the mail folder."""

    name: str
    subject: str
    to: str
    text: str
    written_at: datetime


def letters(page_number: int) -> Page[Letter]:
    """The letters of the outbox, newest first; texts are not loaded."""
    rows = Letter.objects.defer("text", "html").order_by("-pk")
    return Paginator(rows, LETTERS_A_PAGE).get_page(page_number)


def letter(pk: int) -> Letter | None:
    """One letter of the outbox."""
    return Letter.objects.filter(pk=pk).first()


def failing_letters() -> int:
    """Letters that were given up or may not have gone, and those that are tried again."""
    given_up = Letter.objects.filter(state__in=[Letter.State.FAILED, Letter.State.UNSURE])
    tried = Letter.objects.filter(state=Letter.State.WAITING).exclude(last_error="")
    return given_up.count() + tried.count()


def parked_announcements() -> int:
    """Announcements that no try could work; a fault to be mended."""
    return Announcement.objects.filter(is_parked=True).count()


def mail_leaves_the_house() -> bool:
    """Whether letters are sent; else they lie in the mail folder."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def stored_letters() -> list[StoredLetter]:
    """The newest letters in the mail folder; empty where letters are really sent."""
    if mail_leaves_the_house():
        return []
    found = [read for path in _newest_files() if (read := _read(path)) is not None]
    return found[:FILES_SHOWN]


def stored_letter(name: str) -> StoredLetter | None:
    """A letter of the mail folder by its file's name."""
    path = _folder() / Path(name).name
    if mail_leaves_the_house() or path.name != name or not path.is_file():
        return None
    return _read(path)


def _folder() -> Path:
    return Path(settings.LETTERS_DIR)


def _newest_files() -> list[Path]:
    if not _folder().is_dir():
        return []
    files = [path for path in _folder().iterdir() if path.is_file()]
    return sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)[:FILES_SHOWN]


def _read(path: Path) -> StoredLetter | None:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES)
        written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except OSError:
        return None
    message = message_from_bytes(raw, policy=modern)
    if not isinstance(message, EmailMessage) or "To" not in message:
        return None
    body = message.get_body(("plain",))
    # Django's file backend ends each message with a line of dashes.
    text = str(body.get_content()) if body else ""
    return StoredLetter(
        name=path.name,
        subject=str(message.get("Subject", "")),
        to=str(message["To"]),
        text=text.rstrip().removesuffix("-" * 79).rstrip(),
        written_at=written,
    )
