"""The JSON calls about comments; joined with the other rooms' under /api/v1/."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router
from ninja.decorators import decorate_view

from broadsheet.core import subjects, visitors
from broadsheet.core.addresses import absolute
from broadsheet.core.answers import never_stored, problem
from broadsheet.core.guard import public_post
from broadsheet.core.paging import LIMIT_DEFAULT, LIMIT_MAX, BadCursor
from broadsheet.discussion import actions, annotations, queries, voters
from broadsheet.discussion.actions import Posted
from broadsheet.discussion.actions.repeats import KEY_LENGTH
from broadsheet.discussion.forms import CommentForm
from broadsheet.discussion.models import State
from broadsheet.discussion.problems import errors_of, fields_problem, refused_problem
from broadsheet.discussion.queries.shown import tombstone
from broadsheet.discussion.ranking import Sort
from broadsheet.discussion.refusals import BadVote, NoSuchSubject, Refused
from broadsheet.discussion.schemas import (
    CommentIn,
    CommentsOut,
    PostedOut,
    ProblemOut,
    VoteIn,
    VoteOut,
    comment_out,
)

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
    items = [comment_out(item) for item in listing.items]
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
            **visitors.keys(request),
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
            **visitors.keys(request),
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
