"""The core room as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the ground floor and its scheduled jobs."""

    name = "broadsheet.core"
    label = "core"
    verbose_name = "Newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules whose jobs register themselves."""
        from broadsheet.core import disk, limits, outbox, visitors  # noqa: F401, PLC0415
