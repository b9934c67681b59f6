"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundraisingConfig(AppConfig):
    """Fundraising."""

    name = "broadsheet.fundraising"
    label = "fundraising"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Tell core what can be checked."""
        from broadsheet.core import checks as core_checks  # noqa: PLC0415 - apps are ready only now
        from broadsheet.fundraising import actions, checks  # noqa: PLC0415, F401

        core_checks.register("fundraising", checks.find_differences)
