"""The publishing room as a Django app."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Registers what publishing announces, hears and does by the clock."""

    name = "broadsheet.publishing"
    label = "publishing"
    verbose_name = "Publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules whose handlers and jobs register themselves."""
        from broadsheet.publishing import announcements, scheduled, signals  # noqa: F401, PLC0415
