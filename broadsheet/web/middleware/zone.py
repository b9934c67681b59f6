"""The time zone in which everything is shown."""

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.users.models import UserProfile

from broadsheet.core import clock
from broadsheet.web.middleware.handler import Handler
from broadsheet.web.middleware.headers import DESK


class NewsroomZone:
    """Times are shown in the newsroom's time zone, also at the desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the zone in force."""
        with timezone.override(clock.zone()):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Let Wagtail, which sets a zone of its own at the desk, find the newsroom's there.

        For this request alone: whoever chose another zone for themselves keeps it.
        """
        if request.path.startswith(DESK) and isinstance(request.user, AbstractUser):
            profile = getattr(request.user, "wagtail_userprofile", None)
            profile = profile or UserProfile(user=request.user)
            profile.current_time_zone = profile.current_time_zone or clock.zone().key
