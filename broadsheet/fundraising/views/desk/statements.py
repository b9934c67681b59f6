"""Bank statements: read in, matched by their references, and the rest by a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from broadsheet.fundraising import actions, queries
from broadsheet.fundraising import statements as files
from broadsheet.fundraising.actions import GiftRefused
from broadsheet.fundraising.actions.statements import AlreadyMatched
from broadsheet.fundraising.forms import StatementForm
from broadsheet.fundraising.models import BankCredit, Gift, StatementImport
from broadsheet.fundraising.statements import BadStatement, Columns, Line
from broadsheet.fundraising.views.desk.screen import BOOK, screen, staff

FILE_BYTES_MAX = 20 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def statements(request: HttpRequest) -> HttpResponse:
    """Read a statement in; below stand the credits that wait for a person."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            read = _read(form, staff_request=request)
        except BadStatement as bad:
            form.add_error("file", str(bad))
        else:
            messages.success(
                request,
                _("%(created)d new credits, %(matched)d matched by reference, %(known)d known.")
                % {"created": read.created, "matched": read.matched, "known": read.known},
            )
            return redirect("fundraising_desk:statements")
    context = {
        "form": form,
        "waiting": queries.waiting_credits(),
        "statements": StatementImport.objects.all()[:10],
    }
    return screen(request, "statements", _("Bank statements"), context)


def _read(form: StatementForm, *, staff_request: HttpRequest) -> StatementImport:
    file = form.cleaned_data["file"]
    if file.size > FILE_BYTES_MAX:
        raise BadStatement(_("This statement is too long; please split it."))
    content: bytes = file.read()
    is_camt = content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    lines = files.read_camt(content) if is_camt else _csv_lines(content, form)
    return actions.import_statement(
        name=file.name,
        form=StatementImport.Form.CAMT if is_camt else StatementImport.Form.CSV,
        content=content,
        lines=lines,
        by=staff(staff_request),
    )


def _csv_lines(content: bytes, form: StatementForm) -> list[Line]:
    chosen = {name: form.cleaned_data[name] for name in ("day", "amount", "payer", "text")}
    columns = Columns(**chosen) if chosen["day"] and chosen["amount"] else None
    columns = columns or files.guess_columns(content)
    if columns is None:
        names = ", ".join(files.headings(content))
        raise BadStatement(_("Please say which columns hold day and amount. There are: %s") % names)
    return files.read_csv(content, columns, queries.currency())


@require_POST
@permission_required(BOOK)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a credit is: the money of a gift, a gift that nobody announced, or no gift."""
    credit = get_object_or_404(BankCredit, pk=pk)
    try:
        if chosen := request.POST.get("gift", ""):
            gift = Gift.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
            if gift is None:
                raise GiftRefused("gift", _("There is no such gift."))
            actions.match_credit(credit=credit, gift=gift, by=staff(request))
            messages.success(request, _("Matched and booked."))
        elif "book" in request.POST:
            actions.book_credit(credit=credit, by=staff(request), name=credit.payer)
            messages.success(request, _("Booked as a gift that nobody announced."))
        else:
            note = request.POST.get("note", "")
            actions.set_credit_aside(credit=credit, note=note, by=staff(request))
            messages.success(request, _("Set aside."))
    except GiftRefused as refused:
        messages.error(request, str(refused))
    except AlreadyMatched:
        messages.warning(request, _("Somebody else decided about this credit first."))
    return redirect("fundraising_desk:statements")
