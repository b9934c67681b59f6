"""Bank statements: read in, matched by their references, and the rest by a person."""

import base64

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
from broadsheet.fundraising.forms import ColumnsForm, StatementForm
from broadsheet.fundraising.models import BankCredit, Gift, StatementImport
from broadsheet.fundraising.statements import BadStatement, Columns, Line
from broadsheet.fundraising.views.desk.screen import BOOK, screen, staff

FILE_BYTES_MAX = 20 * 1024 * 1024
CARRIED_BYTES_MAX = 1024 * 1024
"""A file whose columns are asked for travels along with the question."""


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(BOOK)
def statements(request: HttpRequest) -> HttpResponse:
    """Read a statement in; above stand the credits that wait for a person."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _take(request, form)
        except BadStatement as bad:
            form.add_error("file", str(bad))
    context = {
        "form": form,
        "waiting": queries.waiting_credits(),
        "statements": StatementImport.objects.all()[:10],
    }
    return screen(request, "statements", _("Bank statements"), context)


def _take(request: HttpRequest, form: StatementForm) -> HttpResponse:
    """Read the file, or ask which column of it is which. Raises BadStatement."""
    file = form.cleaned_data["file"]
    if file.size > FILE_BYTES_MAX:
        raise BadStatement(_("This statement is too long; please split it."))
    content: bytes = file.read()
    if _is_camt(content):
        return _keep(request, file.name, content, files.read_camt(content))
    headings = files.headings(content)
    said = queries.columns_said_before(headings) or files.guess(content)
    if form.cleaned_data["choose"] or not {"day", "amount"} <= said.keys():
        if len(content) > CARRIED_BYTES_MAX:
            raise BadStatement(_("This statement is too long; please split it."))
        carried = {"name": file.name[:200], "content": base64.b64encode(content).decode()}
        return _ask(request, ColumnsForm(headings=headings, initial=said | carried), content)
    known = Columns(**said)  # type: ignore[arg-type] # the keys are field names
    lines = files.read_csv(content, known, queries.currency())
    return _keep(request, file.name, content, lines)


@require_POST
@permission_required(BOOK)
def columns(request: HttpRequest) -> HttpResponse:
    """Read a statement in of which somebody says which column is which."""
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
        headings = files.headings(content)
    except (ValueError, BadStatement):
        messages.error(request, _("The file did not come along; please choose it once more."))
        return redirect("fundraising_desk:statements")
    form = ColumnsForm(request.POST, headings=headings)
    if not form.is_valid():
        return _ask(request, form, content)
    try:
        lines = files.read_csv(content, Columns(**form.chosen), queries.currency())
    except BadStatement as bad:
        form.add_error(None, str(bad))
        return _ask(request, form, content)
    return _keep(request, form.cleaned_data["name"], content, lines, said=form.chosen)


def _is_camt(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _ask(request: HttpRequest, form: ColumnsForm, content: bytes) -> HttpResponse:
    context = {
        "form": form,
        "headings": files.headings(content),
        "lines": files.first_lines(content),
    }
    return screen(request, "statement_columns", _("Which column is which?"), context)


def _keep(
    request: HttpRequest,
    name: str,
    content: bytes,
    lines: list[Line],
    *,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    read = actions.import_statement(
        name=name,
        form=StatementImport.Form.CAMT if _is_camt(content) else StatementImport.Form.CSV,
        content=content,
        lines=lines,
        by=staff(request),
        columns=said,
    )
    messages.success(
        request,
        _("%(created)d new credits, %(matched)d matched by reference, %(known)d known.")
        % {"created": read.created, "matched": read.matched, "known": read.known},
    )
    return redirect("fundraising_desk:statements")


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
