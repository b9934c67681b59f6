"""Staff accounts: what roles there are, and how an account is found."""

from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR: Final = "administrator"
ROLES: Final = (
    ("Editors", _("Author: writes, and hands in for review")),
    ("Moderators", _("Editor: reviews, publishes, moderates")),
    ("Treasurers", _("Treasurer: counts the gifts, sees who gave")),
    (ADMINISTRATOR, _("Administrator: everything, settings and staff too")),
)
"""Groups under names that newsrooms use (two are Wagtail's own), and the superuser."""


def find_staff(email: str) -> User | None:
    """The account with this e-mail address."""
    return User.objects.filter(email__iexact=email).order_by("pk").first()


def new_user(email: str) -> User:
    """An account that is not saved yet; people sign in with their e-mail address."""
    return User(username=email[:150])
