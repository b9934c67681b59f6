"""Writing: post, preview, answer, edit. What somebody wrote is never lost, whatever goes wrong."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.core import subjects, visitors
from broadsheet.core.answers import never_stored, problem, wants_json
from broadsheet.core.guard import public_post
from broadsheet.core.limits import TooMany
from broadsheet.core.text import clean_text
from broadsheet.discussion import actions, editing, queries
from broadsheet.discussion.actions import Posted
from broadsheet.discussion.forms import CommentForm, EditForm
from broadsheet.discussion.markup import render_comment
from broadsheet.discussion.models import State
from broadsheet.discussion.problems import errors_of, fields_problem, refused_problem
from broadsheet.discussion.refusals import EditingOver, Refused, TooLong


@require_POST
@public_post
def post(request: HttpRequest) -> HttpResponse:
    """Publish or hold a comment. Whoever wrote it lands on it, or learns why not yet."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _to_mend(request, form, status=422)
    try:
        posted = actions.post_comment(
            **form.as_arguments(),
            address_key=visitors.address_key(request),
            visitor_key=visitors.visitor_key(request),
            idempotency_key=request.headers.get("Idempotency-Key", ""),
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _to_mend(request, form, status=refused.status)
    except TooMany as too_many:
        form.add_error(None, _wait(too_many))
        response = _to_mend(request, form, status=429)
        response["Retry-After"] = str(too_many.retry_after_seconds)
        return response
    return _posted(request, posted)


@require_POST
@public_post
def preview(request: HttpRequest) -> HttpResponse:
    """Show a comment as it would stand on the page. Nothing is stored."""
    body = request.POST.get("body", "")
    limit = queries.text_limit()
    if len(body) > limit:
        form = CommentForm(request.POST)
        form.is_valid()
        form.add_error("body", TooLong(length=len(body), limit=limit).sentence)
        return _to_mend(request, form, status=422)
    markup = render_comment(clean_text(body))
    if wants_json(request):
        return never_stored(JsonResponse({"html": markup}))
    form = CommentForm(initial=request.POST.dict())
    return _compose(request, form, preview=markup)


@require_safe
def reply(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form to answer one comment, on a page of its own."""
    found = queries.public_comment(comment_id)
    if found is None:
        raise Http404
    parent, subject = found
    form = CommentForm(initial={"subject": subject.key, "parent": str(parent.pk)})
    return _compose(request, form, is_private=False)


@require_http_methods(["GET", "HEAD", "POST"])
@public_post
def edit(request: HttpRequest, comment_id: int, token: str) -> HttpResponse:
    """Mend one's own comment through its signed address, for a while."""
    comment = editing.editable(comment_id, token)
    if comment is None:
        return _over(request, comment_id)
    if request.method != "POST":
        return _edit_page(request, EditForm(initial={"body": comment.body}))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, form, status=422)
    body = form.cleaned_data["body"]
    if "preview" in request.POST and len(body) <= queries.text_limit():
        return _edit_page(request, form, preview=render_comment(clean_text(body)))
    try:
        posted = actions.edit_comment(comment_id=comment_id, body=body)
    except EditingOver:
        return _over(request, comment_id)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _edit_page(request, form, status=refused.status)
    except TooMany as too_many:
        form.add_error(None, _wait(too_many))
        response = _edit_page(request, form, status=429)
        response["Retry-After"] = str(too_many.retry_after_seconds)
        return response
    return _posted(request, posted)


def _posted(request: HttpRequest, posted: Posted) -> HttpResponse:
    """Where the author goes: to the comment, or to a page that says what became of it."""
    comment = posted.comment
    subject = subjects.find(comment.thread.subject) if comment.is_published else None
    if subject is None:
        return _not_public(request, posted)
    place = queries.place_of(comment, subject)
    if not wants_json(request):
        return never_stored(HttpResponseRedirect(place, status=HTTPStatus.SEE_OTHER))
    shown = queries.shown_one(comment)
    answer = {
        "id": comment.pk,
        "status": State.PUBLISHED,
        "parent": comment.parent_id,
        "url": place,
        "html": render_to_string("discussion/_comment.html", {"comment": shown}),
        "edit_url": posted.edit_path,
    }
    return never_stored(JsonResponse(answer, status=201))


def _not_public(request: HttpRequest, posted: Posted) -> HttpResponse:
    is_held = posted.comment.state == State.HELD
    status = 202 if is_held else 410
    if wants_json(request):
        if not is_held:
            return problem(status, _("This comment was removed by the newsroom."))
        answer = {
            "id": posted.comment.pk,
            "status": State.HELD,
            "reason": posted.reason,
            "message": _("Your comment was received and waits for the newsroom.")
            + f" {posted.reason}",
            "edit_url": posted.edit_path,
        }
        return never_stored(JsonResponse(answer, status=status))
    context = {
        "posted": posted,
        "comment": posted.comment,
        "is_held": is_held,
        "back_path": queries.subject_path(posted.comment.thread.subject),
    }
    return never_stored(render(request, "discussion/held.html", context, status=status))


def _to_mend(request: HttpRequest, form: CommentForm, *, status: int) -> HttpResponse:
    if not wants_json(request):
        return _compose(request, form, status=status)
    return fields_problem(errors_of(form), status=status)


def _compose(
    request: HttpRequest,
    form: CommentForm,
    *,
    preview: str = "",
    status: int = 200,
    is_private: bool = True,
) -> HttpResponse:
    """The form on a page of its own, with what it is about."""
    about = queries.composing(str(form["subject"].value() or ""), str(form["parent"].value() or ""))
    context = {"form": form, "about": about, "preview": preview}
    response = render(request, "discussion/compose.html", context, status=status)
    return never_stored(response) if is_private else response


def _edit_page(
    request: HttpRequest, form: EditForm, *, preview: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "preview": preview}
    return never_stored(render(request, "discussion/edit.html", context, status=status))


def _over(request: HttpRequest, comment_id: int) -> HttpResponse:
    refused = EditingOver()
    if wants_json(request):
        return refused_problem(refused)
    context = {"sentence": refused.sentence, "back_path": queries.back_path(comment_id)}
    return never_stored(render(request, "discussion/refused.html", context, status=refused.status))


def _wait(too_many: TooMany) -> str:
    minutes = -(-too_many.retry_after_seconds // 60)
    return ngettext(
        "That was a lot in a short time. Your text is kept: please send it again in a minute.",
        "That was a lot in a short time. Your text is kept: please send it again in"
        " %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
