"""Gifts as a CSV file, out and in."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.core import clock
from broadsheet.core.models import Newsroom
from broadsheet.fundraising import actions, gift_files
from broadsheet.fundraising.forms import GiftFileForm
from broadsheet.fundraising.gift_files import BadFile
from broadsheet.fundraising.models import LedgerTransaction
from broadsheet.fundraising.views.desk.screen import BOOK, SEE, screen, staff

FILE_BYTES_MAX = 50 * 1024 * 1024


@require_safe
@permission_required(SEE)
def export_gifts(request: HttpRequest) -> StreamingHttpResponse:
    """All movements of live money, with who gave; of one month where that is asked for."""
    bookings = LedgerTransaction.objects.filter(is_sample=Newsroom.current().is_sample)
    name = f"gifts-{clock.today():%Y-%m-%d}"
    if month := request.GET.get("month", ""):
        bookings = bookings.filter(month=month[:7])
        name = f"gifts-{month[:7]}"
    answer = StreamingHttpResponse(
        gift_files.written(bookings), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def import_gifts(request: HttpRequest) -> HttpResponse:
    """Read such a file in: all of it or nothing."""
    form = GiftFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            read = actions.import_gifts(
                movements=gift_files.read(_text(form.cleaned_data["file"])), by=staff(request)
            )
        except BadFile as bad:
            form.add_error("file", str(bad))
        else:
            messages.success(
                request,
                ngettext("%(count)d row booked,", "%(count)d rows booked,", read.created)
                % {"count": read.created}
                + " "
                + ngettext("%(count)d known before.", "%(count)d known before.", read.known)
                % {"count": read.known},
            )
            return redirect("fundraising_desk:gifts")
    return screen(request, "import", _("Read gifts in"), {"form": form})


def _text(file: object) -> str:
    """The text of an uploaded file; raises BadFile for one that is too large or no text."""
    size = getattr(file, "size", 0)
    if size > FILE_BYTES_MAX:
        raise BadFile(_("This file is too large."))
    try:
        return str(file.read().decode("utf-8-sig"))  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        raise BadFile(_("This file is no text in UTF-8.")) from None
