"""Addresses under /support/."""

from django.urls import path, re_path

from broadsheet.fundraising.views import by_letter, donor, giving, record

app_name = "fundraising"
MONTH = r"(?P<key>[0-9]{4}-[0-9]{2})"

urlpatterns = [
    path("", giving.support, name="support"),
    path("gifts/<slug:token>/", giving.gift, name="gift"),
    path("gifts/<slug:token>/by-letter/", by_letter.by_letter, name="by_letter"),
    path("gifts/<slug:token>/receipt.pdf", giving.receipt, name="receipt"),
    path("gifts/<slug:token>/go-on/", giving.go_on, name="go_on"),
    path("gifts/<slug:token>/test-checkout/", giving.test_checkout, name="test_checkout"),
    path("yours/", donor.yours, name="yours"),
    path("yours/<str:key>/", donor.own, name="own"),
    path("yours/<str:key>/erase/", donor.erase, name="own_erase"),
    path("yours/<str:key>/<slug:token>/change/", donor.change, name="own_change"),
    path("yours/<str:key>/<slug:token>/pause/", donor.pause, name="own_pause"),
    path("yours/<str:key>/<slug:token>/end/", donor.end, name="own_end"),
    path("yours/<str:key>/<slug:token>/card/", donor.card, name="own_card"),
    path("remind/", donor.remind, name="remind"),
    path("remind/<slug:token>/", donor.reminder, name="reminder"),
    re_path(rf"^{MONTH}/$", record.month, name="month"),
    re_path(rf"^{MONTH}\.(?P<form>json|csv)$", record.month_data, name="month-data"),
    path("record/", record.record, name="record"),
    path("record/find/", record.find_line, name="find-line"),
    re_path(r"^record\.(?P<form>json|csv)$", record.record_data, name="record-data"),
]
