"""The JSON calls about comments; joined with the other rooms' under /api/v1/."""

from typing import Any, Final, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from broadsheet.core import subjects, visitors
from broadsheet.core.addresses import absolute
from broadsheet.core.answers import never_stored, problem
from broadsheet.core.clock import rfc3339
from broadsheet.core.guard import public_post
from broadsheet.core.paging import LIMIT_DEFAULT, LIMIT_MAX, BadCursor
from broadsheet.discussion import actions, annotations, queries, voters
from broadsheet.discussion.actions import Posted
from broadsheet.discussion.actions.repeats import KEY_LENGTH
from broadsheet.discussion.forms import CommentForm, PassageIn
from broadsheet.discussion.models import Passage, State
from broadsheet.discussion.problems import errors_of, fields_problem, refused_problem
from broadsheet.discussion.queries import Listed
from broadsheet.discussion.queries.shown import tombstone
from broadsheet.discussion.ranking import Sort
from broadsheet.discussion.refusals import BadVote, NoSuchSubject, Refused

KEY_HEADER: Final = "Idempotency-Key"
_WITH_KEY: Final = {
    "parameters": [
        {
            "in": "header",
            "name": KEY_HEADER,
            "required": False,
            "schema": {"type": "string", "maxLength": KEY_LENGTH},
            "description": "The same key with the same body gives the same answer.",
        }
    ]
}

router = Router(tags=["comments"])


class PassageOut(Schema):
    """Words of the text (W3C TextQuoteSelector and TextPositionSelector).

    `revision`, `block`, `start` and `end` say where they are now, or where they were last when
    they are gone; `exact`, `prefix` and `suffix` stay as they were chosen.
    """

    id: int
    revision: int
    block: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    state: Literal["exact", "moved", "reworded", "gone"]
    question: str
    """What the newsroom asks about these words; mostly empty."""


class CommentOut(Schema):
    """A published comment; one that is gone keeps its place, empty, while replies remain."""

    id: int
    url: str
    parent: int | None
    depth: int
    author: str
    is_staff: bool
    body_html: str
    created_at: str
    edited_at: str | None
    is_gone: bool
    is_pinned: bool
    score: int
    up: int
    down: int
    replies: list["CommentOut"]
    """Oldest first; at most as many in a branch as the newsroom shows under a comment."""
    reply_count: int
    """All published comments below, also those that are not listed."""
    passage: PassageOut | None = None
    """The words of the text that a top-level comment is about."""


class CommentsOut(Schema):
    """A page of top-level comments."""

    count: int
    items: list[CommentOut]
    next: str | None


class CommentIn(Schema):
    """What a guest sends."""

    name: str = ""
    email: str = ""
    body: str = ""
    parent: int | None = None
    passage: PassageIn | None = None
    notify: str = "none"


class PostedOut(Schema):
    """What became of a comment."""

    id: int
    status: Literal["published", "held"]
    url: str | None = None
    edit_url: str
    reason: str | None = None


class VoteIn(Schema):
    """1 up, −1 down, 0 take back."""

    value: int = Field(examples=[1, 0, -1])


class VoteOut(Schema):
    """The sum after the vote."""

    id: int
    score: int
    up: int
    down: int
    value: int


class WrongField(Schema):
    """One thing that is wrong."""

    field: str
    message: str


class ProblemOut(Schema):
    """A problem document (RFC 9457); `errors` names each wrong field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[WrongField] = Field(default_factory=list)


_PROBLEMS = {403: ProblemOut, 404: ProblemOut, 422: ProblemOut, 429: ProblemOut}


@router.get(
    "articles/{int:article_id}/comments/",
    response={200: CommentsOut, 404: ProblemOut, 422: ProblemOut},
    summary="Comments of an article",
)
def list_comments(
    request: HttpRequest,
    article_id: int,
    sort: Sort = Sort.OLDEST,
    limit: int = Query(LIMIT_DEFAULT, ge=1, le=LIMIT_MAX),
    cursor: str = "",
) -> Any:
    """Top-level comments by keyset pages; the first replies of each branch are nested."""
    subject = _subject(article_id)
    if subjects.find(subject) is None:
        return refused_problem(NoSuchSubject())
    try:
        listing = queries.comments_after(subject, sort=sort, cursor=cursor or None, limit=limit)
    except BadCursor as error:
        return fields_problem({"cursor": [str(error)]}, detail=str(error))
    items = [_comment(item) for item in listing.items]
    return JsonResponse({"count": listing.count, "items": items, "next": listing.next})


@router.get(
    "articles/{int:article_id}/annotations/",
    response={200: dict[str, Any], 404: ProblemOut, 422: ProblemOut},
    summary="Comments on passages as W3C Web Annotations",
)
def list_annotations(
    request: HttpRequest,
    article_id: int,
    limit: int = Query(LIMIT_MAX, ge=1, le=LIMIT_MAX),
    cursor: str = "",
) -> Any:
    """An AnnotationPage (JSON-LD) of published comments on passages, oldest first."""
    subject = subjects.find(_subject(article_id))
    if subject is None:
        return refused_problem(NoSuchSubject())
    try:
        found = queries.annotated_after(subject.key, cursor=cursor or None, limit=limit)
    except BadCursor as error:
        return fields_problem({"cursor": [str(error)]}, detail=str(error))
    address = absolute(request.path)
    query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
    page = annotations.page(
        address=f"{address}?{urlencode(query)}",
        comments=found.comments,
        subject=subject,
        texts=found.texts,
        next_address=f"{address}?{urlencode({'limit': limit, 'cursor': found.next})}"
        if found.next
        else "",
    )
    return JsonResponse(page, content_type=annotations.MEDIA_TYPE)


@router.post(
    "articles/{int:article_id}/comments/",
    response={201: PostedOut, 202: PostedOut, **_PROBLEMS},
    summary="Post a comment",
    openapi_extra=_WITH_KEY,
)
@decorate_view(public_post)
def post_comment(request: HttpRequest, article_id: int, sent: CommentIn) -> HttpResponse:
    """201 when it is published, 202 when the newsroom reads it first."""
    passage = sent.passage.chosen() if sent.passage else None
    form = CommentForm({**sent.dict(exclude={"passage"}), "subject": _subject(article_id)})
    if not form.is_valid():
        return fields_problem(errors_of(form))
    try:
        posted = actions.post_comment(
            **form.as_arguments() | {"passage": passage},
            address_key=visitors.address_key(request),
            visitor_key=visitors.visitor_key(request),
            idempotency_key=request.headers.get(KEY_HEADER, ""),
        )
    except Refused as refused:
        return refused_problem(refused)
    return _posted(posted)


@router.post(
    "comments/{int:comment_id}/vote/",
    response={200: VoteOut, **_PROBLEMS},
    summary="Vote on a comment",
    openapi_extra=_WITH_KEY,
)
@decorate_view(public_post)
def vote(request: HttpRequest, comment_id: int, sent: VoteIn) -> HttpResponse:
    """Count, change or take back a vote. Sets one cookie, by which the vote stays yours."""
    voter = voters.voter_of(request)
    try:
        if sent.value not in (1, 0, -1):
            raise BadVote
        comment = actions.vote(
            comment_id=comment_id,
            voter=voter.key,
            value=sent.value,
            is_new_voter=voter.is_new,
            visitor_key=visitors.visitor_key(request),
            address_key=visitors.address_key(request),
            idempotency_key=request.headers.get(KEY_HEADER, ""),
        )
    except Refused as refused:
        return refused_problem(refused)
    answer = {
        "id": comment.pk,
        "score": comment.score,
        "up": comment.up,
        "down": comment.down,
        "value": sent.value,
    }
    response = never_stored(JsonResponse(answer))
    voters.remember(voter, request, response)
    return response


def _subject(article_id: int) -> str:
    return f"page:{article_id}"


def _posted(posted: Posted) -> HttpResponse:
    comment = posted.comment
    if comment.state in {State.REMOVED, State.ERASED}:
        return problem(410, tombstone(comment.state))
    is_held = comment.state == State.HELD
    answer: dict[str, Any] = {
        "id": comment.pk,
        "status": State(comment.state).value,
        "edit_url": absolute(posted.edit_path) if posted.edit_path else "",
    }
    if is_held:
        answer["reason"] = posted.reason
    else:
        answer["url"] = absolute(f"/comments/{comment.pk}/")
    return never_stored(JsonResponse(answer, status=202 if is_held else 201))


def _comment(item: Listed) -> dict[str, Any]:
    comment = item.comment
    is_gone = not comment.is_published
    return {
        "id": comment.pk,
        "url": absolute(f"/comments/{comment.pk}/"),
        "parent": comment.parent_id,
        "depth": comment.depth,
        "author": "" if is_gone else comment.name,
        "is_staff": not is_gone and comment.staff_id is not None,
        "body_html": "" if is_gone else comment.body_html,
        "created_at": rfc3339(comment.created_at),
        "edited_at": rfc3339(comment.edited_at) if comment.edited_at and not is_gone else None,
        "is_gone": is_gone,
        "is_pinned": comment.is_pinned and not is_gone,
        "score": 0 if is_gone else comment.score,
        "up": 0 if is_gone else comment.up,
        "down": 0 if is_gone else comment.down,
        "replies": [_comment(reply) for reply in item.replies],
        "reply_count": item.reply_count,
        "passage": None if is_gone or comment.passage is None else _passage(comment.passage),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.pk,
        "revision": passage.revision,
        "block": passage.block,
        "start": passage.start,
        "end": passage.end,
        "exact": passage.exact,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
        "state": passage.state,
        "question": passage.question,
    }
