"""One-time links to the desk: how the first person gets in, and how anyone gets in again.

A link is good once and for LINK_HOURS. Only its hash is stored. Looking at it uses nothing up,
so a mail scanner that opens every link takes nobody's away; pressing the button does.
"""

import hashlib
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from broadsheet.core import clock
from broadsheet.core.ids import new_token
from broadsheet.core.models import SignInLink

LINK_HOURS: Final = 24
PATH: Final = "/desk/sign-in/"
FIRST_NAME: Final = "publisher"


class NobodyThere(Exception):
    """No active person has this address; the text is one sentence."""


class LinkIsSpent(Exception):
    """The link was used, is too old, or never existed."""


def first_person() -> User:
    """The publisher: the longest-serving active superuser, made where there is none."""
    people = User.objects
    found = people.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if found is not None:
        return found
    return _make_publisher("")


def person_with(email: str) -> User:
    """The active person with this address. In a desk without anybody, the publisher is made.

    Raises NobodyThere.
    """
    people = User.objects
    found = people.filter(email__iexact=email, is_active=True).order_by("pk").first()
    if found is not None:
        return found
    if not people.filter(is_active=True).exists():
        return _make_publisher(email)
    raise NobodyThere(f"Nobody at the desk has the address {email}.")


def make_link(person: User) -> str:
    """A new link for `person`, as a path on this site. The token is never stored or logged."""
    token = new_token()
    SignInLink.objects.filter(expires_at__lt=clock.now()).delete()
    SignInLink.objects.create(
        token_hash=_hash(token),
        user=person,
        expires_at=clock.now() + timedelta(hours=LINK_HOURS),
    )
    # In the query and not in the path: paths are logged, queries are not.
    return f"{PATH}?{urlencode({'key': token})}"


def is_good(token: str) -> bool:
    """Whether the link can still be used; asking changes nothing."""
    return _good_links(token).exists()


def use_link(token: str) -> User:
    """Spend the link and give whose it was; of two at once, one wins. Raises LinkIsSpent."""
    with transaction.atomic():
        if not _good_links(token).update(used_at=clock.now()):
            raise LinkIsSpent
        person: User = SignInLink.objects.get(token_hash=_hash(token)).user
    return person


def _good_links(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        token_hash=_hash(token),
        used_at=None,
        expires_at__gt=clock.now(),
        user__is_active=True,
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _make_publisher(email: str) -> User:
    person = User.objects.create_superuser(FIRST_NAME, email)
    person.set_unusable_password()
    person.save()
    return person
