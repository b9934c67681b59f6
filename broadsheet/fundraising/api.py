"""The JSON calls of this room; joined under /api/v1/."""

from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from broadsheet.core import visitors
from broadsheet.core.addresses import absolute
from broadsheet.core.answers import never_stored, problem
from broadsheet.core.clock import rfc3339
from broadsheet.core.guard import public_post
from broadsheet.fundraising import actions, gateways, queries
from broadsheet.fundraising.actions import GiftRefused, KeyUsed
from broadsheet.fundraising.gateways import Instructions, Redirect
from broadsheet.fundraising.models import Gift, State
from broadsheet.fundraising.views.giving import limit_starts

router = Router(tags=["support"])

KEY_HEADER = "Idempotency-Key"


class MeterOut(Schema):
    """Money received this month against the goal; amounts in minor units of `currency`."""

    currency: str = Field(examples=["USD"])
    goal_minor: int
    raised_minor: int
    percent: float = Field(description="One decimal, rounded down.", examples=[43.6])
    ticks_minor: list[int]
    gifts: int
    days_left: int = Field(description="0 on the last day.")
    deadline_on: date
    label: str = Field(examples=["8 days left until the end of November"])
    sentence: str
    is_sample: bool
    as_of: str = Field(examples=["2026-11-22T15:00:00.000000Z"])


class GiftIn(Schema):
    """What a donor wishes."""

    amount_minor: int = Field(strict=True)
    currency: str
    gateway: str
    frequency: Literal["once", "monthly"] = "once"
    email: str = ""
    name: str = ""
    message: str = ""


class InstructionsOut(Schema):
    """What to write on the transfer."""

    text: str
    holder: str
    iban: str
    account: str
    bic: str
    bank: str
    amount: str
    amount_minor: int
    currency: str
    reference: str


class NextOut(Schema):
    """Where the donor goes on, or what the donor does: one of the two."""

    redirect: str | None = None
    instructions: InstructionsOut | None = None


class GiftOut(Schema):
    """A gift as it was started; its page at `url` tells what became of it."""

    id: str
    status: str
    url: str
    next: NextOut


@router.get("meter/", response=MeterOut, summary="The meter of the current month")
def meter(request: HttpRequest) -> HttpResponse | MeterOut:
    """404 while no campaign is open."""
    found = queries.meter_now()
    if found is None:
        return problem(404, _("This newsroom has no goal yet."))
    return MeterOut(
        currency=found.currency,
        goal_minor=found.goal_minor,
        raised_minor=found.raised_minor,
        percent=found.percent,
        ticks_minor=found.ticks_minor,
        gifts=found.gifts,
        days_left=found.days_left,
        deadline_on=found.deadline_on,
        label=found.label,
        sentence=found.sentence,
        is_sample=found.is_sample,
        as_of=rfc3339(found.as_of),
    )


@router.post(
    "gifts/",
    response={201: GiftOut},
    summary="Start a gift",
    openapi_extra={
        "parameters": [
            {
                "in": "header",
                "name": KEY_HEADER,
                "required": False,
                "schema": {"type": "string", "maxLength": 255},
                "description": "The same key with the same body gives the same answer.",
            }
        ]
    },
)
@decorate_view(public_post)
def start_gift(request: HttpRequest, wishes: GiftIn) -> HttpResponse:
    """422 names the field that is wrong; 422 as well for a key that was used for another body."""
    limit_starts(request)
    try:
        started = actions.start_gift(
            **wishes.model_dump(),
            idempotency_key=request.headers.get(KEY_HEADER, "").strip(),
            source=Gift.Source.API,
            address_key=visitors.address_key(request),
        )
    except GiftRefused as refused:
        return _wrong(refused.field, str(refused))
    except KeyUsed:
        return _wrong("idempotency_key", _("This key was used for another gift."))
    answer = GiftOut(
        id=started.gift.token,
        status=State.STARTED.value,
        url=absolute(gateways.gift_path(started.gift)),
        next=_next(started.next),
    )
    return never_stored(JsonResponse(answer.model_dump(exclude_none=True), status=201))


def _wrong(field: str, sentence: str) -> HttpResponse:
    return problem(422, sentence, errors=[{"field": field, "message": sentence}])


def _next(step: Redirect | Instructions) -> NextOut:
    if isinstance(step, Redirect):
        return NextOut(redirect=absolute(step.address))
    return NextOut(
        instructions=InstructionsOut(
            text=step.text,
            holder=step.holder,
            iban=step.iban,
            account=step.account_text,
            bic=step.bic,
            bank=step.bank_name,
            amount=step.amount,
            amount_minor=step.amount_minor,
            currency=step.currency,
            reference=step.reference,
        )
    )
