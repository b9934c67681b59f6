"""Writing: post, preview, answer, edit. What somebody wrote is never lost, whatever goes wrong."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.core import visitors
from broadsheet.core.answers import never_stored, problem, wants_json
from broadsheet.core.guard import public_post
from broadsheet.core.limits import TooMany
from broadsheet.core.text import clean_text
from broadsheet.discussion import actions, doors, editing, queries
from broadsheet.discussion.actions import Posted
from broadsheet.discussion.actions.posting import NOTHING
from broadsheet.discussion.forms import CommentForm, EditForm, chosen_in
from broadsheet.discussion.models import Comment, Passage, State
from broadsheet.discussion.problems import errors_of, fields_problem, refused_problem
from broadsheet.discussion.queries.shown import tombstone
from broadsheet.discussion.refusals import EditingOver, Refused, TooLong

WITHOUT_SCRIPT = "without_script"
"""A field of the form in browsers that run no scripts: they get a page to edit the comment from."""


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
            **visitors.keys(request),
            idempotency_key=request.headers.get("Idempotency-Key", ""),
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _to_mend(request, form, status=refused.status)
    except TooMany as too_many:
        form.add_error(None, wait_sentence(too_many))
        response = _to_mend(request, form, status=429)
        response["Retry-After"] = str(too_many.retry_after_seconds)
        return response
    return _posted(request, posted, form.cleaned_data["notify"])


@require_safe
def posted(request: HttpRequest, comment_id: int, token: str) -> HttpResponse:
    """What the author alone sees after posting without JavaScript: the comment, and how to mend it.

    It holds the comment as it stands in its place, with the one that it answers.
    """
    notify = doors.notify_of_posted(comment_id, token)
    found = queries.public_comment(comment_id)
    if notify is None or found is None:
        return HttpResponseRedirect(reverse("discussion:comment", args=[comment_id]))
    comment, subject = found
    context = {
        "comment": comment,
        "comments": queries.with_answered(comment),
        "subject": subject,
        "place": queries.place_of(comment, subject),
        "edit_path": editing.edit_path(comment),
        "erase_path": editing.erase_path(comment),
        "notify_sentence": _told_of_letters(notify),
    }
    return never_stored(render(request, "discussion/posted.html", context))


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
    markup = queries.rendered(request.POST.get("subject", ""), clean_text(body))
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
        return _edit_page(request, comment, EditForm(initial={"body": comment.body}))
    form = EditForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, comment, form, status=422)
    body = form.cleaned_data["body"]
    if "preview" in request.POST and len(body) <= queries.text_limit():
        markup = queries.rendered(comment.thread.subject, clean_text(body))
        return _edit_page(request, comment, form, preview=markup)
    try:
        posted = actions.edit_comment(comment_id=comment_id, body=body)
    except EditingOver:
        return _over(request, comment_id)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _edit_page(request, comment, form, status=refused.status)
    except TooMany as too_many:
        form.add_error(None, wait_sentence(too_many))
        response = _edit_page(request, comment, form, status=429)
        response["Retry-After"] = str(too_many.retry_after_seconds)
        return response
    return _posted(request, posted)


@require_http_methods(["GET", "HEAD", "POST"])
@public_post
def erase(request: HttpRequest, comment_id: int, token: str) -> HttpResponse:
    """Delete one's own comment through its signed address, for a while, after a second look."""
    comment = editing.editable(comment_id, token)
    if comment is None:
        return _over(request, comment_id)
    subject_path = queries.subject_path(comment.thread.subject)
    if request.method == "POST":
        actions.erase(comment_id=comment.pk)
        context = {"count": 1, "back_path": f"{subject_path}#discussion"}
        return never_stored(render(request, "discussion/erased.html", context))
    context = {"comment": comment, "back_path": editing.edit_path(comment)}
    return never_stored(render(request, "discussion/erase.html", context))


def _told_of_letters(notify: str) -> str:
    """The sentence for whoever asked for letters with a comment; empty for all others."""
    if notify == NOTHING:
        return ""
    return _("We sent you a letter: please confirm there that you want to be notified.")


def _posted(request: HttpRequest, posted: Posted, notify: str = NOTHING) -> HttpResponse:
    """Where the author goes: to the comment, or to a page that says what became of it."""
    comment = posted.comment
    if not comment.is_published:
        return _not_public(request, posted, notify)
    if WITHOUT_SCRIPT in request.POST and posted.edit_path:
        path = f"{doors.posted_path(comment.pk, notify)}#comment-{comment.pk}"
        return never_stored(HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER))
    place = queries.place_of(comment, posted.subject)
    if not wants_json(request):
        return never_stored(HttpResponseRedirect(place, status=HTTPStatus.SEE_OTHER))
    shown = queries.shown_one(comment)
    count = queries.counts([posted.subject.key])[posted.subject.key]
    answer = {
        "id": comment.pk,
        "status": State.PUBLISHED,
        "heading": ngettext("%(count)s comment", "%(count)s comments", count)
        % {"count": localize(count)},
        "parent": comment.parent_id,
        "url": place,
        "html": render_to_string("discussion/_comment.html", {"comment": shown}),
        "edit_url": posted.edit_path,
        "message": _told_of_letters(notify),
    }
    about = comment.passage if comment.root is None else comment.root.passage
    if about is not None:
        answer["passage"] = _passage(about)
    return never_stored(JsonResponse(answer, status=201))


def _passage(about: Passage) -> dict[str, Any]:
    """What an enhanced page needs to mark the passage that a new comment is about."""
    shown = queries.shown_passage(about)
    html = render_to_string("discussion/_passage_item.html", {"shown": shown})
    return {"id": about.pk, "path": shown.path, "html": html}


def _not_public(request: HttpRequest, posted: Posted, notify: str) -> HttpResponse:
    is_held = posted.comment.state == State.HELD
    status = 202 if is_held else 410
    if wants_json(request):
        if not is_held:
            return problem(status, tombstone(posted.comment.state))
        answer = {
            "id": posted.comment.pk,
            "status": State.HELD,
            "reason": posted.reason,
            "message": _("Your comment was received and waits for the newsroom.")
            + f" {posted.reason} {_told_of_letters(notify)}".rstrip(),
            "edit_url": posted.edit_path,
        }
        return never_stored(JsonResponse(answer, status=status))
    context = {
        "posted": posted,
        "comment": posted.comment,
        "is_held": is_held,
        "tombstone": "" if is_held else tombstone(posted.comment.state),
        "notify_sentence": _told_of_letters(notify),
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
    about = queries.composing(
        str(form["subject"].value() or ""),
        str(form["parent"].value() or ""),
        chosen_in(str(form["passage"].value() or "")),
    )
    context = {"form": form, "about": about, "preview": preview}
    response = render(request, "discussion/compose.html", context, status=status)
    return never_stored(response) if is_private else response


def _edit_page(
    request: HttpRequest,
    comment: Comment,
    form: EditForm,
    *,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "preview": preview, "erase_path": editing.erase_path(comment)}
    return never_stored(render(request, "discussion/edit.html", context, status=status))


def _over(request: HttpRequest, comment_id: int) -> HttpResponse:
    refused = EditingOver()
    if wants_json(request):
        return refused_problem(refused)
    context = {"sentence": refused.sentence, "back_path": queries.back_path(comment_id)}
    return never_stored(render(request, "discussion/refused.html", context, status=refused.status))


def wait_sentence(too_many: TooMany) -> str:
    """When to send it again."""
    minutes = -(-too_many.retry_after_seconds // 60)
    return ngettext(
        "That was a lot in a short time. Your text is kept: please send it again in a minute.",
        "That was a lot in a short time. Your text is kept: please send it again in"
        " %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
