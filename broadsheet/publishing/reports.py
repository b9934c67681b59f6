"""Lists at the desk of what wants care: pictures without credit, kept markup."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView, ReportView
from wagtail.models import Page

from broadsheet.publishing import queries
from broadsheet.publishing.models import Picture


class PicturesWithoutCredit(ReportView):
    """Pictures whose maker nobody has named yet; the title leads to the form."""

    page_title = _("Pictures without credit")
    header_icon = "image"
    model = Picture
    index_url_name = "pictures_without_credit"
    index_results_url_name = "pictures_without_credit_results"
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=_("Picture"), url_name="wagtailimages:edit"),
        BooleanColumn("credit_unknown", label=_("Shown as “credit unknown”")),
        DateColumn("created_at", label=_("Added")),
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Picture"),
        "credit_unknown": _("Shown as “credit unknown”"),
        "created_at": _("Added"),
    }
    list_export: ClassVar[list[str]] = ["title", "credit_unknown", "created_at"]
    any_permission_required: ClassVar[list[str]] = ["add", "change"]

    def get_queryset(self) -> QuerySet[Picture]:
        """The pictures."""
        return queries.without_credit()


class KeptMarkup(PageReportView):
    """Pages that hold imported markup for which there was no block."""

    page_title = _("Kept markup")
    header_icon = "code"
    index_url_name = "kept_markup"
    index_results_url_name = "kept_markup_results"
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]

    def get_queryset(self) -> QuerySet[Page]:
        """The pages, the one published last first."""
        return queries.kept_html()
