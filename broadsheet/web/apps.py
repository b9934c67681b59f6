"""The room as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The website."""

    name = "broadsheet.web"
    label = "web"
    verbose_name = "Website"
