"""Before a new edition of a story is published: which comments would lose their words.

An editor is told before publishing now or later. What a workflow approves is published at once only
where it detaches nothing; else it waits, whoever approved it is told, and the desk's home lists it
with the scheduled editions that detach comments as things stand.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page, Revision, WorkflowState
from wagtail.workflows import publish_workflow_state

from broadsheet.discussion.passages.mapping import Carried
from broadsheet.discussion.queries.marked import ShownPassage
from broadsheet.discussion.queries.passages import detached_by
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.web.subjects import key_of, text_of_page


@dataclass(frozen=True)
class Waiting:
    """An edition that will be public, or would be, and takes words away from comments."""

    page: Page
    is_scheduled: bool
    """It goes live by itself; otherwise somebody has to publish it."""


def warn(request: HttpRequest, page: Page, *, is_scheduled: bool = False) -> HttpResponse | None:
    """A page that names the passages which an edit detaches; None where it detaches none.

    The edit is kept as a draft by then, or `is_scheduled` already.
    """
    detached = _detached(page)
    if not detached:
        return None
    context = {
        "page": page,
        "detached": detached,
        "is_scheduled": is_scheduled,
        "comments": sum(shown.count for shown, _fate in detached),
        "revision": page.latest_revision_id,
        "subject": key_of(page),
        "page_title": _("Before you publish"),
        "header_title": _("Before you publish"),
        "header_icon": "warning",
    }
    return render(request, "web/desk/detaching.html", context)


def publish_approved(state: WorkflowState, user: Any = None) -> None:
    """Publish what a workflow approved, unless that takes words away from comments."""
    if not _detached(state.content_object.get_latest_revision().as_object()):
        publish_workflow_state(state, user=user)


def warn_of_approved(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What `warn` tells, to whoever has just approved a draft that therefore was not published."""
    if "action-workflow-action" not in request.POST:
        return None
    waits = page.pk in {one.pk for one in _approved_and_unpublished()}
    return warn(request, page.get_latest_revision_as_object()) if waits else None


def waiting() -> list[Waiting]:
    """The approved and the scheduled editions that detach comments as things stand."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    approved = [page.get_latest_revision() for page in _approved_and_unpublished()]
    found = [Waiting(one.as_object(), True) for one in scheduled.order_by("approved_go_live_at")]
    found += [Waiting(one.as_object(), False) for one in approved]
    return [one for one in found if _detached(one.page)]


def before_publishing(request: HttpRequest, page_id: int) -> HttpResponse:
    """What a waiting edition detaches; the edit screen where it detaches nothing any more."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    scheduled = page.scheduled_revision
    draft = (scheduled or page.get_latest_revision()).as_object()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return warn(request, draft, is_scheduled=bool(scheduled)) or HttpResponseRedirect(edit)


def _detached(page: Page) -> list[tuple[ShownPassage, Carried]]:
    if not isinstance(page, (ArticlePage, StaticPage)) or not page.live:
        return []
    return detached_by(key_of(page), text_of_page(page).blocks)


def _approved_and_unpublished() -> list[Page]:
    """Live pages whose newest draft a workflow has approved, and nobody has published since."""
    drafts = Page.objects.filter(
        live=True,
        has_unpublished_changes=True,
        latest_revision__approved_go_live_at__isnull=True,
    )
    by_number = {str(page.pk): page for page in drafts}
    approved = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_APPROVED,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=by_number,
    ).values_list("object_id", "current_task_state__finished_at")
    # An approval is of what was saved by then, in the same request too.
    numbers = {
        number
        for number, at in approved
        if at and at >= by_number[number].latest_revision_created_at
    }
    return [page for number, page in by_number.items() if number in numbers]


@require_POST
def publish_anyway(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish the edit that was warned of; a later one is only published by its own editor."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision = page.latest_revision
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if revision is None or str(revision.pk) != request.POST.get("revision"):
        messages.warning(request, _("Somebody changed the text meanwhile; nothing was published."))
        return HttpResponseRedirect(edit)
    revision.publish(user=request.user)
    page.refresh_from_db()
    said = _("“%(title)s” is published.")
    if page.scheduled_revision:
        said = _("“%(title)s” is scheduled.")
    messages.success(request, said % {"title": page.title})
    return HttpResponseRedirect(edit)
