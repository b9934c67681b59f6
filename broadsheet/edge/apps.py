"""Django's name for this room."""

from django.apps import AppConfig


class EdgeConfig(AppConfig):
    """The web server and the threads beside it."""

    name = "broadsheet.edge"
    label = "edge"
