"""Before a new edition of a story is published: which comments would lose their words."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from broadsheet.discussion.queries.passages import detached_by
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.web.subjects import key_of, text_of_page


def warn(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page that names the passages which an edit detaches; None where it detaches none.

    The edit is kept as a draft by then.
    """
    if not isinstance(page, (ArticlePage, StaticPage)) or not page.live:
        return None
    detached = detached_by(key_of(page), text_of_page(page).blocks)
    if not detached:
        return None
    context = {
        "page": page,
        "detached": detached,
        "comments": sum(shown.count for shown, _fate in detached),
        "revision": page.latest_revision_id,
        "subject": key_of(page),
        "page_title": _("Before you publish"),
        "header_title": _("Before you publish"),
        "header_icon": "warning",
    }
    return render(request, "web/desk/detaching.html", context)


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
    messages.success(request, _("“%(title)s” is published.") % {"title": page.title})
    return HttpResponseRedirect(edit)
