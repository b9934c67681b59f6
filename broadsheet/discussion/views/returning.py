"""“My comments”, through a link by mail: see, edit, delete, take along, choose letters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadsheet.core import visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.limits import TooMany
from broadsheet.discussion import actions, doors, queries
from broadsheet.discussion.forms import MailboxForm, PaceForm
from broadsheet.discussion.views.posting import wait_sentence
from broadsheet.discussion.views.reading import page_number
from broadsheet.discussion.views.subscribing import stop_one


@require_http_methods(["GET", "HEAD", "POST"])
@public_post
def ask(request: HttpRequest) -> HttpResponse:
    """Send the way in; the answer is the same for every address."""
    if request.method != "POST":
        return _page(request, "mine_ask", {"form": MailboxForm()})
    form = MailboxForm(request.POST)
    status = 422
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            actions.ask_for_way_in(email=email, address_key=visitors.address_key(request))
        except TooMany as too_many:
            form.add_error(None, wait_sentence(too_many))
            status = 429
        else:
            return _page(request, "mine_sent", {"email": email})
    return _page(request, "mine_ask", {"form": form}, status=status)


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that was written or asked for under one address."""
    mailbox = doors.mailbox_at(token)
    if mailbox is None:
        return _old(request)
    page, comments = queries.own_comments(mailbox, page_number(request))
    context = {
        "mailbox": mailbox,
        "token": token,
        "page": page,
        "comments": comments,
        "subscriptions": queries.own_subscriptions(mailbox),
        "form": PaceForm(initial={"pace": mailbox.pace}),
    }
    return _page(request, "mine", context)


@require_POST
@csrf_exempt  # the token in the address is the authority; see views/subscribing.py
def change_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one subscription, or change how soon letters come."""
    mailbox = doors.mailbox_at(token)
    if mailbox is None:
        return _old(request)
    form = PaceForm(request.POST)
    if "subscription" in request.POST:
        stop_one(mailbox, request.POST["subscription"])
    elif form.is_valid():
        actions.set_pace(mailbox=mailbox, pace=form.cleaned_data["pace"])
    return _back(token)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def erase(request: HttpRequest, token: str, comment_id: int) -> HttpResponse:
    """Delete one of one's comments, after a second look."""
    mailbox = doors.mailbox_at(token)
    if mailbox is None:
        return _old(request)
    comment = queries.own_comment(mailbox, comment_id)
    if comment is None:
        if request.method == "POST":
            return _back(token)
        raise Http404
    if request.method == "POST":
        actions.erase(comment_id=comment.pk)
        return _back(token)
    context = {"comment": comment, "back_path": reverse("discussion:mine", args=[token])}
    return _page(request, "erase", context)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def erase_all(request: HttpRequest, token: str) -> HttpResponse:
    """Delete everything under one address, after a second look."""
    mailbox = doors.mailbox_at(token)
    if mailbox is None:
        return _old(request)
    if request.method == "POST":
        return _page(request, "erased", {"count": actions.erase_all(mailbox), "back_path": "/"})
    page, _comments = queries.own_comments(mailbox, 1)
    context = {
        "count": page.paginator.count,
        "mailbox": mailbox,
        "back_path": reverse("discussion:mine", args=[token]),
    }
    return _page(request, "erase_all", context)


@require_safe
def export(request: HttpRequest, token: str) -> HttpResponse:
    """Everything as a file."""
    mailbox = doors.mailbox_at(token)
    if mailbox is None:
        return _old(request)
    answer = JsonResponse(
        queries.everything_of(mailbox), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-comments.json"'
    return never_stored(answer)


def _back(token: str) -> HttpResponse:
    return never_stored(HttpResponseRedirect(reverse("discussion:mine", args=[token]), status=303))


def _old(request: HttpRequest) -> HttpResponse:
    return _page(request, "mine_ask", {"form": MailboxForm(), "is_old": True}, status=410)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return never_stored(render(request, f"discussion/{name}.html", context, status=status))
