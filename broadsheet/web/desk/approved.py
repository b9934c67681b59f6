"""What happens when a workflow has approved a text, named by WAGTAIL_FINISH_WORKFLOW_ACTION.

Wagtail reads that setting while its models load, so nothing of ours is imported before it is used.
"""

from typing import Any


def publish_approved(state: Any, user: Any = None) -> None:
    """Publish it, unless that takes words away from comments; see detaching.py."""
    from broadsheet.web.desk import detaching  # noqa: PLC0415 - see above

    detaching.publish_approved(state, user)
