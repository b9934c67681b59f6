"""Letters at the desk: what was written to whom, what waits, what failed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.core.letters import try_again
from broadsheet.web import queries
from broadsheet.web.asked import page_number

MAY_READ = "core.view_letter"
TITLE = "page_title"


@permission_required(MAY_READ)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    context = {
        TITLE: _("Letters"),
        "header_icon": "mail",
        "letters": queries.letters(page_number(request)),
        "stored": queries.stored_letters(),
        "are_sent": queries.mail_leaves_the_house(),
    }
    return render(request, "web/desk/letters.html", context)


@permission_required(MAY_READ)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter of the outbox."""
    found = queries.letter(pk)
    if found is None:
        raise Http404("There is no such letter.")
    context = {TITLE: found.subject, "header_icon": "mail", "letter": found}
    return render(request, "web/desk/letter.html", context)


@permission_required(MAY_READ)
@require_safe
def stored(request: HttpRequest, name: str) -> HttpResponse:
    """One letter of the mail folder."""
    found = queries.stored_letter(name)
    if found is None:
        raise Http404("There is no such letter.")
    context = {TITLE: found.subject, "header_icon": "mail", "stored": found}
    return render(request, "web/desk/letter.html", context)


@permission_required(MAY_READ)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a letter that was given up back into the queue."""
    found = queries.letter(pk)
    if found is None:
        raise Http404("There is no such letter.")
    try_again(found)
    messages.success(request, _("The letter will be tried again."))
    return redirect("web_desk:letter", pk)
