"""Tells Django about the room."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """The room of imports."""

    name = "broadsheet.transfer"
    label = "transfer"
    default_auto_field = "django.db.models.BigAutoField"
