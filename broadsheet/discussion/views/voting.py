"""Votes: as JSON for the enhanced page, as a small page with take-back for all others."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from broadsheet.core import visitors
from broadsheet.core.answers import never_stored, wants_json
from broadsheet.core.guard import public_post
from broadsheet.discussion import actions, queries, voters
from broadsheet.discussion.forms import VoteForm
from broadsheet.discussion.problems import refused_problem
from broadsheet.discussion.refusals import BadVote, Refused


@require_POST
@public_post
def vote(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Count, change or take back a vote."""
    form = VoteForm(request.POST)
    voter = voters.voter_of(request)
    try:
        if not form.is_valid():
            raise BadVote
        value = form.cleaned_data["value"]
        comment = actions.vote(
            comment_id=comment_id,
            voter=voter.key,
            value=value,
            is_new_voter=voter.is_new,
            **visitors.keys(request),
        )
    except Refused as refused:
        return _refused(request, comment_id, refused)
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(
            {
                "id": comment.pk,
                "score": comment.score,
                "up": comment.up,
                "down": comment.down,
                "value": value,
            }
        )
    else:
        context = {"comment": comment, "value": value}
        response = render(request, "discussion/voted.html", context)
    voters.remember(voter, request, response)
    return never_stored(response)


def _refused(request: HttpRequest, comment_id: int, refused: Refused) -> HttpResponse:
    if wants_json(request):
        return refused_problem(refused)
    context = {"sentence": refused.sentence, "back_path": queries.back_path(comment_id)}
    return never_stored(render(request, "discussion/refused.html", context, status=refused.status))
