"""Subscribing, confirming and stopping: small pages that are never stored."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from broadsheet.core import visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.guard import public_post
from broadsheet.core.limits import TooMany
from broadsheet.discussion import actions, doors, queries
from broadsheet.discussion.forms import PaceForm, SubscribeForm
from broadsheet.discussion.models import Mailbox, Notify
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.refusals import Refused
from broadsheet.discussion.views.posting import wait_sentence

ONE_CLICK = "List-Unsubscribe"
"""The field by which a mail program stops letters for its reader (RFC 8058)."""


@require_POST
@public_post
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for letters; whether the address is known is told to nobody."""
    form = SubscribeForm(request.POST)
    status = 422
    if form.is_valid():
        sent = form.cleaned_data
        try:
            actions.ask_to_subscribe(
                subject=sent["subject"],
                email=sent["email"],
                kind=sent["notify"],
                passage_id=sent["passage"] if sent["notify"] == Notify.PASSAGE else None,
                address_key=visitors.address_key(request),
            )
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
            status = refused.status
        except TooMany as too_many:
            form.add_error(None, wait_sentence(too_many))
            status = 429
        else:
            context = {
                "email": sent["email"],
                "back_path": queries.subject_path(sent["subject"]),
            }
            return _page(request, "asked", context)
    subject = str(form["subject"].value() or "")
    about = queries.composing(subject, "", _chosen(form))
    return _page(request, "subscribe", {"form": form, "about": about}, status=status)


def _chosen(form: SubscribeForm) -> Chosen | None:
    """The passage that a form came with, if it is one."""
    number = form.cleaned_data.get("passage")
    return Chosen(id=number) if number else None


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the letters would be about; a POST says yes, or never.

    The token is the authority: who holds it reads the mailbox, so another site's form gains
    nothing. Mail scanners follow links but send no forms, so nothing happens on a GET.
    """
    subscription = doors.subscription_at(token)
    if subscription is None:
        return _gone(request)
    mailbox = subscription.mailbox
    context: dict[str, Any] = {"about": queries.described(subscription), "mailbox": mailbox}
    if request.method == "POST" and "never" in request.POST:
        actions.suppress(mailbox.email)
        return _page(request, "never", context)
    if request.method == "POST":
        actions.confirm(subscription)
        letters_path = doors.letters_path(mailbox, subscription.subject)
        return _page(request, "confirmed", {**context, "letters_path": letters_path})
    return _page(request, "confirm", context)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters, or change how often they come; also the one click of RFC 8058."""
    found = doors.letters_at(token)
    if found is None:
        # To a mail program, letters to a mailbox that is forgotten are stopped.
        return HttpResponse(_("Stopped.")) if ONE_CLICK in request.POST else _gone(request)
    if ONE_CLICK in request.POST:
        actions.stop(mailbox=found.mailbox, subject=found.subject, wishes=found.wishes)
        return _page(request, "stopped", {"mailbox": found.mailbox})
    if request.method == "POST":
        return _change(request, found.mailbox, found.subject)
    return _letters_page(request, found.mailbox, found.subject)


def _change(request: HttpRequest, mailbox: Mailbox, subject: str) -> HttpResponse:
    act = request.POST.get("act", "stop")
    if act == "never":
        actions.suppress(mailbox.email)
        return _page(request, "never", {"mailbox": mailbox})
    if act == "pace":
        form = PaceForm(request.POST)
        if form.is_valid():
            actions.set_pace(mailbox=mailbox, pace=form.cleaned_data["pace"])
        return _letters_page(request, mailbox, subject, is_changed=form.is_valid())
    if act == "stop_one":
        stop_one(mailbox, request.POST.get("subscription", ""))
        return _letters_page(request, mailbox, subject, is_changed=True)
    actions.stop(mailbox=mailbox, subject="" if act == "stop_all" else subject)
    return _page(request, "stopped", {"mailbox": mailbox})


def stop_one(mailbox: Mailbox, number: str) -> None:
    """End one subscription of a mailbox, by its number as it came; another's stays."""
    for one in queries.own_subscriptions(mailbox):
        if str(one.id) == number:
            actions.stop(mailbox=mailbox, subscription_id=one.id)


def _letters_page(
    request: HttpRequest, mailbox: Mailbox, subject: str, *, is_changed: bool = False
) -> HttpResponse:
    context = {
        "mailbox": mailbox,
        "subject": subject,
        "subscriptions": queries.own_subscriptions(mailbox),
        "title": queries.composing(subject, "").title if subject else "",
        "form": PaceForm(initial={"pace": mailbox.pace}),
        "is_changed": is_changed,
    }
    return _page(request, "letters", context)


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "door_gone", {}, status=410)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return never_stored(render(request, f"discussion/{name}.html", context, status=status))
