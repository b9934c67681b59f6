"""What a reader's page asks for every few seconds: whether there is news, and how much.

One small stored answer for everybody, instead of an open connection for each reader.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from broadsheet.core import freshness, subjects
from broadsheet.core.answers import problem
from broadsheet.core.clock import rfc3339
from broadsheet.discussion import queries as discussion
from broadsheet.fundraising import queries as fundraising
from broadsheet.web.subjects import key_of_id

router = Router(tags=["articles"])


class PulseMeter(Schema):
    """How the appeal of this month stands."""

    raised_minor: int
    percent: float
    days_left: int


class PulseNewest(Schema):
    """The comment that came last."""

    id: int
    name: str
    created_at: str
    words: str
    """How it begins, at most 120 characters."""
    is_reply: bool


class Pulse(Schema):
    """What may have changed on an article's page."""

    comments: int
    newest_id: int | None
    newest: PulseNewest | None
    edition: int
    meter: PulseMeter | None


@router.get(
    "articles/{int:article_id}/pulse/",
    response=Pulse,
    summary="Whether there is news on an article's page",
)
def pulse(request: HttpRequest, article_id: int) -> HttpResponse | Pulse:
    """`edition` grows with each change. What was added is told four times a second at most.

    What was removed is gone at once.
    """
    edition = freshness.edition()
    subject = key_of_id(article_id)
    if subjects.find(subject) is None:
        return problem(404, _("There is no such article, or it has no discussion."))
    comments, newest = discussion.newest(subject)
    meter = fundraising.meter_now()
    return Pulse(
        comments=comments,
        newest_id=newest.id if newest else None,
        newest=PulseNewest(
            id=newest.id,
            name=newest.name,
            created_at=rfc3339(newest.created_at),
            words=newest.words,
            is_reply=newest.is_reply,
        )
        if newest
        else None,
        edition=edition,
        meter=PulseMeter(
            raised_minor=meter.raised_minor, percent=meter.percent, days_left=meter.days_left
        )
        if meter
        else None,
    )
