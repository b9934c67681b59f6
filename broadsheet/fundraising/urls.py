"""Addresses under /support/."""

from django.urls import path

from broadsheet.fundraising.views import giving

app_name = "fundraising"

urlpatterns = [
    path("", giving.support, name="support"),
    path("gifts/<slug:token>/", giving.gift, name="gift"),
    path("gifts/<slug:token>/test-checkout/", giving.test_checkout, name="test_checkout"),
]
