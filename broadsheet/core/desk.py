"""What the rooms' parts of the desk share."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """A menu item that shows to those who hold `permission`, such as "fundraising.view_gift"."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may open it."""
        return bool(request.user.has_perm(self.permission))
