"""The desk's home: what needs somebody now, the meter, what comes next."""

from collections.abc import Mapping
from typing import Any, Final

from wagtail.admin.ui.components import Component

from broadsheet.core.models import Newsroom
from broadsheet.fundraising import queries as fundraising
from broadsheet.publishing import queries as publishing
from broadsheet.web.desk.needs import needs_of, nothing_waits
from broadsheet.web.front import most_discussed

COMING: Final = 5
DISCUSSED: Final = 5


class NeedsPanel(Component):
    """One line for each thing that waits for this person."""

    name = "needs"
    template_name = "web/desk/_needs.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The lines, or the sentence that says there are none."""
        user = parent_context["request"].user
        return {
            "needs": needs_of(user),
            "nothing": nothing_waits(),
            "may_set_up": user.has_perm("core.change_newsroom"),
            "is_set_up": Newsroom.current().is_set_up,
        }


class WritePanel(Component):
    """The way to a new story: one link for each section in which this person may write."""

    name = "write"
    template_name = "web/desk/_write.html"
    order = 15

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The sections."""
        user = parent_context["request"].user
        return {
            "sections": [
                section
                for section in publishing.sections()
                if section.permissions_for_user(user).can_add_subpage()
            ]
        }


class GlancePanel(Component):
    """The meter, the stories that come next, the liveliest discussions."""

    name = "glance"
    template_name = "web/desk/_glance.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The figures of this moment."""
        return {
            "meter": fundraising.meter_now(),
            "coming": list(publishing.due_soon(COMING)),
            "discussed": most_discussed(DISCUSSED),
        }
