"""The JSON API: every room's calls under /api/v1/, with one kind of error (RFC 9457)."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from broadsheet.core.answers import problem
from broadsheet.core.limits import TooMany
from broadsheet.discussion import queries as discussion_queries
from broadsheet.discussion.api import router as discussion
from broadsheet.fundraising.api import router as fundraising
from broadsheet.publishing.api import make_router
from broadsheet.web.pulse import router as pulse
from broadsheet.web.subjects import key_of_id

DESCRIPTION: Final = """\
What the newsroom publishes, what readers say of it, and how this month's appeal stands.

Times are RFC 3339 in UTC with six decimals. Amounts are whole minor units of their currency.
Lists are paged by cursor: pass `next` as `cursor` until it is null. Errors are problem documents
(RFC 9457, `application/problem+json`). No key is needed.
"""

api = NinjaAPI(
    title="Broadsheet",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
)


def count_comments(ids: Iterable[int]) -> dict[int, int]:
    """Published comments of stories by their ids."""
    keys = {key_of_id(pk): pk for pk in ids}
    return {keys[key]: count for key, count in discussion_queries.counts(keys).items()}


for router in (make_router(count_comments), discussion, fundraising, pulse):
    api.add_router("", router)


def _field(error: dict[str, Any]) -> dict[str, str]:
    """One wrong field: its path without the part of the request that it came in."""
    place = [str(step) for step in error.get("loc", ())][1:]
    # A body that is one schema stands under the parameter's name; readers never wrote that.
    names = place[1:] if len(place) > 1 else place
    return {"field": ".".join(names), "message": str(error.get("msg", ""))}


@api.exception_handler(ValidationError)
def _wrong_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, _("Some fields are wrong."), errors=[_field(one) for one in error.errors])


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing at this address."))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    seconds = max(1, round(error.retry_after_seconds))
    response = problem(429, _("Please try again in %(seconds)s seconds.") % {"seconds": seconds})
    response["Retry-After"] = str(seconds)
    return response
