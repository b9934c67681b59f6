"""The discussion room as a Django app."""

from django.apps import AppConfig

from broadsheet.core import checks as house_checks


class DiscussionConfig(AppConfig):
    """Registers announcements, checks and periodic work when Django has started."""

    name = "broadsheet.discussion"
    label = "discussion"
    verbose_name = "Discussion"

    def ready(self) -> None:
        """Import what registers itself or needs the models; they can be imported only now."""
        from broadsheet.discussion import actions, announcements, checks  # noqa: F401, PLC0415

        house_checks.register("discussion", checks.find_differences)
