"""Authors of the old site: those of the file's head, co-authors, and names in bylines alone."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from broadsheet.core.text import clean_line
from broadsheet.publishing.actions import save_author
from broadsheet.publishing.models import Author as OurAuthor
from broadsheet.transfer.ledger import Ledger, digest_of, key_within_limit
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.body.fragments import line_of
from broadsheet.transfer.wordpress.index import Index
from broadsheet.transfer.wordpress.items import author_slugs_of, slug_from
from broadsheet.transfer.wordpress.records import Author, Item


def add_author(index: Index, author: Author) -> None:
    """An author of the file's head."""
    if not author.login:
        return
    full_name = clean_line(f"{author.first_name} {author.last_name}")
    name = clean_line(author.name) or full_name
    index.add_author(
        author.login,
        slug=_slug(author.login, name),
        name=_public_name(name or author.login),
        email=usable_email(author.email),
    )


def add_guest_author(index: Index, item: Item) -> None:
    """An author without an account, as Co-Authors Plus keeps them."""
    login = slug_from(item.slug or item.title).removeprefix("cap-")
    name = clean_line(item.metas.get("cap-display_name") or line_of(item.title))
    if login:
        index.add_author(
            login,
            slug=login,
            name=_public_name(name or login),
            email=usable_email(item.metas.get("cap-user_email", "")),
            bio=line_of(item.metas.get("cap-description", "")),
        )


def logins_of(index: Index, item: Item) -> list[str]:
    """Who wrote an item, each once: its co-authors, else its creator.

    Names that the file has nowhere else become authors on the way.
    """
    found: dict[str, None] = {}
    names = {use.slug: use.name for use in item.terms if use.taxonomy == "author"}
    for slug in author_slugs_of(item):
        login = index.author_login(slug)
        if not login:
            login = slug.removeprefix("cap-")
            name = _public_name(clean_line(names.get(slug) or login))
            index.add_author(login, slug=_slug(login, name), name=name, email="")
        found[login] = None
    creator = item.creator.strip()
    if not found and creator:
        if not index.author_login(creator):
            name = _public_name(clean_line(creator))
            index.add_author(creator, slug=_slug(creator, name), name=name, email="")
        found[index.author_login(creator)] = None
    return list(found)


def usable_email(text: str) -> str:
    """An e-mail address; empty if the text is none."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return ""
    return text.strip()


def _public_name(name: str) -> str:
    """Never an e-mail address: of one, the part before the @ is shown."""
    return name.partition("@")[0] if usable_email(name) else name


def _slug(login: str, name: str) -> str:
    """From the login, as in the old site's addresses, unless that is an e-mail address."""
    source = name if "@" in login else login
    return slug_from(source) or slugify(name, allow_unicode=True) or "author"


class Authors:
    """Writes authors, and finds them again by their login."""

    def __init__(self, index: Index, ledger: Ledger, report: Report) -> None:
        self._index = index
        self._ledger = ledger
        self._report = report
        self._ids: dict[str, int] = {}

    def write(self) -> None:
        """Create or update every author of the index."""
        for login, slug, name, email, bio in self._index.authors():
            self._ids[login] = self._one(login, slug, name, email, bio)

    def ids(self, logins: list[str]) -> list[int]:
        """The ids of the authors of these logins, in their order."""
        return [self._ids[login] for login in logins]

    def paths(self) -> dict[str, str]:
        """The address of each author by login; logins that are e-mail addresses had none."""
        found = OurAuthor.objects.in_bulk(self._ids.values())
        return {
            login: found[number].path for login, number in self._ids.items() if "@" not in login
        }

    def by_ids(self, ids: list[int]) -> list[OurAuthor]:
        """The authors of these ids, in their order."""
        found = OurAuthor.objects.in_bulk(ids)
        return [found[number] for number in ids]

    def _one(self, login: str, slug: str, name: str, email: str, bio: str) -> int:
        key = key_within_limit(login)
        digest = digest_of([name, email, bio])
        row = self._ledger.find("author", key)
        known = OurAuthor.objects.filter(pk=row.object_id).first() if row else None
        if row and known and row.digest == digest:
            self._report.count("authors", "unchanged")
            return known.pk
        if known is None:
            twin = OurAuthor.objects.filter(slug=slug, name=name).first()
            if twin:
                self._ledger.write("author", key, twin.pk, digest, row=row)
                self._report.count("authors", "unchanged")
                return twin.pk
        with transaction.atomic():
            saved = save_author(
                name=name,
                slug=known.slug if known else _free_slug(slug),
                role=known.role if known else "",
                bio=bio,
                email=email,
                author=known,
            )
            self._ledger.write("author", key, saved.pk, digest, row=row)
        self._report.count("authors", "updated" if known else "created")
        return saved.pk


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:150], 1
    while OurAuthor.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:150]}-{number}"
    return slug
