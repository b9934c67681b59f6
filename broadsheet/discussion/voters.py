"""Who votes: a reader's own random cookie, set by the first vote and by nothing else."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

from broadsheet.core.ids import new_token

COOKIE: Final = "broadsheet_voter"
COOKIE_SECONDS: Final = 365 * 24 * 3600
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Voter:
    """A reader who votes."""

    token: str
    """What the cookie holds."""
    is_new: bool
    """The request came without a cookie, and the answer should set it."""

    @property
    def key(self) -> str:
        """What the database keeps: a hash, so that nobody can vote with what it holds."""
        return hashlib.sha256(self.token.encode()).hexdigest()


def voter_of(request: HttpRequest) -> Voter:
    """The voter named by the cookie, or a new one."""
    token = request.COOKIES.get(COOKIE, "")
    if _TOKEN.fullmatch(token):
        return Voter(token, is_new=False)
    return Voter(new_token(), is_new=True)


def remember(voter: Voter, request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie of a new voter."""
    if voter.is_new:
        response.set_cookie(
            COOKIE,
            voter.token,
            max_age=COOKIE_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
