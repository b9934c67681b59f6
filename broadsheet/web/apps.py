"""The room as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The website; it tells the house what can be discussed, and what was saved."""

    name = "broadsheet.web"
    label = "web"
    verbose_name = "Website"

    def ready(self) -> None:
        """Register the kind of subject that pages are; models can be imported only now."""
        # ruff: noqa: PLC0415
        from broadsheet.core import subjects
        from broadsheet.web import signals
        from broadsheet.web.subjects import KIND, emails_of_authors, read, resolve

        subjects.register(KIND, resolve, read)
        subjects.register_authors(KIND, emails_of_authors)
        signals.connect()
