"""Django's name for this room."""

from django.apps import AppConfig


class EdgeConfig(AppConfig):
    """The web server and the threads beside it; in every process, what makes kept pages old."""

    name = "broadsheet.edge"
    label = "edge"

    def ready(self) -> None:
        """Hear of changes; what is imported here needs the models, which are there only now."""
        # ruff: noqa: PLC0415
        from broadsheet.core import freshness
        from broadsheet.edge import refreshing

        freshness.listen(at_once=refreshing.make_stale, again=refreshing.make_sure)
        freshness.count_with(refreshing.edition)
