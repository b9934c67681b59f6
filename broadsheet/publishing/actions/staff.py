"""Colleagues: invited by mail, with a one-time link to set their password."""

from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.core.outbox import post_letter
from broadsheet.core.text import clean_line
from broadsheet.publishing.staff import ADMINISTRATOR, find_staff, new_user


class AlreadyStaff(Exception):
    """Somebody with this e-mail address has a working account already."""


def invite_colleague(*, name: str, email: str, role: str, invited_by: User) -> User:
    """Make an account without a password and post a letter with a link to set one.

    `role` is the name of a group, or ADMINISTRATOR. Somebody who was invited and never came gets
    a new letter; somebody with a working account raises AlreadyStaff.
    """
    email = email.strip().lower()
    with transaction.atomic():
        user = find_staff(email)
        if user and user.has_usable_password():
            raise AlreadyStaff(_("%(email)s has an account already.") % {"email": email})
        user = user or new_user(email)
        first, _space, last = clean_line(name).partition(" ")
        user.first_name, user.last_name = first[:150], last[:150]
        user.email = email
        user.is_active = True
        user.is_superuser = user.is_staff = role == ADMINISTRATOR
        user.set_unusable_password()
        user.save()
        groups = [] if role == ADMINISTRATOR else [Group.objects.get(name=role)]
        user.groups.set(groups)
        token = default_token_generator.make_token(user)
        path = reverse(
            "wagtailadmin_password_reset_confirm",
            args=[urlsafe_base64_encode(force_bytes(user.pk)), token],
        )
        post_letter(
            key=f"invitation:{user.pk}:{token}",
            to=email,
            template="publishing/letters/invitation",
            context={
                "newsroom": Newsroom.current().title,
                "name": first,
                "invited_by": invited_by.get_full_name() or invited_by.get_username(),
                "link": absolute(path),
            },
        )
    return user
