"""Pictures of the old site: found in the folder that was given, never fetched."""

import hashlib
from pathlib import Path
from typing import Final

from django.db import transaction

from broadsheet.core.text import clean_line
from broadsheet.publishing.actions import UnusablePicture, save_picture
from broadsheet.publishing.models import Picture
from broadsheet.transfer.ledger import Ledger, digest_of, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.addresses import path_of, stem_of, upload_path
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.index import Attachment, Index
from broadsheet.transfer.wordpress.php import NotSerialised, unserialise
from broadsheet.transfer.wordpress.redirects import Redirects

PICTURE_ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff", ".bmp"}
)
CREDIT_METAS: Final = (
    "_media_credit",
    "_navis_media_credit",
    "media_credit",
    "_credit",
    "credit",
    "photo_credit",
    "isc_image_source",
)
"""Where plugins for credits keep the name, in the order of trust."""
AGENCY_METAS: Final = ("_navis_media_credit_org", "_media_credit_org")


def credit_of(metas: dict[str, str]) -> str:
    """The credit that the old site had for a picture; empty if none.

    What the picture's file says itself is read later, by publishing.
    """
    name = next((line_of(metas[key]) for key in CREDIT_METAS if metas.get(key)), "")
    agency = next((line_of(metas[key]) for key in AGENCY_METAS if metas.get(key)), "")
    if name or agency:
        return "/".join(part for part in (name, agency) if part)
    try:
        details = unserialise(metas.get("_wp_attachment_metadata", ""))
    except NotSerialised:
        return ""
    image = details.get("image_meta") if isinstance(details, dict) else None
    if not isinstance(image, dict):
        return ""
    said = image.get("credit") or image.get("copyright")
    return clean_line(said) if isinstance(said, str) else ""


class Media:
    """Writes pictures and remembers which attachment became which."""

    def __init__(
        self,
        index: Index,
        ledger: Ledger,
        report: Report,
        folder: Path | None,
        written_files: list[str],
    ) -> None:
        self._index = index
        self._ledger = ledger
        self._report = report
        self._folder = folder
        self._written_files = written_files
        """Names in the storage of what this run wrote; a dry run takes them away again."""
        self._redirects = Redirects(report)

    def write(self) -> None:
        """Create or update a picture for every attachment whose file is there."""
        if self._folder is not None:
            self._index.add_folder(self._folder)
        after = 0
        while some := self._index.attachments(after):
            for attachment in some:
                self._one(attachment)
            after = some[-1].place

    def by_number(self, number: str) -> int | None:
        """The picture of an attachment, of this file or of an earlier one of the same site."""
        if not number:
            return None
        found = self._index.picture(number=number)
        if found:
            return found[0]
        row = self._ledger.find("picture", key_within_limit(number))
        known = Picture.objects.filter(pk=row.object_id).first() if row else None
        return known.pk if known else None

    def elsewhere(self, number: str, source: str) -> int | None:
        """A picture in a text that this export does not describe as an attachment.

        It may have come with an earlier file, or lie in the folder under its old path.
        """
        if found := self.by_number(number):
            return found
        if self._folder is None or not source or not self._index.is_own(source):
            return None
        path = next(
            (
                path
                for wanted in (upload_path(source), stem_of(source))
                if _is_picture(wanted) and (path := self._index.find_file(wanted))
            ),
            "",
        )
        return self._loose(self._folder, path) if path else None

    def _loose(self, folder: Path, path: str) -> int | None:
        """A picture of the folder that no attachment describes, taken in once."""
        key = key_within_limit(f"file:{path}")
        row = self._ledger.find("picture", key)
        if row:
            known = Picture.objects.filter(pk=row.object_id).first()
            return known.pk if known else None
        try:
            with transaction.atomic(), (folder / path).open("rb") as file:
                saved = save_picture(file=file, title=Path(path).stem, allow_unknown_credit=True)
                self._written_files.append(saved.file.name)
                self._ledger.write("picture", key, saved.pk, digest_of(path))
        except (UnusablePicture, OSError):
            return None
        self._report.notes.add(
            "Pictures in texts that the export does not list, taken from the folder.", path
        )
        return saved.pk

    def _one(self, attachment: Attachment) -> None:
        name = attachment.file or attachment.url
        row = self._ledger.find("picture", attachment.key)
        known = Picture.objects.filter(pk=row.object_id).first() if row else None
        if not _is_picture(name):
            self._report.skip("media", "Not a picture; only pictures are kept here.", name)
            return
        found = self._index.find_file(attachment.file or attachment.url) if self._folder else ""
        if not found or self._folder is None:
            if known:
                self._keep(attachment, known)
                self._report.count("media", "unchanged")
            elif self._folder is None:
                self._report.skip("media", "Its file was not given: use --media DIR.", name)
            else:
                self._report.skip("media", "Its file is not in the folder given.", name)
            return
        path = self._folder / found
        try:
            digest = digest_of([*_texts(attachment).values(), _file_digest(path)])
            if row and known and row.digest == digest:
                self._report.count("media", "unchanged")
                saved = known
            else:
                with transaction.atomic(), path.open("rb") as file:
                    saved = save_picture(
                        file=file,
                        **_texts(attachment),
                        allow_unknown_credit=True,
                        picture=known,
                    )
                    self._written_files.append(saved.file.name)
                    self._ledger.write("picture", attachment.key, saved.pk, digest, row=row)
                self._report.count("media", "updated" if known else "created")
        except UnusablePicture as error:
            self._report.refuse("media", error.sentence, found)
            return
        except OSError as error:
            self._report.refuse("media", f"The file cannot be read: {error.strerror}.", found)
            return
        self._keep(attachment, saved)

    def _keep(self, attachment: Attachment, picture: Picture) -> None:
        address = picture.file.url
        self._index.became(attachment.place, picture.pk, address)
        for old in (attachment.link, attachment.url):
            if self._index.is_own(old) and "?" not in old:
                self._redirects.lead_to(path_of(old), address)


def _is_picture(name: str) -> bool:
    return any(name.lower().endswith(ending) for ending in PICTURE_ENDINGS)


def _texts(attachment: Attachment) -> dict[str, str]:
    return {
        "title": attachment.title,
        "credit": attachment.credit,
        "caption": attachment.caption,
        "description": attachment.alt,
    }


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
