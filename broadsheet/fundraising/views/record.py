"""Pages and files for everybody who wants to add up: months, and the public record."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from broadsheet.core import limits, visitors
from broadsheet.core.answers import never_stored
from broadsheet.core.clock import Month, rfc3339
from broadsheet.core.guard import public_post
from broadsheet.fundraising import actions, queries
from broadsheet.fundraising.months import MonthReport
from broadsheet.fundraising.queries.record import Line

LOOKS: Final = (60, 600)
"""How often one address may look for a code: (times, seconds)."""
CHUNK: Final = 16_384
"""Characters of the record that are sent at once."""


def _reports(key: str) -> list[MonthReport]:
    try:
        found = queries.month_report(Month.parse(key))
    except ValueError:
        found = []
    if not found:
        raise Http404(_("There is no such month here."))
    return found


@require_safe
def month(request: HttpRequest, key: str) -> HttpResponse:
    """A month: what came, what went back, what is left."""
    reports = _reports(key)
    months = queries.months_with_gifts()
    shown = reports[0].month
    context = {
        "reports": reports,
        "report": reports[0],
        "earlier": shown.previous() if shown.previous() in months else None,
        "later": shown.next() if shown.next() in months else None,
    }
    return render(request, "fundraising/month.html", context)


@require_safe
def month_data(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The same month for machines."""
    reports = _reports(key)
    if form == "json":
        return JsonResponse({"month": key, "reports": [_machine(report) for report in reports]})
    rows: list[list[object]] = [["currency", "part", "from", "to", "gifts", "amount_minor"]]
    for report in reports:
        found = _machine(report)
        rows += [
            [report.currency, name.removesuffix("_minor"), "", "", "", found[name]]
            for name in found
            if name.endswith("_minor") and found[name] is not None
        ]
        rows.append([report.currency, "gifts", "", "", report.gifts, ""])
        for part in ("sizes", "days"):
            rows += [
                [
                    report.currency,
                    part,
                    one["from"],
                    "" if one["to"] is None else one["to"],
                    one["gifts"],
                    one["amount_minor"],
                ]
                for one in found[part]
            ]
    return _csv(rows, f"month-{key}.csv")


def _machine(report: MonthReport) -> dict[str, Any]:
    """A month as JSON has it; amounts in minor units, `to` of a size is not reached any more."""
    day = report.month.first_day
    return {
        "currency": report.currency,
        "goal_minor": report.goal_minor,
        "received_minor": report.received_minor,
        "taken_back_minor": report.taken_back_minor,
        "meter_minor": report.counted_minor,
        "fees_minor": report.fees_minor,
        "net_minor": report.net_minor,
        "gifts": report.gifts,
        "closed": report.is_closed,
        "sample": report.is_sample,
        "as_of": rfc3339(report.as_of),
        "sizes": [
            {
                "from": band.first,
                "to": band.last,
                "gifts": band.gifts,
                "amount_minor": band.amount_minor,
            }
            for band in report.bands
        ],
        "days": [
            {
                "from": day.replace(day=span.first).isoformat(),
                "to": day.replace(day=span.last or span.first).isoformat(),
                "gifts": span.gifts,
                "amount_minor": span.amount_minor,
            }
            for span in report.days
        ],
    }


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= 10**8):
        raise Http404(_("There is no such page of the record."))
    return int(asked[:9])


def _record(request: HttpRequest) -> queries.RecordPage:
    page = queries.record_page(_page_number(request))
    if page is None:
        raise Http404(_("There is no such page of the record."))
    return page


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The public record: every booking, no person."""
    page = _record(request)
    months = queries.months_with_gifts()
    return render(request, "fundraising/record.html", {"page": page, "months": months})


@require_safe
def record_data(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """The record for machines: JSON page by page, CSV as a whole."""
    if form == "csv":
        lines = ([*_row(line).values()] for line in queries.record_lines())
        answer = StreamingHttpResponse(_written(lines), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="record.csv"'
        return answer
    page = _record(request)
    return JsonResponse(
        {
            "lines": page.count,
            "waiting": page.waiting,
            "page": page.number,
            "pages": page.pages,
            "items": [_row(line) for line in page.lines],
        }
    )


_COLUMNS = [
    "number",
    "added_on",
    "batch",
    "month",
    "kind",
    "currency",
    "amount_minor",
    "fee_minor",
    "seal",
]


def _row(line: Line) -> dict[str, object]:
    return {name: getattr(line, name) for name in _COLUMNS}


@public_post
@require_POST
def find_line(request: HttpRequest) -> HttpResponse:
    """Look for the line that the code on a receipt seals. The code is kept nowhere."""
    times, seconds = LOOKS
    who = visitors.address_key(request)
    limits.take("record.find", who, limit=times, per_seconds=seconds)
    code = request.POST.get("code", "").strip().lower()[:200]
    found = queries.line_of(actions.seal_of(code)) if code else None
    context: dict[str, object] = {"code": code, "found": found}
    if found:
        context |= {"line": found[0], "page": found[1]}
    status = 200 if found else 404
    return never_stored(render(request, "fundraising/record_find.html", context, status=status))


def _written(rows: Iterable[list[object]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow(row)
        if line.tell() > CHUNK:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def _csv(rows: list[list[object]], name: str) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
