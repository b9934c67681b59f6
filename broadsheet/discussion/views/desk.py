"""The moderators' screens: the queue, all comments, one comment with its history, the threads."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required

from broadsheet.discussion import actions
from broadsheet.discussion.models import Act, Comment, State, Thread
from broadsheet.discussion.models.comment import NAME_LENGTH
from broadsheet.discussion.queries import desk
from broadsheet.discussion.refusals import Refused, WrongState
from broadsheet.discussion.views.reading import page_number

MODERATE: Final = "discussion.moderate_comment"

_ACTS: Final = {
    Act.APPROVE.value: actions.approve,
    Act.HOLD.value: actions.hold,
    Act.REMOVE.value: actions.remove,
    Act.RESTORE.value: actions.restore,
    Act.PIN.value: actions.pin,
    Act.UNPIN.value: actions.unpin,
    Act.FEATURE.value: actions.feature,
    Act.UNFEATURE.value: actions.unfeature,
    Act.DISMISS.value: actions.dismiss,
}


@require_safe
@permission_required(MODERATE)
def held(request: HttpRequest) -> HttpResponse:
    """The queue."""
    page, rows = desk.held_page(page_number(request, "p"))
    return screen(request, "held", _("Held comments"), page=page, rows=rows)


@require_safe
@permission_required(MODERATE)
def reported(request: HttpRequest) -> HttpResponse:
    """What readers reported."""
    page, rows = desk.reported_page(page_number(request, "p"))
    return screen(request, "reported", _("Reported comments"), page=page, rows=rows)


@require_safe
@permission_required(MODERATE)
def comments(request: HttpRequest) -> HttpResponse:
    """All comments, narrowed."""
    state = request.GET.get("state", "")
    text = request.GET.get("q", "").strip()[:200]
    subject = request.GET.get("subject", "")[:190]
    page, rows = desk.search_page(
        page_number(request, "p"), state=state, text=text, subject=subject
    )
    subject_title = next((row.title for row in rows), subject) if subject else ""
    return screen(
        request,
        "comments",
        _("All comments"),
        page=page,
        rows=rows,
        states=State.choices,
        state=state,
        text=text,
        subject=subject,
        subject_title=subject_title,
    )


@require_safe
@permission_required(MODERATE)
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One comment with everything that was decided about it."""
    found = desk.desk_comment(comment_id)
    if found is None:
        raise Http404
    return _comment_screen(request, found)


@require_POST
@permission_required(MODERATE)
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Answer a comment in the newsroom's name, under the moderator's own."""
    found = desk.desk_comment(comment_id)
    if found is None:
        raise Http404
    body = request.POST.get("body", "")
    who = person(request)
    try:
        posted = actions.post_comment(
            subject=found.comment.thread.subject,
            parent_id=comment_id,
            name=(who.get_full_name() or who.get_username())[:NAME_LENGTH],
            body=body,
            staff=who,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _comment_screen(request, found, body=body, status=refused.status)
    messages.success(request, _("Your answer is published."))
    return HttpResponseRedirect(reverse("discussion_desk:comment", args=[posted.comment.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MODERATE)
def letters(request: HttpRequest) -> HttpResponse:
    """Let an address be written to again that was never to be, at its owner's wish."""
    if request.method == "POST":
        if actions.lift_suppression(request.POST.get("email", "")[:254]):
            messages.success(request, _("Letters may go to this address again."))
        else:
            messages.warning(request, _("Nothing keeps letters from this address."))
        return HttpResponseRedirect(reverse("discussion_desk:letters"))
    return screen(
        request, "letters", _("Letters about comments"), suppressed=desk.suppressed_count()
    )


def _comment_screen(
    request: HttpRequest, found: desk.DeskComment, *, body: str = "", status: int = 200
) -> HttpResponse:
    title = _("Comment by %(name)s") % {"name": found.comment.name}
    return screen(
        request,
        "comment",
        title,
        status=status,
        row=found,
        history=desk.history_of(found.comment),
        wordings=desk.wordings_of(found.comment),
        body=body,
    )


@require_POST
@permission_required(MODERATE)
def decide(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Carry out one decision and go back to where it was made."""
    found = Comment.objects.select_related("thread").filter(pk=comment_id).first()
    act = _ACTS.get(request.POST.get("act", ""))
    if found is None or act is None:
        raise Http404
    try:
        act(comment=found, by=person(request), reason=_reason(request))
    except WrongState as refused:
        messages.warning(request, refused.sentence)
    else:
        done = {"name": found.name, "act": Act(request.POST["act"]).label}
        messages.success(request, _("The comment by %(name)s: %(act)s.") % done)
    return _back(request, "held")


@require_POST
@permission_required(MODERATE)
def approve_many(request: HttpRequest) -> HttpResponse:
    """Publish all that are ticked; those that somebody else decided about stay as they are."""
    numbers = [int(one) for one in request.POST.getlist("comment") if one.isdigit()][: desk.PAGE]
    approved = 0
    for found in Comment.objects.select_related("thread").filter(pk__in=numbers).order_by("pk"):
        try:
            actions.approve(comment=found, by=person(request), reason=_reason(request))
        except WrongState:
            continue
        approved += 1
    said = ngettext("%(count)s comment approved.", "%(count)s comments approved.", approved)
    messages.success(request, said % {"count": approved})
    return _back(request, "held")


@require_safe
@permission_required(MODERATE)
def threads(request: HttpRequest) -> HttpResponse:
    """All threads, to close and reopen."""
    page, rows = desk.threads_page(page_number(request, "p"))
    return screen(request, "threads", _("Threads"), page=page, rows=rows)


@require_POST
@permission_required(MODERATE)
def open_or_close(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Close a thread, or reopen it, as the button says."""
    found = Thread.objects.filter(pk=thread_id).first()
    if found is None:
        raise Http404
    if request.POST.get("act") == Act.CLOSE:
        act, told = actions.close_thread, _("The discussion is closed.")
    else:
        act, told = actions.reopen_thread, _("The discussion is open again.")
    act(subject=found.subject, by=person(request), reason=_reason(request))
    messages.success(request, told)
    return _back(request, "threads")


def person(request: HttpRequest) -> AbstractUser:
    """Who is at the desk."""
    assert isinstance(request.user, AbstractUser)  # permission_required let them in
    return request.user


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]


def _back(request: HttpRequest, screen: str) -> HttpResponse:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if is_ours else reverse(f"discussion_desk:{screen}"))


def screen(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """One of the discussion's screens, `discussion/desk/<name>.html`."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    here = {"url": "", "label": title}
    own = {"url": reverse("discussion_desk:held"), "label": _("Discussion")}
    between = [] if name == "held" else [own]
    return render(
        request,
        f"discussion/desk/{name}.html",
        {
            "page_title": title,
            "header_title": title,
            "header_icon": "comment",
            "breadcrumbs_items": [home, *between, here],
            **context,
        },
        status=status,
    )
