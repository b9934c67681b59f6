"""The desk's screens that are not Wagtail's own: inviting a colleague."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.publishing.actions import AlreadyStaff, invite_colleague
from broadsheet.publishing.forms.invitation import InvitationForm


class InviteColleague(WagtailAdminTemplateMixin, FormView):
    """An administrator enters name, e-mail and role; the letter goes out."""

    form_class = InvitationForm
    template_name = "publishing/desk/invite.html"
    page_title = _("Invite a colleague")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let administrators in, nobody else."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        """Invite, then show the staff."""
        try:
            user = invite_colleague(**form.cleaned_data, invited_by=cast(User, self.request.user))
        except AlreadyStaff as known:
            form.add_error("email", str(known))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _now("%(name)s is invited: a letter with a one-time link goes to %(email)s.")
            % {"name": user.get_full_name(), "email": user.email},
        )
        return redirect("wagtailusers_users:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What Wagtail's form template shows on its button."""
        context = super().get_context_data(**kwargs)
        context["submit_button_label"] = _now("Send the invitation")
        context["submit_button_active_label"] = _now("Sending…")
        return context
