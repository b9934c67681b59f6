"""Addresses under /support/."""

from django.urls import path, re_path

from broadsheet.fundraising.views import by_letter, giving, record

app_name = "fundraising"
MONTH = r"(?P<key>[0-9]{4}-[0-9]{2})"

urlpatterns = [
    path("", giving.support, name="support"),
    path("gifts/<slug:token>/", giving.gift, name="gift"),
    path("gifts/<slug:token>/by-letter/", by_letter.by_letter, name="by_letter"),
    path("gifts/<slug:token>/test-checkout/", giving.test_checkout, name="test_checkout"),
    re_path(rf"^{MONTH}/$", record.month, name="month"),
    re_path(rf"^{MONTH}\.(?P<form>json|csv)$", record.month_data, name="month-data"),
    path("record/", record.record, name="record"),
    path("record/find/", record.find_line, name="find-line"),
    re_path(r"^record\.(?P<form>json|csv)$", record.record_data, name="record-data"),
]
