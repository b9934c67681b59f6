"""Telling the newsroom that something is wrong with a comment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from broadsheet.core import visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.limits import TooMany
from broadsheet.discussion import actions, queries
from broadsheet.discussion.forms import ReportForm
from broadsheet.discussion.refusals import Refused
from broadsheet.discussion.views.posting import wait_sentence


@require_http_methods(["GET", "HEAD", "POST"])
@public_post
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form with the reasons; a POST sends it."""
    found = queries.public_comment(comment_id)
    if found is None:
        raise Http404
    comment, _subject = found
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.report(
                    comment_id=comment.pk,
                    reason=form.cleaned_data["reason"],
                    note=form.cleaned_data["note"],
                    **visitors.keys(request),
                )
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            except TooMany as too_many:
                form.add_error(None, wait_sentence(too_many))
                status = 429
            else:
                back = {"back_path": queries.back_path(comment.pk)}
                return never_stored(render(request, "discussion/reported.html", back))
    context = {"form": form, "comment": queries.shown_one(comment, can_reply=False)}
    response = render(request, "discussion/report.html", context, status=status)
    return never_stored(response)
