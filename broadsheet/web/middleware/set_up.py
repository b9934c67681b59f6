"""The way to the set-up screen of a new newsroom."""

from typing import Final

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from broadsheet.core.models import Newsroom
from broadsheet.web.middleware.handler import Handler
from broadsheet.web.middleware.headers import DESK

SET_UP: Final = "/desk/set-up/"


def may_set_up(user: AbstractUser | AnonymousUser) -> bool:
    """Whether somebody may decide the newsroom's name, currency and account."""
    return user.is_active and user.has_perm("core.change_newsroom")


class SetUpFirst:
    """Who opens the desk of a newsroom that has no name yet is led to the set-up screen."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with a redirect for the desk's home alone, so that no other page is barred."""
        if request.path == DESK and not Newsroom.current().is_set_up and may_set_up(request.user):
            return HttpResponseRedirect(SET_UP)
        return self.get_response(request)
