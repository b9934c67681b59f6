"""The desk's screen of one text's passages: what became of them, attach by hand, ask readers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import permission_required

from broadsheet.discussion import actions
from broadsheet.discussion.forms import DeskPassageForm
from broadsheet.discussion.models import Passage
from broadsheet.discussion.passages.choosing import Chosen
from broadsheet.discussion.queries.passages import desk_passages
from broadsheet.discussion.refusals import Refused
from broadsheet.discussion.views.desk import MODERATE, person, screen


@require_safe
@permission_required(MODERATE)
def passages(request: HttpRequest, subject: str) -> HttpResponse:
    """All passages of a text, lost ones first."""
    return _screen(request, subject)


@require_POST
@permission_required(MODERATE)
def ask(request: HttpRequest, subject: str) -> HttpResponse:
    """Ask readers about some words, or take a question back."""
    form = DeskPassageForm(request.POST)
    if not form.is_valid():
        raise Http404
    sent = form.cleaned_data
    chosen = Chosen(id=sent["passage"]) if sent["passage"] else Chosen(exact=sent["words"])
    try:
        actions.ask(subject=subject, chosen=chosen, question=sent["question"], by=person(request))
    except Refused as refused:
        return _to_mend(request, subject, refused, sent)
    said = _("Readers are asked.") if sent["question"] else _("The question is taken back.")
    messages.success(request, said)
    return _back(subject)


@require_POST
@permission_required(MODERATE)
def attach(request: HttpRequest, passage_id: int) -> HttpResponse:
    """Say which words of the present text a passage is about."""
    passage = Passage.objects.select_related("thread").filter(pk=passage_id).first()
    form = DeskPassageForm(request.POST)
    if passage is None or not form.is_valid():
        raise Http404
    chosen = Chosen(exact=form.cleaned_data["words"])
    try:
        actions.reattach(passage_id=passage_id, chosen=chosen, by=person(request))
    except Refused as refused:
        sent = {**form.cleaned_data, "passage": passage_id}
        return _to_mend(request, passage.thread.subject, refused, sent)
    messages.success(request, _("The comments stand at these words now."))
    return _back(passage.thread.subject)


def _screen(
    request: HttpRequest, subject: str, *, sent: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    found = desk_passages(subject)
    if found is None:
        raise Http404
    title = _("Passages of “%(title)s”") % {"title": found.subject.title}
    return screen(request, "passages", title, status=status, found=found, sent=sent or {})


def _to_mend(
    request: HttpRequest, subject: str, refused: Refused, sent: dict[str, Any]
) -> HttpResponse:
    """The screen with what was sent still in its form."""
    messages.error(request, refused.sentence)
    return _screen(request, subject, sent=sent, status=refused.status)


def _back(subject: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("discussion_desk:passages", args=[subject]))
